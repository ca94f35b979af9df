package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import io.noren.inventory.CountRows.Newest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Brings cells to what their newest count and the movements after it say: on hand is always
 *
 * <p>{@code counted by the newest count + the sum of what occurred after it}, or the sum of everything without one.
 *
 * <p>It depends on which counts and movements there are and not on when they arrived, because both ways in keep it:
 * this one for counts, {@link Level#rowsOf} for movements that arrive late.
 */
@Component
class CountedLevels {

    private final JdbcClient jdbc;
    private final CountRows counts;
    private final StockLevels levels;
    private final Clock clock;

    CountedLevels(JdbcClient jdbc, CountRows counts, StockLevels levels, Clock clock) {
        this.jdbc = jdbc;
        this.counts = counts;
        this.levels = levels;
        this.clock = clock;
    }

    /**
     * Settles cells whose counts have changed, within the caller's transaction.
     *
     * @param cause what stands in the ledger for those that lose their newest count
     */
    void settle(Collection<Cell> cells, String cause) {
        if (cells.isEmpty()) {
            return;
        }
        Map<Cell, Level> locked = levels.lock(cells);
        // Only now: whoever had the cells before has told of all its counts and movements.
        Map<Cell, Newest> newest = counts.newest(locked.values());
        List<Level> stale = locked.values().stream()
                .filter(level -> !Objects.equals(idOf(level), idOf(newest.get(level.cell()))))
                .toList();
        Map<Cell, BigDecimal> moved = moved(stale, newest);
        Instant now = Sql.micros(clock.instant());
        List<StockLevels.Step> steps = new ArrayList<>();
        List<Level> changed = new ArrayList<>();
        Writer writer = Writer.here();
        for (Level level : stale) {
            Newest count = newest.get(level.cell());
            BigDecimal delta = moved.getOrDefault(level.cell(), BigDecimal.ZERO)
                    .add(count == null ? BigDecimal.ZERO : count.counted())
                    .subtract(level.number(QuantityName.ON_HAND));
            if (delta.signum() != 0) {
                String id = count == null ? String.valueOf(idOf(level)) : count.id();
                LevelChange change = LevelChange.toCount(
                        cause + "/" + id,
                        level.cell(),
                        Quantities.plain(delta),
                        id,
                        count == null ? now : count.countedAt(),
                        now,
                        writer);
                Level after = level.after(change);
                steps.add(new StockLevels.Step(change, after));
                changed.add(after);
            }
        }
        levels.write(steps, changed);
        remember(stale, newest);
    }

    private static @Nullable String idOf(Level level) {
        Level.Counted counted = level.counted();
        return counted == null ? null : counted.id();
    }

    private static @Nullable String idOf(@Nullable Newest count) {
        return count == null ? null : count.id();
    }

    /** What really moved since each cell's count. Nothing is recorded long before it occurs, which saves looking there. */
    private Map<Cell, BigDecimal> moved(List<Level> stale, Map<Cell, Newest> newest) {
        Map<Cell, BigDecimal> moved = new HashMap<>();
        if (stale.isEmpty()) {
            return moved;
        }
        jdbc.sql("""
                with wanted as (
                    select * from unnest(:skus::text[], :locations::text[], :since::timestamptz[])
                        as wanted (sku, location, since))
                select sku, location, sum(moved) as moved from (
                    select sku, location, m.delta as moved from wanted
                    join inventory.stock_movement m using (sku, location)
                    where m.quantity_name = 'ON_HAND' and m.count_id is null
                        and m.occurred_at > since and m.recorded_at > since - interval '2 days'
                        and m.recorded_at > :oldest::timestamptz - interval '2 days'
                    union all
                    select sku, location, o.on_hand - o.on_hand_by_count from wanted
                    join inventory.stock_opening o using (sku, location)
                    where since = '-infinity') moved
                group by sku, location
                """)
                .param("skus", column(stale, level -> level.cell().sku()))
                .param("locations", column(stale, level -> level.cell().location()))
                .param("oldest", oldest(stale, newest))
                .param("since", column(stale, level -> since(newest.get(level.cell()))))
                .query(row -> {
                    moved.put(new Cell(row.getString("sku"), row.getString("location")), row.getBigDecimal("moved"));
                });
        return moved;
    }

    /** The same bound for all, so that months before it are not even opened. */
    private static String oldest(List<Level> stale, Map<Cell, Newest> newest) {
        return stale.stream()
                .map(level -> newest.get(level.cell()))
                .map(count -> count == null ? Instant.MIN : count.countedAt())
                .min(Comparator.naturalOrder())
                .filter(oldest -> !oldest.equals(Instant.MIN))
                .map(Instant::toString)
                .orElse("-infinity");
    }

    private static String since(@Nullable Newest count) {
        return count == null ? "-infinity" : count.countedAt().toString();
    }

    private void remember(List<Level> stale, Map<Cell, Newest> newest) {
        if (stale.isEmpty()) {
            return;
        }
        jdbc.sql("""
                update inventory.stock_level l set count_id = c.id, counted_at = c.counted_at
                from unnest(:skus::text[], :locations::text[], :ids::text[], :times::timestamptz[])
                    as c (sku, location, id, counted_at)
                where l.sku = c.sku and l.location = c.location
                """)
                .param("skus", column(stale, level -> level.cell().sku()))
                .param("locations", column(stale, level -> level.cell().location()))
                .param("ids", column(stale, level -> idOf(newest.get(level.cell()))))
                .param("times", column(stale, level -> {
                    Newest count = newest.get(level.cell());
                    return count == null ? null : count.countedAt();
                }))
                .update();
    }
}
