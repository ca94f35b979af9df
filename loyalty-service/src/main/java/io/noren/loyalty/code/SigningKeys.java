package io.noren.loyalty.code;

import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The keys of all copies of the application. A new one is made in good time, so that tills have it before it signs. */
@Component
class SigningKeys {
    /** How long a key signs. */
    private static final Duration SIGNS = Duration.ofDays(90);
    /** Before it signs: tills fetch their bundle at least so often. */
    private static final Duration KNOWN_BEFORE = Duration.ofDays(7);

    private final JdbcClient sql;
    private final Clock clock;

    SigningKeys(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** Those that check codes now, and the one that will sign next. */
    @Transactional
    public List<SigningKey> all() {
        makeIfNeeded();
        return sql.sql("""
                        select id, private_key, public_key from loyalty.member_code_key
                        where ends_at > ?::timestamptz order by created_at
                        """)
                .param(now().toString())
                .query((row, number) ->
                        SigningKey.of(row.getString("id"), row.getBytes("private_key"), row.getBytes("public_key")))
                .list();
    }

    /** The one that signs now: the eldest that has not ended signs until the next has been known for long enough. */
    @Transactional
    public SigningKey current() {
        makeIfNeeded();
        return sql.sql("""
                        select id, private_key, public_key from loyalty.member_code_key
                        where ends_at > :now::timestamptz
                        order by created_at <= :known::timestamptz desc,
                                 case when created_at <= :known::timestamptz then created_at end desc, created_at
                        limit 1
                        """)
                .param("now", now().toString())
                .param("known", now().minus(KNOWN_BEFORE).toString())
                .query((row, number) ->
                        SigningKey.of(row.getString("id"), row.getBytes("private_key"), row.getBytes("public_key")))
                .single();
    }

    Optional<SigningKey> find(String id) {
        return sql.sql("""
                        select id, private_key, public_key from loyalty.member_code_key
                        where id = ? and ends_at > ?::timestamptz
                        """)
                .param(id)
                .param(now().toString())
                .query((row, number) ->
                        SigningKey.of(row.getString("id"), row.getBytes("private_key"), row.getBytes("public_key")))
                .optional();
    }

    /** One for all copies, however many of them find at the same moment that one is needed. */
    private void makeIfNeeded() {
        if (!isNeeded()) {
            return;
        }
        sql.sql("select pg_advisory_xact_lock(hashtextextended('loyalty.member_code_key', 0))")
                .query(row -> {});
        if (isNeeded()) {
            KeyPair pair = SigningKey.newPair();
            Instant now = now();
            sql.sql("""
                            insert into loyalty.member_code_key (id, private_key, public_key, created_at, ends_at)
                            values (?, ?, ?, ?::timestamptz, ?::timestamptz)
                            """)
                    .params(
                            UUID.randomUUID().toString().substring(0, 8),
                            pair.getPrivate().getEncoded(),
                            pair.getPublic().getEncoded(),
                            now.toString(),
                            now.plus(SIGNS).plus(KNOWN_BEFORE).toString())
                    .update();
        }
    }

    private boolean isNeeded() {
        return sql.sql("select count(*) from loyalty.member_code_key where created_at > ?::timestamptz")
                        .param(now().minus(SIGNS).plus(KNOWN_BEFORE).toString())
                        .query(Long.class)
                        .single()
                == 0;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
