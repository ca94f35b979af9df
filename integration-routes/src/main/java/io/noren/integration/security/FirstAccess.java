package io.noren.integration.security;

import io.noren.integration.NorenSettings;
import io.noren.integration.embedded.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets the operator in on the first start: an API key with every scope and one staff account, from the environment, or
 * made here and written to files in the data folder that only their owner can read.
 */
@Component
public class FirstAccess {
    /** The account that is made when there is no staff yet. */
    public static final String FIRST_STAFF = "staff";

    private final Path keyFile;
    private final Path passwordFile;
    private final String adminKey;

    FirstAccess(NorenSettings settings, DataFolder folder, ApiKeys keys, Staff staff) {
        keyFile = folder.resolve("admin-key");
        passwordFile = folder.resolve("staff-password");
        adminKey = orMake(settings.adminKey(), keyFile, "nrn_", 32);
        keys.accept("admin", adminKey, EnumSet.allOf(Scope.class), List.of(ApiKeys.ANYWHERE));
        if (staff.isEmpty()) {
            String password = orMake(settings.staffPassword(), passwordFile, "", 9);
            staff.put(FIRST_STAFF, password, "Staff", true, List.of(ApiKeys.ANYWHERE));
        }
    }

    /** The key with every scope, for the demo's own tills. */
    public String adminKey() {
        return adminKey;
    }

    /** Where the key stands, if this installation made one. */
    public @Nullable Path keyFile() {
        return Files.exists(keyFile) ? keyFile : null;
    }

    /** Where the first staff account's password stands, if this installation made one. */
    public @Nullable Path passwordFile() {
        return Files.exists(passwordFile) ? passwordFile : null;
    }

    /** The first staff account's password, if this installation made one. */
    public @Nullable String firstPassword() {
        return Files.exists(passwordFile) ? readOrMake(passwordFile, "", 0) : null;
    }

    // An empty variable, as compose files pass it on, means the same as none.
    private static String orMake(@Nullable String named, Path file, String prefix, int bytes) {
        return named != null && !named.isBlank() ? named : readOrMake(file, prefix, bytes);
    }

    private static String readOrMake(Path file, String prefix, int bytes) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] secret = new byte[bytes];
            new SecureRandom().nextBytes(secret);
            String made = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
            Path draft = Files.createTempFile(file.getParent(), ".secret", null, ownerOnly());
            Files.writeString(draft, made + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
