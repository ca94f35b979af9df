package io.noren.inventory.pickup.handover;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The keys of all copies of the application, a few, kept in memory. A new one is made in good time, so that stores have it
 * before it signs; an old one checks for as long as orders of it may wait.
 */
@Component
class HandoverKeys {
    /** How long a key signs. */
    private static final Duration SIGNS = Duration.ofDays(90);
    /** Before it signs: stores fetch what they need without a network at least so often. */
    private static final Duration KNOWN_BEFORE = Duration.ofDays(7);
    /** How long a copy does not ask what keys there are. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final TransactionTemplate apart;
    private final Clock clock;
    private volatile Remembered remembered = new Remembered(List.of(), Instant.EPOCH);

    HandoverKeys(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    private record Remembered(List<HandoverKey> keys, Instant at) {}

    /** A day before whoever signs would have to wait for it. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void makeInTime() {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        if (isNeeded(read(), tomorrow)) {
            made(tomorrow);
        }
    }

    /** Those that may have signed a code of an order that waits, and the one that signs next; the eldest first. */
    List<HandoverKey> all() {
        Instant now = clock.instant();
        Remembered last = remembered;
        if (Duration.between(last.at(), now).abs().compareTo(REMEMBERED) < 0 && !isNeeded(last.keys(), now)) {
            return last.keys();
        }
        List<HandoverKey> keys = read();
        if (isNeeded(keys, now)) {
            keys = made(now);
        }
        remembered = new Remembered(keys, now);
        return keys;
    }

    /** The one that signs: the youngest that stores have had for long enough. */
    HandoverKey current() {
        Instant known = clock.instant().minus(KNOWN_BEFORE);
        List<HandoverKey> keys = all();
        return keys.stream()
                .filter(key -> !key.createdAt().isAfter(known))
                .max(Comparator.comparing(HandoverKey::createdAt))
                .orElseGet(() -> keys.get(0));
    }

    Optional<HandoverKey> find(String id) {
        Optional<HandoverKey> found = in(all(), id);
        // Another copy may have made it a moment ago.
        return found.isPresent() ? found : in(read(), id);
    }

    private static Optional<HandoverKey> in(List<HandoverKey> keys, String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    private static boolean isNeeded(List<HandoverKey> keys, Instant now) {
        Instant young = now.minus(SIGNS).plus(KNOWN_BEFORE);
        return keys.stream().noneMatch(key -> key.createdAt().isAfter(young));
    }

    /**
     * One for all copies, however many of them find at the same moment that one is needed. In a transaction of its own: an
     * order that is refused must not take back a key that others sign with.
     */
    private List<HandoverKey> made(Instant now) {
        return Objects.requireNonNull(apart.execute(status -> {
            jdbc.sql("select pg_advisory_xact_lock(hashtextextended('inventory.pickup_code_key', 0))")
                    .query(row -> {});
            List<HandoverKey> keys = read();
            if (isNeeded(keys, now)) {
                insert(clock.instant());
                keys = read();
            }
            return keys;
        }));
    }

    private void insert(Instant now) {
        KeyPair pair = HandoverKey.newPair();
        byte[] pinKey = new byte[HandoverKey.PIN_KEY_BYTES];
        RANDOM.nextBytes(pinKey);
        jdbc.sql("""
                insert into inventory.pickup_code_key (id, private_key, public_key, pin_key, created_at)
                values (:id, :private, :public, :pin, :now)
                """)
                .param("id", UUID.randomUUID().toString().substring(0, 8))
                .param("private", pair.getPrivate().getEncoded())
                .param("public", pair.getPublic().getEncoded())
                .param("pin", pinKey)
                .param("now", time(Sql.micros(now)))
                .update();
    }

    private List<HandoverKey> read() {
        return jdbc.sql("""
                select id, private_key, public_key, pin_key, created_at from inventory.pickup_code_key
                order by created_at
                """)
                .query((row, index) -> new HandoverKey(
                        row.getString("id"),
                        row.getBytes("private_key"),
                        row.getBytes("public_key"),
                        row.getBytes("pin_key"),
                        Objects.requireNonNull(Sql.instant(row, "created_at"))))
                .list();
    }
}
