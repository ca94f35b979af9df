package io.noren.loyalty;

import io.noren.loyalty.PointsDryRun.Comparison;
import io.noren.loyalty.PointsDryRun.Differing;
import io.noren.loyalty.PointsDryRun.Month;
import io.noren.loyalty.PointsDryRun.Place;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Past purchases reckoned by other rules. One statement reads them all, as of its moment, and gives back sums; a million
 * are no more to hold than a thousand.
 */
@Component
class PointsRecount {
    private static final LocalDate NEVER = LocalDate.MAX;

    private final JdbcClient sql;
    private final PointsRules rules;
    private final PointsTerms terms;
    private final Clock clock;

    PointsRecount(JdbcClient sql, PointsRules rules, PointsTerms terms, Clock clock) {
        this.sql = sql;
        this.rules = rules;
        this.terms = terms;
        this.clock = clock;
    }

    /** What is left of each sale, and each return whose sale nobody told; with what it is worth by the other rules. */
    private static final String RECKONED = """
            with sale as (
                select * from loyalty.purchase
                where kind = 'SALE' and occurred_at >= :from::timestamptz and occurred_at < :until::timestamptz),
            came_back as (
                select s.id, sum(r.total) as total, sum(r.points) as points
                from sale s
                join loyalty.purchase r
                    on r.source = s.source and r.return_of = s.source_transaction
                   and r.kind = 'RETURN' and r.account = s.account and r.currency = s.currency
                group by s.id),
            counted as (
                select s.id, s.account, s.source, s.source_transaction, s.channel, s.location, s.occurred_at,
                       s.currency, s.total, s.points_rules, 1 as sign,
                       greatest(0, s.total - coalesce(b.total, 0)) as worth, s.points + coalesce(b.points, 0) as given
                from sale s left join came_back b on b.id = s.id
                union all
                select r.id, r.account, r.source, r.source_transaction, r.channel, r.location, r.occurred_at,
                       r.currency, r.total, r.points_rules, -1, r.total, r.points
                from loyalty.purchase r
                where r.kind = 'RETURN' and r.occurred_at >= :from::timestamptz and r.occurred_at < :until::timestamptz
                  and not exists (
                      select from loyalty.purchase s
                      where s.source = r.source and s.source_transaction = r.return_of and s.kind = 'SALE'
                        and s.account = r.account and s.currency = r.currency)),
            -- div and mod are exact, where a quotient with its decimals need not be.
            reckoned as materialized (
                select c.*, (c.occurred_at at time zone :zone)::date as day,
                       (c.sign * (div(c.worth, rate.per) + case :rounding
                           when 'DOWN' then 0
                           when 'UP' then (mod(c.worth, rate.per) > 0)::int
                           else (mod(c.worth, rate.per) * 2 >= rate.per)::int end))::bigint as proposed
                from counted c
                left join unnest(:currencies::text[], :amounts::numeric[]) as told (currency, per) using (currency)
                cross join lateral (select coalesce(told.per, 1) as per) rate)
            """;

    private static final String SUMS = """
            select 'ALL' as part, null as channel, null as location, null::date as day, null::bigint as version,
                   count(*) filter (where sign > 0) as count, count(*) filter (where sign < 0) as others,
                   coalesce(sum(given), 0)::bigint as given, coalesce(sum(proposed), 0)::bigint as proposed,
                   null::uuid as id, null as source, null as source_transaction, null::timestamptz as occurred_at,
                   null as currency, null::numeric as total
            from reckoned
            union all
            select 'MEMBERS', null, null, null, null, count(*) filter (where proposed > given),
                   count(*) filter (where proposed < given), 0, 0, null, null, null, null, null, null
            from (select sum(r.given) as given, sum(r.proposed) as proposed
                  from reckoned r join loyalty.member m on m.id = r.account
                  group by coalesce(m.part_of, m.id)) members
            union all
            select 'OFFERS', null, null, null, null, 0, 0, coalesce(sum(b.remaining), 0)::bigint, 0,
                   null, null, null, null, null, null
            from reckoned r join loyalty.purchase_bonus b using (source, source_transaction)
            where r.sign > 0
            union all
            select 'DAY', null, null, day, points_rules, count(*), 0, sum(given)::bigint, sum(proposed)::bigint,
                   null, null, null, null, null, null
            from reckoned group by day, points_rules
            union all
            (select 'PLACE', channel, location, null, null, count(*), 0, sum(given)::bigint, sum(proposed)::bigint,
                    null, null, null, null, null, null
             from reckoned group by channel, location
             order by abs(sum(proposed) - sum(given)) desc, channel, location limit :places)
            union all
            (select 'PURCHASE', channel, location, null, null, 1, 0, given, proposed,
                    id, source, source_transaction, occurred_at, currency, total
             from reckoned where proposed <> given
             order by abs(proposed - given) desc, occurred_at, id limit :purchases)
            """;

