package io.noren.loyalty;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The members' points: entries that are only ever added, and their sums. Announces {@link PointsChanged}. */
@Component
public class PointsLedger {
    private static final int MOST_ENTRIES = 500;

    private final JdbcClient sql;
    private final ApplicationEventPublisher facts;

    PointsLedger(JdbcClient sql, ApplicationEventPublisher facts) {
        this.sql = sql;
        this.facts = facts;
    }

    /** An account whose kept balance is not the sum of its entries. */
    public record Difference(UUID account, long kept, long sum) {}

    /** What a member has over all accounts; nothing for an id nobody knows. */
    @Transactional(readOnly = true)
    public Points balance(UUID member) {
        return Points.of(sum(member));
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

    /** Compares every kept balance with the sum of its entries; empty when all is well. */
    @Transactional(readOnly = true)
    public List<Difference> audit() {
        return sql.sql("""
                        select account, coalesce(b.points, 0) as kept, coalesce(e.points, 0) as sum
                        from loyalty.points_balance b
                        full join (select account, sum(points)::bigint as points
                                   from loyalty.points_entry group by account) e using (account)
                        where coalesce(b.points, 0) <> coalesce(e.points, 0)
                        order by account
                        """)
                .query((row, number) ->
                        new Difference(row.getObject("account", UUID.class), row.getLong("kept"), row.getLong("sum")))
                .list();
    }

    /** Adds an entry, unless the same source has booked its transaction for this purpose before. */
    @Transactional(propagation = Propagation.MANDATORY)
    void book(PointsEntry entry) {
        // One booking of a member at a time, over all accounts, so that what is announced is what they have.
        UUID member = sql.sql("""
                        select r.id
                        from loyalty.member a join loyalty.member r on r.id = coalesce(a.part_of, a.id)
                        where a.id = ?
                        for no key update of r
                        """).param(entry.account()).query(UUID.class).single();
        int booked = sql.sql("""
                        with entry as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            values (:id, :account, :points, :purpose, 'ISSUED', :source, :sourceTransaction,
                                    :occurredAt::timestamptz, :recordedAt::timestamptz)
                            on conflict (source, source_transaction, purpose) do nothing
                            returning account, points, recorded_at)
                        insert into loyalty.points_balance as kept (account, points, changed_at)
                        select account, points, recorded_at from entry
                        on conflict (account) do update
                        set points = kept.points + excluded.points,
                            changed_at = greatest(kept.changed_at, excluded.changed_at)
                        """)
                .param("id", entry.id())
                .param("account", entry.account())
                .param("points", entry.points())
                .param("purpose", entry.purpose().name())
                .param("source", entry.source())
                .param("sourceTransaction", entry.sourceTransaction())
                .param("occurredAt", entry.occurredAt().toString())
                .param("recordedAt", entry.recordedAt().toString())
                .update();
        if (booked == 1) {
            announce(entry, member);
        }
    }

    /** The same for the same booking, so that whoever hears of it twice can tell. */
    static UUID idOf(String source, String sourceTransaction, PointsPurpose purpose) {
        String key = "points\n" + source + '\n' + sourceTransaction + '\n' + purpose;
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    private void announce(PointsEntry entry, UUID member) {
        Points now = Points.of(sum(member));
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

    private long sum(UUID member) {
        return sql.sql("""
                        select coalesce(sum(b.points), 0)::bigint
                        from loyalty.member m join loyalty.points_balance b on b.account = m.id
                        where m.id = :member or m.part_of = :member
                        """).param("member", member).query(Long.class).single();
    }

    private static PointsEntry entry(ResultSet row, int number) throws SQLException {
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
