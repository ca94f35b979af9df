package io.noren.loyalty;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What members have at this moment, over all their accounts, as their lots and debts say. */
@Component
class PointsBalances {
    private final JdbcClient sql;
    private final PointsTerms terms;
    private final Clock clock;

    PointsBalances(JdbcClient sql, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.terms = terms;
        this.clock = clock;
    }

    Points of(UUID member) {
        return Objects.requireNonNull(of(Set.of(member)).get(member));
    }

    /** By member; nothing for an id nobody knows. */
    Map<UUID, Points> of(Set<UUID> members) {
        Map<UUID, Points> balances = new HashMap<>();
        sql.sql("""
                        with account as (
                            select asked as member, asked as account from unnest(:members::uuid[]) as asked
                            union all
                            select part_of, id from loyalty.member where part_of = any(:members::uuid[])),
                        debts as (
                            select a.member, sum(b.debt)::bigint as debt
                            from account a join loyalty.points_balance b using (account) group by a.member),
                        lots as (
                            select l.member,
                                   sum(l.left_over) filter (where not l.pending)::bigint as free,
                                   sum(l.left_over) filter (where l.pending)::bigint as pending,
                                   min(l.expires_at) as next_expiry,
                                   sum(l.left_over) filter (where l.expires_at = l.first_expiry)::bigint as expiring
                            from (
                                select a.member, l.remaining - l.held as left_over, l.expires_at,
                                       coalesce(l.pending_until > :now::timestamptz, false) as pending,
                                       min(l.expires_at) over (partition by a.member) as first_expiry
                                from account a join loyalty.points_lot l using (account)
                                where l.remaining > l.held
                                  and coalesce(l.expires_at > :now::timestamptz, true)) l
                            group by l.member)
                        select asked as member, coalesce(l.free, 0) as free, coalesce(l.pending, 0) as pending,
                               l.next_expiry, l.expiring, coalesce(d.debt, 0) as debt
                        from unnest(:members::uuid[]) as asked
                        left join lots l on l.member = asked
                        left join debts d on d.member = asked
                        """)
                .param("members", members.stream().map(UUID::toString).toArray(String[]::new))
                .param("now", clock.instant().toString())
                .query(row -> {
                    balances.put(
                            row.getObject("member", UUID.class),
                            Points.of(
                                    row.getLong("free"),
                                    row.getLong("pending"),
                                    row.getLong("debt"),
                                    day(row.getTimestamp("next_expiry")),
                                    row.getObject("expiring", Long.class)));
                });
        return balances;
    }

    private @Nullable LocalDate day(@Nullable Timestamp expiry) {
        return expiry == null ? null : expiry.toInstant().atZone(terms.zone()).toLocalDate();
    }
}
