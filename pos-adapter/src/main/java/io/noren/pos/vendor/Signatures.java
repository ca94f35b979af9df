package io.noren.pos.vendor;

import io.noren.pos.Refusal;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What vendors sign with, in their several ways: an HMAC (RFC 2104) over what they send, or a secret word beside it. */
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
        demandOne(secrets, secret -> hmac(secret, algorithm, signed), decoded(given));
    }

    /**
     * As {@link #demand}, of a vendor that writes its signatures in hexadecimal digits.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}
     */
    public static void demandHex(List<String> secrets, String algorithm, @Nullable String given, byte[]... signed) {
        demandOne(secrets, secret -> hmac(secret, algorithm, signed), decodedHex(given));
    }

    /**
     * Demands one of the secrets itself, of a vendor that signs nothing. It proves who calls, not what was said.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}
     */
    public static void demandWord(List<String> secrets, @Nullable String given) {
        byte[] word = given == null ? new byte[0] : given.strip().getBytes(StandardCharsets.UTF_8);
        demandOne(secrets, secret -> secret.getBytes(StandardCharsets.UTF_8), word);
    }

    private static void demandOne(List<String> secrets, Function<String, byte[]> proof, byte[] given) {
        boolean ours = false;
        for (String secret : secrets) {
            ours |= MessageDigest.isEqual(proof.apply(secret), given);
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
     * @param told the time in it as the vendor wrote it, in UTC where it names no offset; one that cannot be read is no
     *     time, and then there is nothing to go by
     * @throws Refusal {@code SIGNATURE_EXPIRED}
     */
    public static void demandRecent(String told, Delivery delivery, Duration window) {
        Instant at;
        try {
            at = TillWords.time(told, 1).in(ZoneOffset.UTC);
        } catch (Unreadable noTime) {
            return;
        }
        if (at.isBefore(delivery.receivedAt().minus(window))) {
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

    private static byte[] decodedHex(@Nullable String digits) {
        try {
            return digits == null ? new byte[0] : HexFormat.of().parseHex(digits.strip());
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
