package io.noren.loyalty.basket;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 128 random bits that open a basket. Their hash is all that is stored, so that who reads the database opens none.
 *
 * @param text URL-safe Base64
 */
record BasketKey(String text) {
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static BasketKey next() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new BasketKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Of what somebody sent; empty for what can be no key. */
    static Optional<byte[]> hash(String sent) {
        return FORM.matcher(sent).matches() ? Optional.of(new BasketKey(sent).hash()) : Optional.empty();
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Never the key: this may end in a log. */
    @Override
    public String toString() {
        return "a basket's key";
    }
}
