package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Settles what members who part have spent of each other's points: each lot has back what somebody of the other side
 * spent of it, and whoever spent it pays with their own, or owes. Over all accounts that is nothing.
 */
@Component
class PointsSettlement {
    private final JdbcClient sql;
    private final PointsLedger ledger;
    private final PointsTerms terms;

    PointsSettlement(JdbcClient sql, PointsLedger ledger, PointsTerms terms) {
        this.sql = sql;
        this.ledger = ledger;
        this.terms = terms;
    }

    private record Spent(UUID account, long points) {}

    /**
     * @param member as long as they are one; nobody else moves its points
     * @param leaving the accounts that part from the others
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void settle(UUID merge, UUID member, List<UUID> leaving, Instant now) {
        List<Spent> spent = sql.sql("""
                        select r.account, sum(p.points - p.given_back - p.settled)::bigint as points
                        """ + ACROSS + " group by r.account order by r.account")
                .param("member", member)
                .param("leaving", leaving)
                .query((row, number) -> new Spent(row.getObject("account", UUID.class), row.getLong("points")))
                .list();
        if (spent.isEmpty()) {
            return;
        }
        makeGood(merge, member, leaving, now);
        // After the lots have theirs back: who owes and is owed pays with that first.
        for (Spent by : spent) {
            ledger.takeBack(
                    new PointsEntry(
                            UUID.randomUUID(),
                            by.account(),
                            -by.points(),
                            PointsPurpose.SETTLE,
                            PointsLedger.OURSELVES,
                            merge.toString(),
                            now,
                            now),
                    null);
        }
    }

    /** Redemptions of one side that took from lots of the other, as far as nobody has made that good. */
    private static final String ACROSS = """
            from loyalty.redemption r
            join loyalty.member a on a.id = r.account
            join loyalty.redemption_lot p on p.redemption = r.id
            join loyalty.points_lot l on l.id = p.lot
            join loyalty.member o on o.id = l.account
            where r.state = 'CAPTURED' and p.points > p.given_back + p.settled
              and coalesce(a.part_of, a.id) = :member and coalesce(o.part_of, o.id) = :member
              and (r.account in (:leaving)) <> (l.account in (:leaving))
            """;

    private void makeGood(UUID merge, UUID member, List<UUID> leaving, Instant now) {
        List<PointsEntry> booked = sql.sql("""
                        with owed as (
                            select p.redemption, p.lot, l.account, p.points - p.given_back - p.settled as points
                        """ + ACROSS + """
                            ),
                        settled as (
                            update loyalty.redemption_lot p set settled = p.settled + o.points
                            from owed o where o.redemption = p.redemption and o.lot = p.lot),
                        by_lot as (
                            select lot, account, sum(points)::bigint as points from owed group by lot, account),
                        lots as (
                            update loyalty.points_lot l
                            set remaining = l.remaining + b.points,
                                expires_at = case when l.expires_at is not null
                                                  then greatest(l.expires_at, :atLeastUntil::timestamptz) end
                            from by_lot b where b.lot = l.id),
                        entries as (
                            insert into loyalty.points_entry
                                (id, account, points, purpose, against, source, source_transaction,
                                 occurred_at, recorded_at)
                            select gen_random_uuid(), account, sum(points), 'SETTLE', 'SETTLEMENT', :ourselves,
                                   :transaction, :now::timestamptz, :now::timestamptz
                            from by_lot group by account
                            returning *),
                        changes as (
                            insert into loyalty.points_lot_change (entry, lot, points)
                            select e.id, b.lot, b.points from entries e join by_lot b using (account)),
                        balances as (
                            update loyalty.points_balance b
                            set points = b.points + e.points, changed_at = greatest(b.changed_at, e.recorded_at)
                            from entries e where e.account = b.account)
                        select * from entries
                        """)
                .params(Map.of(
                        "member",
                        member,
                        "leaving",
                        leaving,
                        "ourselves",
                        PointsLedger.OURSELVES,
                        "transaction",
                        merge.toString(),
                        "atLeastUntil",
                        terms.earliestExpiryOfGivenBack(now).toString(),
                        "now",
                        now.toString()))
                .query(PointsLedger::entry)
                .list();
        ledger.announce(booked, member);
    }
}
