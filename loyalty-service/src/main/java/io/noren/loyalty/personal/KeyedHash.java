package io.noren.loyalty.personal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104). */
final class KeyedHash {
    private static final String ALGORITHM = "HmacSHA256";
    /** Between parts, none of which has it: they are texts without control characters. */
    private static final String BETWEEN = "\n";

    private KeyedHash() {}

    static byte[] of(byte[] key, String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(String.join(BETWEEN, parts).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
