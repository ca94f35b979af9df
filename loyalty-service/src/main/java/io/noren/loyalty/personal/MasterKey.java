package io.noren.loyalty.personal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What wraps the keys of all members, and is not in the database: given by the operator, or made on the first start and
 * kept in the data folder. A key that is missing is never made up for: whoever asks has to say that there is none yet.
 */
@Component
class MasterKey {
    static final String SETTING = "NOREN_LOYALTY_PRIVACY_MASTERKEY";
    static final String PREVIOUS = "NOREN_LOYALTY_PRIVACY_PREVIOUSMASTERKEY";

    private static final Logger LOG = LoggerFactory.getLogger(MasterKey.class);

    private final MasterKeySettings settings;
    private final Path file;

    MasterKey(MasterKeySettings settings) {
        this.settings = settings;
        this.file = settings.data().toAbsolutePath().normalize().resolve("master-key");
    }

    /**
     * One key, and the name by which it is known again.
     *
     * @param id follows from the key and does not tell it
     */
    record Named(UUID id, SecretKey key) {
        /** Never the key: this may end in a log. */
        @Override
        public String toString() {
            return "master key " + id;
        }
    }

    /** Where the key that is made here is kept. */
    Path file() {
        return file;
    }

    /** The one to use; empty when none was given and none has been made. */
    Optional<Named> present() {
        return given(settings.loyalty().privacy().masterKey(), SETTING).or(this::kept);
    }

    /** The one before, with which members' keys may still be wrapped. */
    Optional<Named> previous() {
        return given(settings.loyalty().privacy().previousMasterKey(), PREVIOUS);
    }

    /** For a database that has no keys yet. */
    Named presentOrMade() {
        return present().orElseGet(this::made);
    }

    private Optional<Named> kept() {
        try {
            return Files.exists(file) ? Optional.of(named(Files.readString(file), file.toString())) : Optional.empty();
        } catch (IOException e) {
            throw unusable(file.toString(), e);
        }
    }

    private Named made() {
        try {
            Files.createDirectories(file.getParent());
            Path draft = Files.createTempFile(file.getParent(), ".secret", null, ownerOnly());
            Files.writeString(
                    draft, Base64.getEncoder().encodeToString(SecretBox.newKey().getEncoded()) + "\n");
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
        LOG.info(
                "The master key of members' personal data was made: {}. Keep a copy of it, and not with backups", file);
        return kept().orElseThrow();
    }

    private static Named named(String base64, String where) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip().getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            // The decoder's message repeats what it could not read.
            throw unusable(where, null);
        }
        if (bytes.length != SecretBox.KEY_BYTES) {
            throw unusable(where, null);
        }
        ByteBuffer id = ByteBuffer.wrap(KeyedHash.of(bytes, "noren master key"));
        return new Named(new UUID(id.getLong(), id.getLong()), SecretBox.key(bytes));
    }

    private static MasterKeyRefused unusable(String where, @Nullable IOException cause) {
        String message = "The master key of members' personal data in " + where + " cannot be read.";
        String action =
                "It is 32 random bytes in Base64, such as `openssl rand -base64 32` makes. Put back the one that"
                        + " this database was begun with.";
        return cause == null ? new MasterKeyRefused(message, action) : new MasterKeyRefused(message, action, cause);
    }

    // An empty variable, as compose files pass it on, means the same as none.
    private static Optional<Named> given(@Nullable String base64, String where) {
        return Optional.ofNullable(base64).filter(given -> !given.isBlank()).map(given -> named(given, where));
    }

    private static FileAttribute<?>[] ownerOnly() {
        return Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
