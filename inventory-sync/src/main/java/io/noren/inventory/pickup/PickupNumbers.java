package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How well stores hand over what was ordered, by the day on which it was ordered, as the store's own clock has it. Read
 * from the orders and their lines; nothing is counted beside them.
 */
@Component
public class PickupNumbers {
    /** Of days, first and last included. */
    public static final int MOST_DAYS = 92;

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    private final JdbcClient jdbc;
    private final Clock clock;

    PickupNumbers(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Of one store, on one day or on all of them. A share is one of these counts over another: {@code onTime / due}, {@code
     * shortLines / lines}, {@code uncollected / ended}.
     *
     * @param day on which the orders were placed; null: all days together
     * @param accepted how many somebody accepted, and between placing and that: the time that half of them stayed within,
     *     and that nine of ten did; null when nobody accepted any
     * @param due orders that became ready, or should have by now
     * @param onTime those of them that were ready when it was promised first
     * @param lines that somebody looked for
     * @param shortLines those of which not all was found, by the reason that was said last
     * @param ended ready orders that were fetched, or whose time is over
     * @param uncollected those of them that nobody fetched
     * @param phantom what the books had and the shelf did not ({@code SOME_MISSING}, {@code ALL_MISSING}), in the items'
     *     units
     */
    public record Numbers(
            String location,
            @Nullable LocalDate day,
            long placed,
            long accepted,
            @Nullable Duration acceptMedian,
            @Nullable Duration acceptNineOfTen,
            long due,
            long onTime,
            long lines,
            ShortLines shortLines,
            long ended,
            long uncollected,
            BigDecimal phantom) {}

    public record ShortLines(long noVariance, long someMissing, long allMissing) {
        public long all() {
            return noVariance + someMissing + allMissing;
        }
    }

    /**
     * @param days those with orders, by location and day
     * @param totals of each location; its median is that of its orders, not of its days
     */
    public record Board(LocalDate from, LocalDate to, List<Numbers> days, List<Numbers> totals) {}

    /**
     * @param location null for all
     * @param to the last day
     * @throws Refusal {@code BAD_PERIOD}
     */
    @Transactional(readOnly = true)
    public Board between(LocalDate from, LocalDate to, @Nullable String location) {
        long days = ChronoUnit.DAYS.between(from, to) + 1;
        if (days < 1 || days > MOST_DAYS || Math.abs(from.getYear()) > 9_999) {
            throw Refusal.ofField("BAD_PERIOD", "to", "Ask for 1 to " + MOST_DAYS + " days, the first one first.");
        }
        List<Numbers> found = jdbc.sql(NUMBERS)
                .param("from", from)
                .param("after", to.plusDays(1))
                .param("location", location)
                .param("now", time(Sql.micros(clock.instant())))
                .query((row, index) -> numbers(row))
                .list();
        return new Board(
                from,
                to,
                found.stream().filter(numbers -> numbers.day() != null).toList(),
                found.stream().filter(numbers -> numbers.day() == null).toList());
    }

    /**
     * Who was not ready in time, one after the other: those that became ready too late; those that are not ready although
     * it is past the promise; those that ended without ever being ready because their time was over. An order that was
     * given up before or rung up at a till is neither.
     */
    private static final String NUMBERS = """
            with placed as (
                select o.location, (o.placed_at at time zone l.zone)::date as day,
                    extract(epoch from o.accepted_at - o.placed_at)::float8 as accept_seconds,
                    case
                        when o.ready_at is not null then o.ready_at <= o.promised_by
                        when o.state in ('EXPIRED', 'RETURNED_TO_SHELF') then false
                        when o.closed_at is null and o.promised_by < :now then false
                    end as on_time,
                    case
                        when o.ready_at is null then null
                        when o.state = 'COLLECTED' then false
                        when o.state in ('EXPIRED', 'RETURNED_TO_SHELF') then true
                        when o.closed_at is null and o.expires_at <= :now then true
                    end as uncollected,
                    looked.*
                from inventory.location l
                join inventory.pickup_order o on o.location = l.id
                    and o.placed_at >= :from::date::timestamp at time zone l.zone
                    and o.placed_at < :after::date::timestamp at time zone l.zone
                cross join lateral (
                    select count(*) as lines,
                        count(*) filter (where short_reason = 'NO_VARIANCE') as no_variance,
                        count(*) filter (where short_reason = 'SOME_MISSING') as some_missing,
                        count(*) filter (where short_reason = 'ALL_MISSING') as all_missing,
                        coalesce(sum(missing) filter (where short_reason <> 'NO_VARIANCE'), 0) as phantom
                    from inventory.pickup_line
                    where pickup_order = o.id and state not in ('TO_PICK', 'NOT_NEEDED')) looked
                where :location::text is null or l.id = :location)
            select location, day, count(*) as placed, count(accept_seconds) as accepted,
                percentile_cont(0.5) within group (order by accept_seconds) as accept_median,
                percentile_cont(0.9) within group (order by accept_seconds) as accept_nine_of_ten,
                count(on_time) as due, count(*) filter (where on_time) as on_time,
                sum(lines)::bigint as lines, sum(no_variance)::bigint as no_variance,
                sum(some_missing)::bigint as some_missing, sum(all_missing)::bigint as all_missing,
                count(uncollected) as ended, count(*) filter (where uncollected) as uncollected, sum(phantom) as phantom
            from placed
            group by grouping sets ((location, day), (location))
            order by location, day
            """;

    private static Numbers numbers(ResultSet row) throws SQLException {
        return new Numbers(
                row.getString("location"),
                row.getObject("day", LocalDate.class),
                row.getLong("placed"),
                row.getLong("accepted"),
                seconds(row.getBigDecimal("accept_median")),
                seconds(row.getBigDecimal("accept_nine_of_ten")),
                row.getLong("due"),
                row.getLong("on_time"),
                row.getLong("lines"),
                new ShortLines(row.getLong("no_variance"), row.getLong("some_missing"), row.getLong("all_missing")),
                row.getLong("ended"),
                row.getLong("uncollected"),
                Quantities.plain(row.getBigDecimal("phantom")));
    }

    private static @Nullable Duration seconds(@Nullable BigDecimal seconds) {
        return seconds == null
                ? null
                : Duration.ofMillis(seconds.multiply(MILLIS)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact());
    }
}
