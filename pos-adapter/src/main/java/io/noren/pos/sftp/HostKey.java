package io.noren.pos.sftp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Set;
import java.util.UUID;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what tills know this server again: made once, and kept. A till that has seen it refuses any other, so copies behind
 * one address share the file.
 */
final class HostKey {
    private static final Logger LOG = LoggerFactory.getLogger(HostKey.class);

    /** Understood by every SSH client of the last fifteen years; Ed25519 is not. RFC 5656. */
    private static final String KIND = KeyPairProvider.ECDSA_SHA2_NISTP256;

    private static final int BITS = 256;

    private HostKey() {}

    /** @param file a private key in OpenSSH's form; made if it is not there */
    static KeyPair of(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            FileKeyPairProvider provider = new FileKeyPairProvider(file);
            KeyPair key = provider.loadKeys(null).iterator().next();
            LOG.info("SFTP host key {}", KeyUtils.getFingerPrint(key.getPublic()));
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalStateException(
                    "The SFTP server's host key " + file
                            + " cannot be read. Put back the file from the backup; or delete"
                            + " it to have a new one made, and have every till accept that.",
                    e);
        }
    }

    private static void make(Path file) throws IOException, GeneralSecurityException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        KeyPair key = KeyUtils.generateKeyPair(KIND, BITS);
        try {
            try (FileChannel channel = FileChannel.open(
                            draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(draft));
                    OutputStream out = Channels.newOutputStream(channel)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "noren", null, out);
                out.flush();
                channel.force(true);
            }
            Durable.publish(draft, file);
            LOG.info("The SFTP server's host key was made: {}", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another copy of the application has made the host key");
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