    /** @param until last day, in the programme's zone */
    Comparison of(PointsPolicy proposed, LocalDate from, LocalDate until) {
        Sums sums = new Sums(proposed);
        Instant asOf = clock.instant().truncatedTo(ChronoUnit.MICROS);
        sql.sql(RECKONED + SUMS)
                .param("from", from.atStartOfDay(terms.zone()).toInstant().toString())
                .param(
                        "until",
                        until.plusDays(1).atStartOfDay(terms.zone()).toInstant().toString())
                .param("zone", terms.zone().getId())
                .param("rounding", proposed.rounding().name())
                .param("currencies", currencies(proposed))
                .param("amounts", amounts(proposed))
                .param("places", PointsDryRun.MOST_PLACES)
                .param("purchases", PointsDryRun.MOST_PURCHASES)
                .query(sums::add);
        return new Comparison(
                from,
                until,
                asOf,
                sums.sales,
                sums.returns,
                sums.given,
                sums.proposed,
                sums.membersMore,
                sums.membersFewer,
                sums.ofOffers,
                sums.places,
                sums.months(),
                sums.largest);
    }

    static String[] currencies(PointsPolicy policy) {
        return policy.pointsPer().keySet().toArray(String[]::new);
    }

    static String[] amounts(PointsPolicy policy) {
        return policy.pointsPer().values().stream()
                .map(BigDecimal::toPlainString)
                .toArray(String[]::new);
    }

    private final class Sums {
        private final PointsPolicy wanted;
        private long sales;
        private long returns;
        private long given;
        private long proposed;
        private long membersMore;
        private long membersFewer;
        private long ofOffers;
        private final List<Place> places = new ArrayList<>();
        private final List<Differing> largest = new ArrayList<>();
        private final Map<LocalDate, Long> givenBy = new TreeMap<>();
        private final Map<LocalDate, Long> proposedBy = new TreeMap<>();

        private Sums(PointsPolicy wanted) {
            this.wanted = wanted;
        }

        private void add(ResultSet row) throws SQLException {
            switch (row.getString("part")) {
                case "ALL" -> {
                    sales = row.getLong("count");
                    returns = row.getLong("others");
                    given = row.getLong("given");
                    proposed = row.getLong("proposed");
                }
                case "MEMBERS" -> {
                    membersMore = row.getLong("count");
                    membersFewer = row.getLong("others");
                }
                case "OFFERS" -> ofOffers = row.getLong("given");
                case "PLACE" ->
                    places.add(new Place(
                            Channel.valueOf(row.getString("channel")),
                            row.getString("location"),
                            row.getLong("count"),
                            row.getLong("given"),
                            row.getLong("proposed")));
                case "DAY" -> addDay(row);
                case "PURCHASE" -> largest.add(differing(row));
                default -> throw new IllegalStateException("There is no such part: " + row.getString("part"));
            }
        }

        private void addDay(ResultSet row) throws SQLException {
            LocalDate day = row.getObject("day", LocalDate.class);
            PointsPolicy then = rules.recordedBy(row.getLong("version")).rules();
            givenBy.merge(monthOf(then, day), row.getLong("given"), Long::sum);
            proposedBy.merge(monthOf(wanted, day), row.getLong("proposed"), Long::sum);
        }

        private LocalDate monthOf(PointsPolicy policy, LocalDate day) {
            LocalDate last = policy.lastDay(day);
            return last == null ? NEVER : last.withDayOfMonth(1);
        }

        private List<Month> months() {
            return Stream.concat(givenBy.keySet().stream(), proposedBy.keySet().stream())
                    .distinct()
                    .sorted(Comparator.naturalOrder())
                    .map(month -> new Month(
                            month.equals(NEVER) ? null : YearMonth.from(month),
                            givenBy.getOrDefault(month, 0L),
                            proposedBy.getOrDefault(month, 0L)))
                    .toList();
        }

        private static Differing differing(ResultSet row) throws SQLException {
            return new Differing(
                    row.getObject("id", UUID.class),
                    row.getString("source"),
                    row.getString("source_transaction"),
                    Channel.valueOf(row.getString("channel")),
                    row.getString("location"),
                    row.getTimestamp("occurred_at").toInstant(),
                    new Money(row.getBigDecimal("total"), row.getString("currency")),
                    row.getLong("given"),
                    row.getLong("proposed"));
        }
    }
}
