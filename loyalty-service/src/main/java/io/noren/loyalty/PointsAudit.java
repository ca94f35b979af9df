package io.noren.loyalty;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Proves that what is kept of the members' points is what their ledger comes to. */
@Component
public class PointsAudit {
    private final JdbcClient sql;

    PointsAudit(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Two numbers that must be the same and are not.
     *
     * @param id the account, or the lot
     * @param what which number of it
     * @param kept as it stands there
     * @param derived as it follows from rows that are only ever added, or from open redemptions
     */
    public record Difference(UUID id, What what, long kept, long derived) {}

    /** A number that is kept because it takes long to add up. */
    public enum What {
        /** An account's points are the sum of its entries. */
        BALANCE,
        /** What an account's lots have left, less its debt, is its balance. */
        LOTS_AND_DEBT,
        /** What a lot has left is what was earned with what entries took from it and gave back. */
        REMAINING,
        /** What a lot holds is what open redemptions reserve of it. */
        HELD
    }

    /** Empty when all is well. */
    @Transactional(readOnly = true)
    public List<Difference> differences() {
        return sql.sql("""
                        with lots as (
                            select account, sum(remaining)::bigint as remaining from loyalty.points_lot group by account)
                        select account as id, 'BALANCE' as what,
                               coalesce(b.points, 0) as kept, coalesce(e.points, 0) as derived
                        from loyalty.points_balance b
                        full join (select account, sum(points)::bigint as points
                                   from loyalty.points_entry group by account) e using (account)
                        where coalesce(b.points, 0) <> coalesce(e.points, 0)
                        union all
                        select account, 'LOTS_AND_DEBT',
                               coalesce(b.points, 0), coalesce(l.remaining, 0) - coalesce(b.debt, 0)
                        from loyalty.points_balance b full join lots l using (account)
                        where coalesce(b.points, 0) <> coalesce(l.remaining, 0) - coalesce(b.debt, 0)
                        union all
                        select l.id, 'REMAINING', l.remaining, l.points + coalesce(c.points, 0)
                        from loyalty.points_lot l
                        left join (select lot, sum(points)::bigint as points
                                   from loyalty.points_lot_change group by lot) c on c.lot = l.id
                        where l.remaining <> l.points + coalesce(c.points, 0)
                        union all
                        select l.id, 'HELD', l.held, coalesce(r.points, 0)
                        from loyalty.points_lot l
                        left join (select p.lot, sum(p.points)::bigint as points
                                   from loyalty.redemption_lot p join loyalty.redemption r on r.id = p.redemption
                                   where r.state = 'RESERVED' group by p.lot) r on r.lot = l.id
                        where l.held <> coalesce(r.points, 0)
                        order by 1, 2
                        """)
                .query((row, number) -> new Difference(
                        row.getObject("id", UUID.class),
                        What.valueOf(row.getString("what")),
                        row.getLong("kept"),
                        row.getLong("derived")))
                .list();
    }
}
