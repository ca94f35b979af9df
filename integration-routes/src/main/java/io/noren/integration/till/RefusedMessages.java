package io.noren.integration.till;

import io.noren.pos.Content;
import io.noren.pos.PosSettings;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A message that cannot be read as a document becomes a file where files end that cannot be read: {@code parked/} in its
 * source's inbox. There a person mends it and moves it back into the inbox. What cannot be read cannot be freed of
 * personal data either, so only the file's owner may look into it.
 */
@Component
class RefusedMessages {
    private static final Logger log = LoggerFactory.getLogger(RefusedMessages.class);
    private static final String PARKED = "parked";

    /** Hexadecimal digits of the content's digest in its file's name. */
    private static final int NAMED_BY = 16;

    private final TillDocuments documents;
    private final Path inbox;

    RefusedMessages(TillDocuments documents, PosSettings settings) {
        this.documents = documents;
        this.inbox = settings.inbox().toAbsolutePath().normalize();
    }

    /** Returns when both file and entry are durable. The same content again is the same file and the same entry. */
    void setAside(TillMessage message, Refusal why) throws IOException {
        String source = message.till().source();
        Path folder = Files.createDirectories(inbox.resolve(source).resolve(PARKED));
        String name = message.till().name() + "-" + digest(message.body()).substring(0, NAMED_BY);
        Path file = keep(message.body(), folder, name);
        documents.setAside(source, file, inbox.relativize(file).toString(), why);
        log.warn("A message of till {} was parked: {}", message.till().name(), why.code());
    }

    /** An older file of the name may have been mended in its place since: it is never written over. */
    private static Path keep(Content content, Path folder, String name) throws IOException {
        Path draft = folder.resolve(name + ".part");
        write(content, draft);
        for (int n = 1; ; n++) {
            Path file = folder.resolve(n == 1 ? name + ".message" : name + "." + n + ".message");
            if (Files.exists(file)) {
                if (Files.mismatch(file, draft) == -1) {
                    Files.delete(draft);
                    return file;
                }
            } else {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                force(folder);
                return file;
            }
        }
    }

    private static void write(Content content, Path draft) throws IOException {
        Files.deleteIfExists(draft); // left by a crash
        try (FileChannel channel = FileChannel.open(
                        draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly());
                InputStream in = content.open();
                OutputStream out = Channels.newOutputStream(channel)) {
            in.transferTo(out);
            channel.force(true);
        }
    }

    private static void force(Path folder) throws IOException {
        if (hasPosixRights()) { // Windows opens no folder, and needs nothing of the kind
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return hasPosixRights()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosixRights() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static String digest(Content content) throws IOException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(content.open(), sha256)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
