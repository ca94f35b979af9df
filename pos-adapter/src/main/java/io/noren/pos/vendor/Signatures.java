package io.noren.pos.vendor;

import io.noren.pos.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Base64 of an HMAC (RFC 2104), in the vendors' several ways. */
public final class Signatures {
    private Signatures() {}

    /**
     * Demands that one of the secrets made the signature.
     *
     * @param algorithm as {@link Mac} knows it
     * @param signed each part of what is signed, in order
     * @throws Refusal {@code SIGNATURE_INVALID}; which secret was wrong, or whether there is one, it does not say
     */
    public static void demand(List<String> secrets, String algorithm, @Nullable String given, byte[]... signed) {
        byte[] signature = decoded(given);
        boolean ours = false;
        for (String secret : secrets) {
            ours |= MessageDigest.isEqual(hmac(secret, algorithm, signed), signature);
        }
        if (!ours) {
            throw new Refusal(
                    "SIGNATURE_INVALID",
                    "This is not signed with the secret that is entered for this source. Compare the secret, and the"
                            + " address of the webhook, with those that the vendor shows.");
        }
    }

    /**
     * Demands that what is signed is not from long ago, so that what somebody kept cannot be sent again for ever.
     *
     * @throws Refusal {@code SIGNATURE_EXPIRED}
     */
    public static void demandRecent(Instant told, Instant receivedAt, Duration window) {
        if (told.isBefore(receivedAt.minus(window))) {
            throw new Refusal(
                    "SIGNATURE_EXPIRED",
                    "What is signed is older than " + window.toHours()
                            + " hours, longer than the vendor tries. What it told is found by asking the vendor.");
        }
    }

    private static byte[] decoded(@Nullable String base64) {
        try {
            return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(String secret, String algorithm, byte[]... signed) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            for (byte[] part : signed) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
