package io.noren.integration.message;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Whose turn it is, and what became of each try. A message is claimed for a while by the copy that sends it, and each try
 * is a row before it is made: a copy that dies in between leaves one without an outcome, and the message is sent again,
 * under the same id, when its claim is over.
 */
@Component
class MessageBook {
    /** How long a claimed message may wait for its channel and be sent, before another copy may send it, too. */
    static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Duration receiptWithin;

    MessageBook(JdbcClient jdbc, Clock clock, MessageSettings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.receiptWithin = settings.receiptWithin();
    }

    /**
     * A message that this copy has claimed.
     *
     * @param sent whether a gateway had it, and has not said in time that it arrived
     */
    record Due(UUID id, MessageKind kind, UUID pickup, int round, boolean sent, Instant claimedUntil) {}

    /** One try of the present round. */
    record Tried(
            MessageChannel channel,
            Instant beganAt,
            @Nullable AttemptOutcome outcome) {}

    /** Those whose time has come, for this copy alone. */
    @Transactional
    List<Due> claim(int limit) {
        Instant now = now();
        return jdbc.sql("""
                        update integration.message set next_at = :until
                        where id in (
                            select id from integration.message where next_at <= :now
                            order by next_at limit :limit for update skip locked)
                        returning id, kind, pickup, round, state = 'SENT' as sent, next_at
                        """)
                .param("until", time(now.plus(CLAIM)))
                .param("now", time(now))
                .param("limit", limit)
                .query((row, n) -> new Due(
                        row.getObject("id", UUID.class),
                        MessageKind.valueOf(row.getString("kind")),
                        row.getObject("pickup", UUID.class),
                        row.getInt("round"),
                        row.getBoolean("sent"),
                        row.getTimestamp("next_at").toInstant()))
                .list();
    }

    List<Tried> tried(Due message) {
        return jdbc.sql("""
                        select channel, began_at, outcome from integration.message_attempt
                        where message = :message and round = :round order by began_at
                        """)
                .param("message", message.id())
                .param("round", message.round())
                .query((row, n) -> new Tried(
                        MessageChannel.valueOf(row.getString("channel")),
                        row.getTimestamp("began_at").toInstant(),
                        Optional.ofNullable(row.getString("outcome"))
                                .map(AttemptOutcome::valueOf)
                                .orElse(null)))
                .list();
    }

    /** Not now. */
    void postpone(Due message, Instant until) {
        jdbc.sql("""
                        update integration.message set next_at = :until
                        where id = :id and state = 'WAITING' and next_at = :claim
                        """)
                .param("until", time(until))
                .param("id", message.id())
                .param("claim", time(message.claimedUntil()))
                .update();
    }

    /** Not at all. */
    void end(Due message, MessageState state, MessageReason reason) {
        jdbc.sql("""
                        update integration.message
                        set state = :state, reason = :reason, next_at = null, ended_at = :now
                        where id = :id and state = 'WAITING' and next_at = :claim
                        """)
                .param("state", state.name())
                .param("reason", reason.name())
                .param("now", time(now()))
                .param("id", message.id())
                .param("claim", time(message.claimedUntil()))
                .update();
    }

    /** No receipt came in time: what was sent is to go by the next channel. */
    @Transactional
    void missed(Due message) {
        Instant now = now();
        jdbc.sql("""
                        update integration.message_attempt
                        set outcome = 'UNDELIVERED', detail = 'no receipt', ended_at = :now
                        where message = :message and round = :round and outcome = 'TAKEN'
                        """)
                .param("now", time(now))
                .param("message", message.id())
                .param("round", message.round())
                .update();
        jdbc.sql("""
                        update integration.message set state = 'WAITING', ended_at = null
                        where id = :id and state = 'SENT' and next_at = :claim
                        """)
                .param("id", message.id())
                .param("claim", time(message.claimedUntil()))
                .update();
    }

    /** There is no next channel: it stays sent, and that is all that is known. */
    void leaveSent(Due message) {
        jdbc.sql("update integration.message set next_at = null where id = :id and state = 'SENT' and next_at = :claim")
                .param("id", message.id())
                .param("claim", time(message.claimedUntil()))
                .update();
    }

    /** @return empty when the message is no longer this copy's to send */
    @Transactional
    Optional<UUID> begin(Outgoing message) {
        Instant now = now();
        return jdbc.sql("""
                        insert into integration.message_attempt (id, message, round, channel, began_at)
                        select :id, m.id, m.round, :channel, :now from integration.message m
                        where m.id = :message and m.state = 'WAITING' and m.next_at = :claim and m.next_at > :now
                        for update of m
                        returning id
                        """)
                .param("id", UUID.randomUUID())
                .param("channel", message.channel().name())
                .param("now", time(now))
                .param("message", message.id())
                .param("claim", time(message.claimedUntil()))
                .query(UUID.class)
                .optional();
    }

