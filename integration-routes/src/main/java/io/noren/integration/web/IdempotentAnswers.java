package io.noren.integration.web;

import io.noren.inventory.reservation.HoldAnswer;
import io.noren.loyalty.MemberErased;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The first answers to requests with an {@code Idempotency-Key}. */
@Component
class IdempotentAnswers {
    /** The contract says at least seven days. */
    private static final Duration KEPT = Duration.ofDays(8);

    private final JdbcClient jdbc;
    private final Clock clock;

    IdempotentAnswers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** An answer as it was sent. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only kept and sent
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            byte[] body) {}

    /** Takes the key for this request; waits while another request with it is under way. False when it is taken. */
    boolean begin(String caller, String key, String digest) {
        return jdbc.sql("""
                                insert into integration.idempotent_request
                                    (caller, idempotency_key, request_digest, created_at)
                                values (:caller, :key, :digest, :at) on conflict do nothing
                                """)
                        .param("caller", caller)
                        .param("key", key)
                        .param("digest", digest)
                        .param("at", Timestamp.from(clock.instant()))
                        .update()
                == 1;
    }

    /** @param about ids that it tells of, those of members among them */
    void finish(String caller, String key, Answer answer, Set<UUID> about) {
        jdbc.sql("""
                        update integration.idempotent_request
                        set status = :status, content_type = :type, location = :location, answer = :body,
                            about = nullif(:about::uuid[], '{}')
                        where caller = :caller and idempotency_key = :key
                        """)
                .param("caller", caller)
                .param("key", key)
                .param("status", answer.status())
                .param("type", answer.contentType())
                .param("location", answer.location())
                .param("body", answer.body())
                .param("about", about.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    /**
     * When a member is forgotten, in the same transaction, so are the answers about them, and what was asked: a hash of it
     * could be tried out. The keys stay taken, so that a repeat does not do again what was forgotten.
     */
    @EventListener
    void forget(MemberErased erased) {
        jdbc.sql("""
                        update integration.idempotent_request
                        set request_digest = 'erased', location = null, answer = null, about = null
                        where about && :accounts::uuid[]
                        """)
                .param(
                        "accounts",
                        erased.accounts().stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    /** A refusal undid its own transaction, and with it the taking of the key. */
    @Transactional
    public void keepRefusal(String caller, String key, String digest, Answer answer, Set<UUID> about) {
        if (begin(caller, key, digest)) {
            finish(caller, key, answer, about);
        }
    }

    /** The answer given for this key; empty when the key stands for another request. */
    Optional<Answer> find(String caller, String key, String digest) {
        return jdbc.sql("""
                        select status, content_type, location, answer from integration.idempotent_request
                        where caller = :caller and idempotency_key = :key and request_digest = :digest
                        """)
                .param("caller", caller)
                .param("key", key)
                .param("digest", digest)
                .query((row, n) -> new Answer(row.getInt(1), row.getString(2), row.getString(3), row.getBytes(4)))
                .optional();
    }

    /** What stands for a key. */
    record Stored(String digest, Answer answer) {}

    /** The answers kept for these callers and keys, as far as there are any. */
    Map<List<String>, Stored> find(Collection<List<String>> keys) {
        Map<List<String>, Stored> found = new HashMap<>();
        jdbc.sql("""
                        select caller, idempotency_key, request_digest, status, content_type, location, answer
                        from unnest(:callers::text[], :keys::text[]) as asked (caller, idempotency_key)
                        join integration.idempotent_request using (caller, idempotency_key)
                        """)
                .param("callers", keys.stream().map(key -> key.get(0)).toArray(String[]::new))
                .param("keys", keys.stream().map(key -> key.get(1)).toArray(String[]::new))
                .query(row -> {
                    found.put(
                            List.of(row.getString(1), row.getString(2)),
                            new Stored(
                                    row.getString(3),
                                    new Answer(row.getInt(4), row.getString(5), row.getString(6), row.getBytes(7))));
                });
        return found;
    }

    /**
     * Keeps many answers at once, each for a key that was free a moment ago.
     *
     * @return false when one of the keys is no longer free
     */
    boolean keep(Map<KeyedHold, HoldAnswer> answers) {
        List<Map.Entry<KeyedHold, HoldAnswer>> rows = answers.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<KeyedHold, HoldAnswer> row) ->
                                row.getKey().caller())
                        .thenComparing(row -> row.getKey().key()))
                .toList();
        int kept = jdbc.sql("""
                        insert into integration.idempotent_request (caller, idempotency_key, request_digest, status,
                            content_type, location, answer, created_at)
                        select caller, key, digest, status, type, location, answer, :at
                        from unnest(:callers::text[], :keys::text[], :digests::text[], :statuses::integer[],
                            :types::text[], :locations::text[], :bodies::bytea[])
                            as answered (caller, key, digest, status, type, location, answer)
                        on conflict do nothing
                        """)
                .param("at", Timestamp.from(clock.instant()))
                .param("callers", texts(rows, row -> row.getKey().caller()))
                .param("keys", texts(rows, row -> row.getKey().key()))
                .param("digests", texts(rows, row -> row.getKey().digest()))
                .param(
                        "statuses",
                        texts(rows, row -> Integer.toString(row.getValue().status())))
                .param("types", texts(rows, row -> row.getValue().contentType()))
                .param("locations", texts(rows, row -> row.getValue().location()))
                .param(
                        "bodies",
                        texts(
                                rows,
                                row -> "\\x"
                                        + HexFormat.of()
                                                .formatHex(row.getValue().body())))
                .update();
        return kept == rows.size();
    }

    private static String[] texts(
            List<Map.Entry<KeyedHold, HoldAnswer>> rows, Function<Map.Entry<KeyedHold, HoldAnswer>, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    @Transactional
    public void forgetOld() {
        jdbc.sql("delete from integration.idempotent_request where created_at < :limit")
                .param("limit", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
