package io.noren.inventory;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A cell at an instant of the past, twice: what the books said then, and what was there as everything heard since tells.
 * They differ by what arrived late.
 */
@Component
public class StockAsOf {

    /** No clock is so wrong that a movement is recorded longer than that before it occurs. */
    private static final Duration AHEAD = Duration.ofDays(2);

    /** How far back the last row before an instant is looked for, before it is looked for everywhere. */
    private static final List<Duration> LOOKS_BACK = List.of(Duration.ofDays(31), Duration.ofDays(124));

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final Clock clock;

    StockAsOf(JdbcClient jdbc, MasterData masterData, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.clock = clock;
    }

    /**
     * @param known what the ledger said at that instant
     * @param happened what was true at that instant, as the ledger knows it today
     * @param count the count that {@code happened} begins from; null where nobody had counted by then
     */
    public record Answer(
            String sku,
            String location,
            Instant at,
            Numbers known,
            @JsonProperty("true") Numbers happened,
            @Nullable Counted count) {}

    /** @param sequence of the last change in it; null where it is not one row of the ledger */
    public record Numbers(
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal unavailable,
            BigDecimal incoming,
            BigDecimal available,
            @Nullable Long sequence) {

        static Numbers of(LevelNumbers numbers, @Nullable Long sequence) {
            return new Numbers(
                    numbers.onHand(),
                    numbers.reserved(),
                    numbers.committed(),
                    numbers.unavailable(),
                    numbers.incoming(),
                    numbers.available(),
                    sequence);
        }
    }

    public record Counted(String id, BigDecimal counted, Instant countedAt) {}

