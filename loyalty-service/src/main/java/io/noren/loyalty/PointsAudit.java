package io.noren.loyalty;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Proves that what is kept of the members' points is what their ledger comes to: some accounts with each statement, so
 * that neither memory nor a snapshot grows with the ledger. An account is compared at one moment, and no account has to
 * do with another.
 */
@Component
public class PointsAudit {
    static final UUID BEGIN = new UUID(0, 0);

    /** Beyond that the trouble is known well enough. */
    static final int MOST_DIFFERENCES = 1_000;

    /** Accounts that are compared with one statement. */
    private static final int SLICE = 1_000;

    private final JdbcClient sql;
    private final Clock clock;

    PointsAudit(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Two numbers that must be the same and are not.
     *
     * @param id the account, or the lot
     * @param what which number of it
     * @param kept as it stands there
     * @param derived as it follows from rows that are only ever added, or from open redemptions
     */
    public record Difference(UUID account, UUID id, What what, long kept, long derived) {}

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

    /**
     * What was found.
     *
     * @param checkedAt when it began: no account was compared before
     * @param accounts how many were compared
     * @param differences it ends after the slice that brings them to 1,000
     * @param next where to go on; null when all are checked
     */
    public record Report(
            Instant checkedAt,
            long accounts,
            List<Difference> differences,
            @Nullable UUID next) {}

    /** All of them; empty when all is well. */
    public List<Difference> differences() {
        return check(null, Duration.ofDays(1)).differences();
    }

    /**
     * Accounts one after the other.
     *
     * @param after the {@code next} of the report before; null from the beginning
     * @param within how long it may take; it ends after the slice in which that has passed
     */
    public Report check(@Nullable UUID after, Duration within) {
        Instant began = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long deadline = System.nanoTime() + within.toNanos();
        List<Difference> differences = new ArrayList<>();
        long accounts = 0;
        UUID from = after == null ? BEGIN : after;
        while (true) {
            Slice slice = slice(from, SLICE);
            differences.addAll(slice.differences());
            accounts += slice.accounts();
            if (slice.last().isEmpty()) {
                return new Report(began, accounts, differences, null);
            }
            from = slice.last().get();
            if (differences.size() >= MOST_DIFFERENCES || System.nanoTime() >= deadline) {
                return new Report(began, accounts, differences, from);
            }
        }
    }

    /** @param last empty when nothing follows */
    record Slice(long accounts, Optional<UUID> last, List<Difference> differences) {}

    /** The accounts behind one, so many, and those of their numbers that do not add up. */
    Slice slice(UUID after, int size) {
        List<UUID> accounts = sql.sql("select id from loyalty.member where id > ? order by id limit ?")
                .param(after)
                .param(size)
                .query(UUID.class)
                .list();
        Optional<UUID> last = accounts.size() < size ? Optional.empty() : Optional.of(accounts.get(size - 1));
        return new Slice(accounts.size(), last, differences(accounts));
    }

    /** Of these accounts and their lots, by account. */
    List<Difference> differences(Collection<UUID> accounts) {
        return sql.sql("""
                        with asked as (select * from unnest(?::uuid[]) as asked (account)),
                        lot as (select l.* from asked join loyalty.points_lot l using (account))
                        select account, account as id, 'BALANCE' as what,
                               coalesce(b.points, 0) as kept, coalesce(e.points, 0) as derived
                        from asked
                        left join loyalty.points_balance b using (account)
                        left join lateral (select sum(points)::bigint as points
                                           from loyalty.points_entry where account = asked.account) e on true
                        where coalesce(b.points, 0) <> coalesce(e.points, 0)
                        union all
                        select account, account, 'LOTS_AND_DEBT',
                               coalesce(b.points, 0), coalesce(l.remaining, 0) - coalesce(b.debt, 0)
                        from asked
                        left join loyalty.points_balance b using (account)
                        left join (select account, sum(remaining)::bigint as remaining
                                   from lot group by account) l using (account)
                        where coalesce(b.points, 0) <> coalesce(l.remaining, 0) - coalesce(b.debt, 0)
                        union all
                        select account, l.id, 'REMAINING', l.remaining, l.points + coalesce(c.points, 0)
                        from lot l
                        left join lateral (select sum(points)::bigint as points
                                           from loyalty.points_lot_change where lot = l.id) c on true
                        where l.remaining <> l.points + coalesce(c.points, 0)
                        union all
                        select account, l.id, 'HELD', l.held, coalesce(r.points, 0)
                        from lot l
                        left join lateral (select sum(p.points)::bigint as points
                                           from loyalty.redemption_lot p join loyalty.redemption r on r.id = p.redemption
                                           where p.lot = l.id and r.state = 'RESERVED') r on true
                        where l.held <> coalesce(r.points, 0)
                        order by account, what, id
                        """)
                .param(accounts.stream().map(UUID::toString).toArray(String[]::new))
                .query((row, number) -> new Difference(
                        row.getObject("account", UUID.class),
                        row.getObject("id", UUID.class),
                        What.valueOf(row.getString("what")),
                        row.getLong("kept"),
                        row.getLong("derived")))
                .list();
    }
}
