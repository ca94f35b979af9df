package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Refusal;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One-time codes that prove whose goods these are. The customer gets the code once; only a salted hash is kept.
 *
 * <p>Six digits are few, so tries are counted before a code is compared, and in a transaction of their own: neither a
 * rollback nor many guesses at once give a guesser a sixth try.
 */
@Component
class HandoverCodes {

    static final int TRIES = 5;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate apart;

    HandoverCodes(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Makes the order's code, which is known to nobody else from here on. */
    HandoverCode create(UUID order) {
        String pin = String.format("%06d", RANDOM.nextInt(1_000_000));
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        jdbc.sql("""
                insert into inventory.pickup_handover_code (pickup_order, salt, hash, tries_left)
                values (:order, :salt, :hash, :tries)
                """)
                .param("order", order)
                .param("salt", salt)
                .param("hash", hash(order, salt, pin))
                .param("tries", TRIES)
                .update();
        return new HandoverCode(pin, HandoverCode.qr(order, pin));
    }

    /** @throws Refusal {@code WRONG_HANDOVER_CODE} with the tries left, {@code HANDOVER_LOCKED} */
    void verify(UUID order, String given) {
        Stored stored = useOneTry(order);
        byte[] hash = hash(order, stored.salt(), HandoverCode.pin(order, given));
        if (!MessageDigest.isEqual(hash, stored.hash())) {
            throw new Refusal(
                    "WRONG_HANDOVER_CODE",
                    "That is not this order's code. Tries left: " + stored.triesLeft() + ".",
                    "code",
                    Map.of("triesLeft", stored.triesLeft()));
        }
    }

    // The template answers null only if the work does.
    @SuppressWarnings("NullAway")
    private Stored useOneTry(UUID order) {
        return apart.execute(status -> jdbc.sql("""
                update inventory.pickup_handover_code set tries_left = tries_left - 1
                where pickup_order = :order and tries_left > 0
                returning salt, hash, tries_left
                """)
                .param("order", order)
                .query((row, index) -> new Stored(row.getBytes("salt"), row.getBytes("hash"), row.getInt("tries_left")))
                .optional()
                .orElseThrow(() -> new Refusal(
                        "HANDOVER_LOCKED",
                        "Too many wrong codes: check the customer's identity and hand over by cancelling and reselling.",
                        "code",
                        Map.of())));
    }

    private static byte[] hash(UUID order, byte[] salt, String pin) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal((order + ":" + pin).getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    // Arrays compare by identity here, and nobody compares them.
    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(byte[] salt, byte[] hash, int triesLeft) {}
}
