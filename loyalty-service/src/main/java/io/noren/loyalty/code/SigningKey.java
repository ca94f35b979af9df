package io.noren.loyalty.code;

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
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** One pair of keys, and what it signs. */
record SigningKey(String id, PrivateKey privateKey, PublicKey publicKey) {
    private static final String ED25519 = "Ed25519";
    /** Of its own, so that nothing else on this Java machine is done otherwise because of it. */
    private static final Provider SIGNER = new BouncyCastleProvider();
    /** Of a public key the last so many bytes are the key itself (RFC 8410). */
    private static final int RAW_LENGTH = 32;

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(ED25519).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    static SigningKey of(String id, byte[] pkcs8, byte[] x509) {
        try {
            KeyFactory keys = KeyFactory.getInstance(ED25519, SIGNER);
            return new SigningKey(
                    id,
                    keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)),
                    keys.generatePublic(new X509EncodedKeySpec(x509)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a kept key cannot be read: " + id, e);
        }
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ED25519, SIGNER);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean hasSigned(byte[] message, byte[] signed) {
        try {
            Signature signature = Signature.getInstance(ED25519, SIGNER);
            signature.initVerify(publicKey);
            signature.update(message);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // a signature of a wrong length, for one
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