    /** It is out. Whatever was decided meanwhile, it cannot be called back. */
    @Transactional
    void taken(UUID attempt, List<String> parts) {
        Instant now = now();
        ended(attempt, AttemptOutcome.TAKEN, null, now);
        jdbc.sql("""
                        update integration.message m
                        set state = 'SENT', reason = null, ended_at = :now,
                            next_at = case when :receipts then :until::timestamptz end
                        from integration.message_attempt a
                        where a.id = :attempt and m.id = a.message and m.state in ('WAITING', 'WITHHELD', 'FAILED')
                        """)
                .param("now", time(now))
                .param("receipts", !parts.isEmpty())
                .param("until", time(now.plus(receiptWithin)))
                .param("attempt", attempt)
                .update();
        // A receipt may have been faster; and gateways count anew one day.
        for (String part : parts.stream().sorted().toList()) {
            jdbc.sql("""
                            insert into integration.message_part as p (id, attempt, at) values (:id, :attempt, :now)
                            on conflict (id) do update set attempt = excluded.attempt, at = excluded.at,
                                arrived = case when p.attempt is null then p.arrived end
                            """)
                    .param("id", part)
                    .param("attempt", attempt)
                    .param("now", time(now))
                    .update();
        }
        settle(attempt, now);
    }

    /** A gateway says what became of a part of a text message. */
    @Transactional
    void heard(String part, boolean arrived) {
        Instant now = now();
        jdbc.sql("""
                        insert into integration.message_part as p (id, arrived, at) values (:id, :arrived, :now)
                        on conflict (id) do update set arrived = excluded.arrived
                        returning attempt
                        """)
                .param("id", part)
                .param("arrived", arrived)
                .param("now", time(now))
                .query((row, n) -> Optional.ofNullable(row.getObject("attempt", UUID.class)))
                .single()
                .ifPresent(attempt -> settle(attempt, now));
    }

    /** A text message arrived when all of its parts did. */
    private void settle(UUID attempt, Instant now) {
        record Parts(UUID message, boolean lost, boolean whole) {}
        // Of two receipts at the same moment the later sees what the earlier said.
        jdbc.sql("select id from integration.message_attempt where id = :attempt for update")
                .param("attempt", attempt)
                .query(UUID.class)
                .single();
        Parts parts = jdbc.sql("""
                        select a.message, coalesce(bool_or(not p.arrived), false) as lost,
                            coalesce(bool_and(coalesce(p.arrived, false)), false) as whole
                        from integration.message_attempt a
                        left join integration.message_part p on p.attempt = a.id
                        where a.id = :attempt group by a.message
                        """)
                .param("attempt", attempt)
                .query((row, n) -> new Parts(
                        row.getObject("message", UUID.class), row.getBoolean("lost"), row.getBoolean("whole")))
                .single();
        if (parts.whole()) {
            ended(attempt, AttemptOutcome.DELIVERED, null, now);
            // Even if it was given up: then it need not go by another channel.
            jdbc.sql("""
                            update integration.message
                            set state = 'DELIVERED', reason = null, next_at = null, ended_at = :now where id = :message
                            """)
                    .param("now", time(now))
                    .param("message", parts.message())
                    .update();
        } else if (parts.lost()) {
            ended(attempt, AttemptOutcome.UNDELIVERED, null, now);
            // Unless it is on its way by another channel already.
            jdbc.sql("""
                            update integration.message m set state = 'WAITING', next_at = :now, ended_at = null
                            where m.id = :message and m.state = 'SENT' and not exists (
                                select from integration.message_attempt this
                                join integration.message_attempt later
                                    on later.message = this.message and later.began_at > this.began_at
                                where this.id = :attempt)
                            """)
                    .param("now", time(now))
                    .param("message", parts.message())
                    .param("attempt", attempt)
                    .update();
        }
    }

    /** Not this time: the next channel at once if it was refused, else this one again, later and later. */
    @Transactional
    void failed(UUID attempt, AttemptOutcome outcome, String detail) {
        Instant now = now();
        ended(attempt, outcome, detail, now);
        record Before(UUID message, int failures) {}
        Before before = jdbc.sql("""
                        select a.message, count(b.id)::integer as failures
                        from integration.message_attempt a
                        join integration.message_attempt b
                            on b.message = a.message and b.round = a.round and b.channel = a.channel
                        where a.id = :attempt group by a.message
                        """)
                .param("attempt", attempt)
                .query((row, n) -> new Before(row.getObject("message", UUID.class), row.getInt("failures")))
                .single();
        jdbc.sql("update integration.message set next_at = :next where id = :message and state = 'WAITING'")
                .param("next", time(outcome.closes() ? now : now.plus(backOff(before.failures()))))
                .param("message", before.message())
                .update();
    }

    /** @return whether there is such a message, and it had ended */
    @Transactional
    boolean sendAgain(UUID id) {
        return jdbc.sql("""
                                update integration.message
                                set state = 'WAITING', round = round + 1, reason = null, next_at = :now, ended_at = null
                                where id = :id and state <> 'WAITING'
                                """).param("now", time(now())).param("id", id).update() == 1;
    }

    /** Forgets what is old. */
    @Transactional
    void forgetBefore(Instant time) {
        jdbc.sql("delete from integration.message where planned_at < :time and state <> 'WAITING'")
                .param("time", time(time))
                .update();
        jdbc.sql("delete from integration.message_part where attempt is null and at < :time")
                .param("time", time(now().minus(Duration.ofDays(7))))
                .update();
    }

    private void ended(UUID attempt, AttemptOutcome outcome, @Nullable String detail, Instant now) {
        jdbc.sql("""
                        update integration.message_attempt set outcome = :outcome, detail = :detail, ended_at = :now
                        where id = :id
                        """)
                .param("outcome", outcome.name())
                .param("detail", detail)
                .param("now", time(now))
                .param("id", attempt)
                .update();
    }

    private static Duration backOff(int failures) {
        Duration wait = FIRST_RETRY.multipliedBy((long) Math.pow(3, Math.min(failures - 1, 10)));
        return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
