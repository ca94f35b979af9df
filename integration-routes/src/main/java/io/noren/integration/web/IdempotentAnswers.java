package io.noren.integration.web;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    void finish(String caller, String key, Answer answer) {
        jdbc.sql("""
                        update integration.idempotent_request
                        set status = :status, content_type = :type, location = :location, answer = :body
                        where caller = :caller and idempotency_key = :key
                        """)
                .param("caller", caller)
                .param("key", key)
                .param("status", answer.status())
                .param("type", answer.contentType())
                .param("location", answer.location())
                .param("body", answer.body())
                .update();
    }

    /** A refusal undid its own transaction, and with it the taking of the key. */
    @Transactional
    public void keepRefusal(String caller, String key, String digest, Answer answer) {
        if (begin(caller, key, digest)) {
            finish(caller, key, answer);
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

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    @Transactional
    public void forgetOld() {
        jdbc.sql("delete from integration.idempotent_request where created_at < :limit")
                .param("limit", Timestamp.from(clock.instant().minus(KEPT)))
                .update();
    }
}