    /**
     * @throws Refusal {@code AT_IN_FUTURE}, {@code BEFORE_THE_LEDGER}, {@code NO_SUCH_ITEM}, {@code NO_SUCH_LOCATION}
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Answer at(String sku, String location, Instant wanted) {
        Instant at = Sql.micros(wanted);
        check(sku, location, at);
        Optional<Counted> count = count(sku, location, at);
        return new Answer(
                sku, location, at, known(sku, location, at), happened(sku, location, at, count), count.orElse(null));
    }

    private void check(String sku, String location, Instant at) {
        if (!masterData.isItem(sku)) {
            throw Refusal.ofField("NO_SUCH_ITEM", "sku", "There is no item " + sku + ".");
        } else if (!masterData.isLocation(location)) {
            throw Refusal.ofField("NO_SUCH_LOCATION", "location", "There is no location " + location + ".");
        } else if (at.isAfter(clock.instant())) {
            throw Refusal.ofField("AT_IN_FUTURE", "at", "Nobody knows what will be: ask for an instant of the past.");
        }
        jdbc.sql("select max(ends_at) as closed from inventory.closed_partition")
                .query((row, index) -> Optional.ofNullable(instant(row, "closed")))
                .single()
                .filter(at::isBefore)
                .ifPresent(closed -> {
                    throw new Refusal(
                            "BEFORE_THE_LEDGER",
                            "What was recorded before " + closed + " is archived; only its sums are here.",
                            "at",
                            Map.of("since", closed));
                });
    }

    private Optional<Counted> count(String sku, String location, Instant at) {
        return jdbc.sql("""
                select * from (
                    (select id, counted, counted_at from inventory.stock_count
                    where sku = :sku and location = :location and state = 'RECORDED' and counted_at <= :at
                    order by counted_at desc, id desc limit 1)
                    union all
                    select * from inventory.newest_count_of_sheets(:sku, :location, :at)) said
                order by counted_at desc, id collate "C" desc limit 1
                """)
                .param("sku", sku)
                .param("location", location)
                .param("at", time(at))
                .query((row, index) -> new Counted(
                        row.getString("id"),
                        Quantities.plain(row.getBigDecimal("counted")),
                        Objects.requireNonNull(instant(row, "counted_at"))))
                .optional();
    }

    /** The last row recorded by then; where the months before were closed, what they left. */
    private Numbers known(String sku, String location, Instant at) {
        return LOOKS_BACK.stream()
                .map(back -> known(sku, location, at, at.minus(back).toString()))
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> known(sku, location, at, "-infinity"))
                .orElseGet(() -> {
                    BigDecimal zero = BigDecimal.ZERO;
                    return Numbers.of(new LevelNumbers(zero, zero, zero, zero, zero), null);
                });
    }

    /** @param since months that ended before are not opened */
    private Optional<Numbers> known(String sku, String location, Instant at, String since) {
        return jdbc.sql("""
                select * from (
                    (select sequence, on_hand_after, reserved_after, committed_after, unavailable_after, incoming_after
                    from inventory.stock_movement
                    where sku = :sku and location = :location and recorded_at <= :at
                        and recorded_at > :since::timestamptz
                    order by sequence desc limit 1)
                    union all
                    select last_sequence, on_hand, reserved, committed, damaged + quality_control + display, incoming
                    from inventory.stock_opening
                    where :since::timestamptz = '-infinity' and sku = :sku and location = :location) said
                order by sequence desc limit 1
                """)
                .param("sku", sku)
                .param("location", location)
                .param("at", time(at))
                .param("since", since)
                .query((row, index) -> Numbers.of(LevelNumbers.after(row), row.getLong("sequence")))
                .optional();
    }

    /**
     * What is there now, less what occurred since. Only where another count holds now than then, what was on hand is
     * summed up from that count on; where nobody had counted by then, from the ledger's beginning.
     */
    private Numbers happened(String sku, String location, Instant at, Optional<Counted> count) {
        String counted = count.map(Counted::id).orElse(null);
        boolean sameCount = jdbc.sql("""
                select coalesce((select count_id from inventory.stock_level where sku = :sku and location = :location)
                    is not distinct from :counted::text, true)
                """)
                .param("sku", sku)
                .param("location", location)
                .param("counted", counted)
                .query(Boolean.class)
                .single();
        String since = count.map(Counted::countedAt).map(Instant::toString).orElse("-infinity");
        // Nothing is recorded long before it occurs, so older months cannot hold what is asked for.
        String oldest = sameCount
                ? at.minus(AHEAD).toString()
                : count.map(Counted::countedAt)
                        .map(from -> from.minus(AHEAD).toString())
                        .orElse("-infinity");
        return jdbc.sql("""
                with moved as (
                    select coalesce(sum(delta) filter (where quantity_name = 'ON_HAND' and count_id is null
                            and occurred_at > :at), 0) as on_hand_since,
                        coalesce(sum(delta) filter (where quantity_name = 'ON_HAND' and count_id is null
                            and occurred_at > :since::timestamptz and occurred_at <= :at), 0) as on_hand_until,
                        coalesce(sum(delta) filter (where quantity_name = 'RESERVED' and occurred_at > :at), 0)
                            as reserved,
                        coalesce(sum(delta) filter (where quantity_name = 'COMMITTED' and occurred_at > :at), 0)
                            as committed,
                        coalesce(sum(delta) filter (where quantity_name
                            in ('DAMAGED', 'QUALITY_CONTROL', 'DISPLAY') and occurred_at > :at), 0) as unavailable,
                        coalesce(sum(delta) filter (where quantity_name = 'INCOMING' and occurred_at > :at), 0)
                            as incoming
                    from inventory.stock_movement
                    where sku = :sku and location = :location and recorded_at > :oldest::timestamptz),
                level as (
                    select coalesce(sum(on_hand), 0) as on_hand, coalesce(sum(reserved), 0) as reserved,
                        coalesce(sum(committed), 0) as committed,
                        coalesce(sum(damaged + quality_control + display), 0) as unavailable,
                        coalesce(sum(incoming), 0) as incoming
                    from inventory.stock_level where sku = :sku and location = :location),
                opening as (
                    select coalesce(sum(on_hand - on_hand_by_count), 0) as on_hand
                    from inventory.stock_opening where sku = :sku and location = :location)
                select case when :sameCount then l.on_hand - m.on_hand_since
                        else coalesce(:counted::numeric, o.on_hand) + m.on_hand_until end as on_hand_after,
                    l.reserved - m.reserved as reserved_after, l.committed - m.committed as committed_after,
                    l.unavailable - m.unavailable as unavailable_after, l.incoming - m.incoming as incoming_after
                from moved m cross join level l cross join opening o
                """)
                .param("sku", sku)
                .param("location", location)
                .param("at", time(at))
                .param("since", since)
                .param("oldest", oldest)
                .param("sameCount", sameCount)
                .param(
                        "counted",
                        count.map(Counted::counted)
                                .map(BigDecimal::toPlainString)
                                .orElse(null))
                .query((row, index) -> Numbers.of(LevelNumbers.after(row), null))
                .single();
    }
}
