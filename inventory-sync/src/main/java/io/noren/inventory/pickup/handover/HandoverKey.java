package io.noren.inventory.pickup.handover;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One pair of keys, and a secret of which PINs follow. */
final class HandoverKey {
    static final int PIN_KEY_BYTES = 32;

    private static final String ED25519 = "Ed25519";
    /** Of its own, so that nothing else on this Java machine is done otherwise because of it. */
    private static final Provider SIGNER = new BouncyCastleProvider();

    private static final String HMAC = "HmacSHA256";
    private static final BigInteger PINS = BigInteger.valueOf(1_000_000);
    /** Of a public key the last so many bytes are the key itself (RFC 8410). */
    private static final int RAW_LENGTH = 32;

    private final String id;
    private final PrivateKey privateKey;
    private final PublicKey publicKey;
    private final SecretKeySpec pinKey;
    private final Instant createdAt;

    HandoverKey(String id, byte[] pkcs8, byte[] x509, byte[] pinKey, Instant createdAt) {
        try {
            KeyFactory keys = KeyFactory.getInstance(ED25519, SIGNER);
            this.id = id;
            this.privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            this.publicKey = keys.generatePublic(new X509EncodedKeySpec(x509));
            this.pinKey = new SecretKeySpec(pinKey, HMAC);
            this.createdAt = createdAt;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept key cannot be read: " + id, e);
        }
    }

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(ED25519).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    String id() {
        return id;
    }

    Instant createdAt() {
        return createdAt;
    }

    byte[] sign(String message) {
        try {
            Signature signature = Signature.getInstance(ED25519, SIGNER);
            signature.initSign(privateKey);
            signature.update(message.getBytes(US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean hasSigned(String message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ED25519, SIGNER);
            signature.initVerify(publicKey);
            signature.update(message.getBytes(US_ASCII));
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a signature of a wrong length, for one
        }
    }

    /** Six digits that nobody can reckon without the key. */
    String pin(UUID order, int number) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(pinKey);
            byte[] code = mac.doFinal((order + "/" + number).getBytes(US_ASCII));
            return String.format("%06d", new BigInteger(1, code).mod(PINS).intValueExact());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** As JSON Web Keys have it (RFC 8037). */
    String x() {
        byte[] encoded = publicKey.getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - RAW_LENGTH, encoded.length));
    }
}
