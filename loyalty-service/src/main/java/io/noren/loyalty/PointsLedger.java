package io.noren.loyalty;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The members' points: entries that are only ever added, the lots in which points are earned, taken back and spent, and
 * their sums. Announces {@link PointsChanged}.
 */
@Component
public class PointsLedger {
    /** The source of what no till or shop has told. */
    static final String OURSELVES = "noren";

    private static final int MOST_ENTRIES = 500;
    /** An account goes to another member once in a while; never so often at one moment. */
    private static final int MOST_MOVES = 10;

    private static final String ADD_ENTRY = """
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            values (:id, :account, :points, :purpose, :against, :source, :sourceTransaction,
                                    :occurredAt::timestamptz, :recordedAt::timestamptz)
                            on conflict (source, source_transaction, purpose) where purpose in ('EARN', 'RETURN') do nothing
            """;

    private final JdbcClient sql;
    private final PointsTerms terms;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    PointsLedger(JdbcClient sql, PointsTerms terms, ApplicationEventPublisher facts, Clock clock) {
        this.sql = sql;
        this.terms = terms;
        this.facts = facts;
        this.clock = clock;
    }

    /** What a member has over all accounts; nothing for an id nobody knows. */
    @Transactional(readOnly = true)
    public Points balance(UUID member) {
        Instant now = clock.instant();
        return sql.sql("""
                        select coalesce(sum(l.remaining - l.held) filter (where not l.pending), 0)::bigint as free,
                               coalesce(sum(l.remaining - l.held) filter (where l.pending), 0)::bigint as pending,
                               min(l.expires_at) as next_expiry,
                               (select coalesce(sum(b.debt), 0)::bigint
                                from loyalty.member m join loyalty.points_balance b on b.account = m.id
                                where m.id = :member or m.part_of = :member) as debt
                        from (select l.*, coalesce(l.pending_until > :now::timestamptz, false) as pending
                              from loyalty.member m join loyalty.points_lot l on l.account = m.id
                              where (m.id = :member or m.part_of = :member) and l.remaining > l.held
                                and coalesce(l.expires_at > :now::timestamptz, true)) l
                        """)
                .param("member", member)
                .param("now", now.toString())
                .query((row, number) -> Points.of(
                        row.getLong("free"),
                        row.getLong("pending"),
                        row.getLong("debt"),
                        day(row.getTimestamp("next_expiry"))))
                .single();
    }

    private @Nullable LocalDate day(@Nullable Timestamp expiry) {
        return expiry == null ? null : expiry.toInstant().atZone(terms.zone()).toLocalDate();
    }

    /**
     * The latest entries of a member, newest first.
     *
     * @param limit at most 500
     */
    @Transactional(readOnly = true)
    public List<PointsEntry> entries(UUID member, int limit) {
        return sql.sql("""
                        select e.*
                        from loyalty.points_entry e join loyalty.member m on m.id = e.account
                        where m.id = :member or m.part_of = :member
                        order by e.recorded_at desc, e.id desc
                        limit :limit
                        """)
                .param("member", member)
                .param("limit", Math.min(limit, MOST_ENTRIES))
                .query(PointsLedger::entry)
                .list();
    }

