package io.noren.inventory.pickup.handover;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.handover.SignedCodes.Claims;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Codes that prove whose goods these are. Both forms follow from an order and a key: the customer can be told again, and
 * what is stored of an order gives nothing away.
 *
 * <p>Six digits are few, so tries are counted before a PIN is compared, and in a transaction of their own: neither a
 * rollback nor many guesses at once give a guesser a sixth try. A signature cannot be guessed, and is never locked.
 */
@Component
public class HandoverCodes {
    public static final int TRIES = 5;

    /** Of orders that were placed before codes were signed: the order, a colon, and the PIN. */
    private static final String BEFORE_SIGNED = "noren-pickup:";

    private final JdbcClient jdbc;
    private final HandoverKeys keys;
    private final SignedCodes signed;
    private final TransactionTemplate apart;

    HandoverCodes(JdbcClient jdbc, HandoverKeys keys, SignedCodes signed, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.signed = signed;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * By which stores check codes (RFC 7517, RFC 8037).
     *
     * @param kid names the key in a code's header
     * @param x the public key, base64url
     */
    public record PublicKey(String kty, String crv, String kid, String x) {}

    /** Makes a new order's code. */
    @Transactional(propagation = Propagation.MANDATORY)
    public HandoverCode create(UUID order, String location) {
        return create(List.of(order), List.of(location)).get(0);
    }

    /** Makes the codes of new orders, each with its store. */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<HandoverCode> create(List<UUID> orders, List<String> locations) {
        HandoverKey key = keys.current();
        jdbc.sql("""
                insert into inventory.pickup_handover_code (pickup_order, code_key, tries_left)
                select given.id, :key, :tries from unnest(:orders::uuid[]) as given (id)
                """)
                .param("orders", orders.toArray(UUID[]::new))
                .param("key", key.id())
                .param("tries", TRIES)
                .update();
        List<HandoverCode> codes = new ArrayList<>();
        for (int n = 0; n < orders.size(); n++) {
            codes.add(code(key, orders.get(n), locations.get(n), 1));
        }
        return codes;
    }

    /** Another code instead of the one there is, with new tries: the customer lost it, or somebody guessed too often. */
    @Transactional(propagation = Propagation.MANDATORY)
    public HandoverCode replace(UUID order, String location) {
        HandoverKey key = keys.current();
        int number = jdbc.sql("""
                        update inventory.pickup_handover_code
                        set code_key = :key, salt = null, hash = null, number = number + 1, tries_left = :tries
                        where pickup_order = :order returning number
                        """)
                .param("order", order)
                .param("key", key.id())
                .param("tries", TRIES)
                .query(Integer.class)
                .single();
        return code(key, order, location, number);
    }

    /** The code that counts, to be told to its customer again; empty for an order of which only a hash is known. */
    @Transactional(readOnly = true)
    public Optional<HandoverCode> of(UUID order, String location) {
        return jdbc.sql("""
                        select code_key, number from inventory.pickup_handover_code
                        where pickup_order = :order and code_key is not null
                        """)
                .param("order", order)
                .query((row, index) -> {
                    int number = row.getInt("number");
                    return keys.find(row.getString("code_key")).map(key -> code(key, order, location, number));
                })
                .optional()
                .flatMap(code -> code);
    }

    /** Which order a scanned code is for; empty if it is none of ours. */
    public Optional<UUID> orderOf(String scanned) {
        String text = scanned.strip();
        if (text.startsWith(BEFORE_SIGNED)) {
            try {
                return Optional.of(UUID.fromString(text.substring(BEFORE_SIGNED.length(), text.lastIndexOf(':'))));
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }
        return signed.read(text).map(Claims::sub);
    }

    /**
     * @param whileOffline whether it was shown to a device that could not know of a later code
     * @throws Refusal {@code WRONG_HANDOVER_CODE} with the tries left, {@code HANDOVER_LOCKED}, {@code CODE_REPLACED}
     */
    public void verify(UUID order, String given, boolean whileOffline) {
        String text = given.strip();
        if (SignedCodes.looksLikeOne(text)) {
            verifySigned(order, text, whileOffline);
        } else {
            verifyPin(order, text.startsWith(BEFORE_SIGNED) ? pinIn(order, text) : text);
        }
    }

    /** Those that stores need to check codes without a network. */
    public List<PublicKey> publicKeys() {
        return signed.publicKeys();
    }

    private void verifySigned(UUID order, String code, boolean whileOffline) {
        Claims claims = signed.read(code)
                .filter(each -> each.sub().equals(order))
                .orElseThrow(
                        () -> new Refusal("WRONG_HANDOVER_CODE", "That is not this order's code.", "code", Map.of()));
        if (whileOffline) {
            return;
        }
        int counts = jdbc.sql("select number from inventory.pickup_handover_code where pickup_order = :order")
                .param("order", order)
                .query(Integer.class)
                .single();
        if (claims.num() != counts) {
            throw new Refusal(
                    "CODE_REPLACED",
                    "The customer was given another code since: ask for the latest message.",
                    "code",
                    Map.of());
        }
    }

    private void verifyPin(UUID order, String pin) {
        Stored stored = useOneTry(order);
        if (!stored.fits(order, pin)) {
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
                returning salt, hash, code_key, number, tries_left
                """)
                .param("order", order)
                .query((row, index) -> {
                    String key = row.getString("code_key");
                    return new Stored(
                            row.getBytes("salt"),
                            row.getBytes("hash"),
                            key == null ? null : keys.find(key).orElseThrow(),
                            row.getInt("number"),
                            row.getInt("tries_left"));
                })
                .optional()
                .orElseThrow(() -> new Refusal(
                        "HANDOVER_LOCKED",
                        "Too many wrong PINs: scan the customer's QR code, or let the shop send them another code.",
                        "code",
                        Map.of())));
    }

    private HandoverCode code(HandoverKey key, UUID order, String location, int number) {
        return new HandoverCode(key.pin(order, number), signed.sign(key, new Claims(order, location, number)));
    }

    private static String pinIn(UUID order, String code) {
        String mine = BEFORE_SIGNED + order + ":";
        return code.startsWith(mine) ? code.substring(mine.length()) : "";
    }

    // Arrays compare by identity here, and nobody compares them.
    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(
            byte @Nullable [] salt,
            byte @Nullable [] hash,
            @Nullable HandoverKey key,
            int number,
            int triesLeft) {

        boolean fits(UUID order, String pin) {
            if (key != null) {
                return MessageDigest.isEqual(key.pin(order, number).getBytes(UTF_8), pin.getBytes(UTF_8));
            }
            return salt != null && hash != null && MessageDigest.isEqual(hash, hashed(salt, order, pin));
        }

        private static byte[] hashed(byte[] salt, UUID order, String pin) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(salt, "HmacSHA256"));
                return mac.doFinal((order + ":" + pin).getBytes(UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has HmacSHA256", e);
            }
        }
    }
}
