package io.noren.pos.sftp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/** A public key as OpenSSH writes it: its kind, itself in Base64, and a comment that nobody reads. */
final class PublicKeyLine {
    private static final List<String> KINDS =
            List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    /** NIST SP 800-131A. */
    private static final int LEAST_RSA_BITS = 2048;

    private PublicKeyLine() {}

    /** @throws IllegalArgumentException saying what to do */
    static PublicKey read(String line) {
        String text = line.strip();
        // Options before the key (from=…, command=…) would have to be obeyed, and certificates to be checked.
        if (KINDS.stream().noneMatch(kind -> text.startsWith(kind + " "))) {
            throw new IllegalArgumentException("A key is one line of the kind of key, the key and a comment, without"
                    + " options before it: copy the till's file that ends in .pub. Kinds: " + String.join(", ", KINDS)
                    + ".");
        }
        PublicKey key;
        try {
            key = AuthorizedKeyEntry.parseAuthorizedKeyEntry(text)
                    .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "The key is not whole: copy the till's file that ends in .pub once more, as one line.", e);
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new IllegalArgumentException("An RSA key needs at least " + LEAST_RSA_BITS
                    + " bits: have the till make another one (ssh-keygen -t ed25519).");
        }
        return key;
    }
}
