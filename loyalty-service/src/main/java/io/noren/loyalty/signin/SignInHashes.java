package io.noren.loyalty.signin;

import io.noren.loyalty.Claim;
import io.noren.loyalty.signin.SignInBook.Tried;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keyed hashes (HMAC-SHA-256), in hexadecimal digits. Six digits and most phone numbers can all be tried, so without a key a hash of them would
 * hide nothing.
 */
@Component
class SignInHashes {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final JdbcClient sql;
    private final SignInSettings settings;
    private volatile @Nullable SecretKeySpec key;

    SignInHashes(JdbcClient sql, SignInSettings settings) {
        this.sql = sql;
        this.settings = settings;
    }

    String contact(Claim contact) {
        return hash("contact", contact.type().name(), contact.value());
    }

    String caller(String address) {
        return hash("caller", address);
    }

    /** Of one asking only: the same digits have another hash the next time. */
    String code(UUID asked, String code) {
        return hash("code", asked.toString(), code);
    }

    /** Of one card only: the same digits have another hash on the next. */
    String pin(Claim card, String digits) {
        return hash("pin", card.value(), digits);
    }

    String link(String code) {
        return hash("link", code);
    }

    /** Whether these digits are the code that was sent; takes as long where none was. */
    boolean areOf(Tried tried, String digits) {
        String kept = tried.code() == null ? "" : tried.code();
        return MessageDigest.isEqual(
                code(tried.id(), digits).getBytes(StandardCharsets.US_ASCII), kept.getBytes(StandardCharsets.US_ASCII));
    }

    /** What somebody typed, in any width and with spaces and hyphens between. */
    static String digits(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).replaceAll("[\\s\\p{Pd}]", "");
    }

    private String hash(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key());
            return HexFormat.of().formatHex(mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SecretKeySpec key() {
        SecretKeySpec known = key;
        if (known == null) {
            String given = settings.key();
            known = new SecretKeySpec(
                    given == null || given.isBlank() ? kept() : given.getBytes(StandardCharsets.UTF_8), ALGORITHM);
            key = known;
        }
        return known;
    }

    /** Whichever copy of the application comes first makes it. */
    private byte[] kept() {
        byte[] made = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(made);
        sql.sql("insert into loyalty.sign_in_key (key) values (?) on conflict do nothing")
                .param(made)
                .update();
        return sql.sql("select key from loyalty.sign_in_key")
                .query((row, number) -> row.getBytes("key"))
                .single();
    }
}
