package io.noren.loyalty.signin;

import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts how often somebody tries to prove something. A try is taken before anything is compared, in a transaction of
 * its own: whatever becomes of the request, it stays taken.
 */
@Component
class ProofTries {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final JdbcClient sql;
    private final TransactionTemplate apart;
    private final Clock clock;

    ProofTries(JdbcClient sql, PlatformTransactionManager transactions, Clock clock) {
        this.sql = sql;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * Who tries what.
     *
     * @param subject keyed hash
     * @param caller keyed hash; null where it is not a person's browser
     */
    record Try(
            String subject, @Nullable UUID member, @Nullable String caller) {}

    /** How many wrong ones are borne: by what is tried in a day and in all, by the member and the caller in an hour. */
    record Limits(int subjectADay, int subjectEver, int member, int caller) {}

    private record Wrong(int today, int ever, int member, int caller) {}

    /**
     * Takes one try, or refuses it. Of many at the same moment each counts those before it.
     *
     * @throws Refusal {@code TOO_MANY_TRIES} with {@code retryAfter} in seconds
     */
    void take(Try made, Limits limits) {
        Instant now = now();
        boolean taken = Objects.requireNonNull(apart.execute(status -> {
            alone(made);
            Wrong wrong = wrong(made, now);
            boolean left = wrong.today() < limits.subjectADay()
                    && wrong.ever() < limits.subjectEver()
                    && wrong.member() < limits.member()
                    && wrong.caller() < limits.caller();
            if (left) {
                note("TRIED", made, now);
            }
            return left;
        }));
        if (!taken) {
            throw tooMany();
        }
    }

    /** The try that was taken last was right; it no longer counts, nor do those before it on the same subject. */
    void right(Try made) {
        apart.executeWithoutResult(status -> note("RIGHT", made, now()));
    }

    /** What is tried has changed, and is tried anew. In the transaction of whoever changes it. */
    void begin(String subject) {
        note("SET", new Try(subject, null, null), now());
    }

    /** The same whatever ran out, and whether or not there is such a card: it tells nothing about either. */
    private static Refusal tooMany() {
        return Refusal.with(
                "TOO_MANY_TRIES",
                "This was tried too often. Wait a day, or show it in a store.",
                Map.of("retryAfter", DAY.toSeconds()));
    }

    private void alone(Try made) {
        Stream.of(
                        made.subject(),
                        made.member() == null ? made.subject() : made.member().toString(),
                        made.caller() == null ? made.subject() : made.caller())
                .distinct()
                .sorted()
                .forEach(each -> sql.sql("select pg_advisory_xact_lock(hashtextextended('loyalty.proof_try ' || ?, 0))")
                        .param(each)
                        .query(row -> {}));
    }

    private Wrong wrong(Try made, Instant now) {
        return sql.sql("""
                        with since as (
                            select coalesce(max(id), 0) as id from loyalty.proof_try
                            where subject = :subject and step in ('SET', 'RIGHT')),
                        subject as (
                            select t.at from loyalty.proof_try t, since
                            where t.subject = :subject and t.step = 'TRIED' and t.id > since.id)
                        select (select count(*) from subject where at > :day::timestamptz) as today,
                               (select count(*) from subject) as ever,
                               (select count(*) filter (where step = 'TRIED') - count(*) filter (where step = 'RIGHT')
                                from loyalty.proof_try
                                where member = :member::uuid and at > :hour::timestamptz) as member,
                               (select count(*) filter (where step = 'TRIED') - count(*) filter (where step = 'RIGHT')
                                from loyalty.proof_try
                                where caller = :caller::text and at > :hour::timestamptz) as caller
                        """)
                .param("subject", made.subject())
                .param("member", made.member() == null ? null : made.member().toString())
                .param("caller", made.caller())
                .param("day", now.minus(DAY).toString())
                .param("hour", now.minus(HOUR).toString())
                .query((row, number) ->
                        new Wrong(row.getInt("today"), row.getInt("ever"), row.getInt("member"), row.getInt("caller")))
                .single();
    }

    private void note(String step, Try made, Instant now) {
        sql.sql("insert into loyalty.proof_try (at, step, subject, member, caller) values (?::timestamptz, ?, ?, ?, ?)")
                .params(Arrays.asList(now.toString(), step, made.subject(), made.member(), made.caller()))
                .update();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
