package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** What the programme owes its members, by when it lapses: the number that accounting asks for. */
@Component
public class PointsLiability {
    private final JdbcClient sql;
    private final PointsTerms terms;
    private final Clock clock;

    PointsLiability(JdbcClient sql, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.terms = terms;
        this.clock = clock;
    }

    /**
     * The whole programme at one moment. {@code outstanding} is the sum of the months; less {@code debt} it is the sum of
     * all entries.
     *
     * @param pending of what is outstanding, what cannot be spent yet
     * @param reserved of what is outstanding, what redemptions hold
     * @param debt what members owe, which new points pay first
     */
    public record Report(Instant asOf, long outstanding, long pending, long reserved, long debt, List<Month> months) {}

    /**
     * Points that lapse in one month.
     *
     * @param month of the last days on which they can be spent, in the programme's zone; null of those that never lapse
     */
    public record Month(@Nullable YearMonth month, long points) {}

    /** Of one member, over all accounts: what they have left, by the month in which it lapses. */
    @Transactional(readOnly = true)
    public List<Month> of(UUID member) {
        return sql.sql("""
                        select to_char((l.expires_at - interval '1 microsecond') at time zone :zone, 'YYYY-MM') as month,
                               sum(l.remaining)::bigint as points
                        from loyalty.points_lot l join loyalty.member m on m.id = l.account
                        where (m.id = :member or m.part_of = :member) and l.remaining > 0
                        group by 1 order by 1 nulls last
                        """)
                .param("zone", terms.zone().getId())
                .param("member", member)
                .query(PointsLiability::month)
                .list();
    }

    private static Month month(ResultSet row, int number) throws SQLException {
        String month = row.getString("month");
        return new Month(month == null ? null : YearMonth.parse(month), row.getLong("points"));
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Report report() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // A lot lapses at the midnight after its last day.
        List<Month> months = sql.sql("""
                        select to_char((expires_at - interval '1 microsecond') at time zone ?, 'YYYY-MM') as month,
                               sum(remaining)::bigint as points
                        from loyalty.points_lot where remaining > 0
                        group by 1 order by 1 nulls last
                        """)
                .param(terms.zone().getId())
                .query(PointsLiability::month)
                .list();
        long outstanding = months.stream().mapToLong(Month::points).sum();
        return sql.sql("""
                        select coalesce(sum(remaining) filter (where pending_until > :now::timestamptz), 0)::bigint as pending,
                               coalesce(sum(held), 0)::bigint as reserved,
                               (select coalesce(sum(debt), 0)::bigint from loyalty.points_balance) as debt
                        from loyalty.points_lot where remaining > 0
                        """)
                .param("now", now.toString())
                .query((row, number) -> new Report(
                        now, outstanding, row.getLong("pending"), row.getLong("reserved"), row.getLong("debt"), months))
                .single();
    }
}