    /**
     * Books what a purchase earned as a lot of its own. A debt of the account is paid from it first.
     *
     * @param pendingUntil when it becomes spendable; null when at once
     * @param expiresAt when what remains lapses; null when never
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void earn(PointsEntry entry, @Nullable Instant pendingUntil, @Nullable Instant expiresAt) {
        UUID member = memberAlone(entry.account());
        int booked = sql.sql("""
                        with entry as (
                        """ + ADD_ENTRY + """
                            returning id, account, points, recorded_at),
                        paid as (
                            select e.*, least(e.points, coalesce(b.debt, 0)) as debt
                            from entry e left join loyalty.points_balance b using (account)),
                        lot as (
                            insert into loyalty.points_lot
                                (id, account, points, remaining, earned_at, pending_until, expires_at)
                            select id, account, points, points - debt, :occurredAt::timestamptz,
                                   :pendingUntil::timestamptz, :expiresAt::timestamptz
                            from paid),
                        change as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select id, id, -debt from paid where debt > 0)
                        insert into loyalty.points_balance as kept (account, points, changed_at)
                        select account, points, recorded_at from paid
                        on conflict (account) do update
                        set points = kept.points + excluded.points,
                            debt = kept.debt - least(kept.debt, excluded.points),
                            changed_at = greatest(kept.changed_at, excluded.changed_at)
                        """)
                .params(params(entry))
                .param("pendingUntil", text(pendingUntil))
                .param("expiresAt", text(expiresAt))
                .update();
        if (booked == 1) {
            announce(entry, member);
        }
    }

    /**
     * Takes points back from an account: from this lot first, then from those that lapse soonest, pending ones as well.
     * What they do not have becomes a debt. What redemptions hold is left to them.
     *
     * @param entry of less than 0 points
     * @param first the lot of the purchase that comes back, where it is known
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void takeBack(PointsEntry entry, @Nullable UUID first) {
        UUID member = memberAlone(entry.account());
        int booked = sql.sql("""
                        with entry as (
                        """ + ADD_ENTRY + """
                            returning id, account, points, recorded_at),
                        there as (
                            select l.id, l.remaining - l.held as free,
                                   sum(l.remaining - l.held)
                                       over (order by l.id is not distinct from :first::uuid desc,
                                             l.expires_at, l.earned_at, l.id) as upto
                            from entry e join loyalty.points_lot l using (account)
                            where l.remaining > l.held),
                        taken as (
                            select t.id, least(t.free, -e.points - (t.upto - t.free)) as points
                            from entry e, there t
                            where t.upto - t.free < -e.points),
                        lots as (
                            update loyalty.points_lot l set remaining = l.remaining - t.points
                            from taken t where t.id = l.id),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, t.id, -t.points from entry e, taken t)
                        insert into loyalty.points_balance as kept (account, points, debt, changed_at)
                        select e.account, e.points, -e.points - coalesce((select sum(points) from taken), 0),
                               e.recorded_at
                        from entry e
                        on conflict (account) do update
                        set points = kept.points + excluded.points,
                            debt = kept.debt + excluded.debt,
                            changed_at = greatest(kept.changed_at, excluded.changed_at)
                        """)
                .params(params(entry))
                .param("first", first == null ? null : first.toString())
                .update();
        if (booked == 1) {
            announce(entry, member);
        }
    }

    /**
     * The member of an account, whose points nobody else moves until this transaction ends: one at a time over all
     * accounts, so that what is spent is there, and what is announced is what they have.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    UUID memberAlone(UUID account) {
        for (int attempt = 0; attempt < MOST_MOVES; attempt++) {
            // No row, when the account went to another member while this waited for the first one.
            Optional<UUID> member =
                    sql.sql("""
                            select r.id
                            from loyalty.member a join loyalty.member r on r.id = coalesce(a.part_of, a.id)
                            where a.id = ? and r.part_of is null
                            for no key update of r
                            """).param(account).query(UUID.class).optional();
            if (member.isPresent()) {
                return member.get();
            }
        }
        throw new IllegalStateException("Account " + account + " does not exist, or never rests with one member");
    }

    /** The same for the same booking, so that whoever hears of it twice can tell. */
    static UUID idOf(String source, String sourceTransaction, PointsPurpose purpose) {
        String key = "points\n" + source + '\n' + sourceTransaction + '\n' + purpose;
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    /** Says what the member has after this entry. */
    void announce(PointsEntry entry, UUID member) {
        Points now = balance(member);
        facts.publishEvent(new PointsChanged(
                entry.id(),
                member,
                entry.account(),
                entry.points(),
                now.spendable(),
                now.debt(),
                entry.purpose().name(),
                entry.source(),
                entry.sourceTransaction(),
                entry.occurredAt(),
                entry.recordedAt()));
    }

    private static Map<String, Object> params(PointsEntry entry) {
        return Map.of(
                "id", entry.id(),
                "account", entry.account(),
                "points", entry.points(),
                "purpose", entry.purpose().name(),
                "against", entry.purpose().against(),
                "source", entry.source(),
                "sourceTransaction", entry.sourceTransaction(),
                "occurredAt", entry.occurredAt().toString(),
                "recordedAt", entry.recordedAt().toString());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static PointsEntry entry(ResultSet row, int number) throws SQLException {
        return new PointsEntry(
                row.getObject("id", UUID.class),
                row.getObject("account", UUID.class),
                row.getLong("points"),
                PointsPurpose.valueOf(row.getString("purpose")),
                row.getString("source"),
                row.getString("source_transaction"),
                row.getTimestamp("occurred_at").toInstant(),
                row.getTimestamp("recorded_at").toInstant());
    }
}
