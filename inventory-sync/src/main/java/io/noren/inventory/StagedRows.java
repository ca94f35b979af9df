package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code staged_movement}, some at a time, and the cells that they are about. */
@Component
class StagedRows {

    /** Rows in one transaction: few enough that tills do not notice how long their cells are locked. */
    static final int MOST = 5_000;

    private final JdbcClient jdbc;

    StagedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Rows after one line, up to another.
     *
     * @param keyed whether any has a key of its own
     * @param moved how many units move at most
     */
    record Range(long after, long last, long rows, boolean keyed, BigDecimal moved) {}

    /**
     * What was written into the ledger.
     *
     * @param recorded rows that led to it
     * @param count rows of the ledger
     * @param first the place of the first one in the change feed, null when there is none
     */
    record Written(
            long recorded,
            int count,
            @Nullable String first,
            @Nullable String last) {

        StockImported fact(StagedMovements.Source source, Instant now) {
            return new StockImported(
                    UUID.randomUUID(),
                    source.stockImport(),
                    cursor(first).toString(),
                    cursor(last).toString(),
                    count,
                    source.receivedAt(),
                    now);
        }

        private static FeedCursor cursor(@Nullable String place) {
            String[] numbers = String.valueOf(place).split(" ", -1);
            return new FeedCursor(Long.parseUnsignedLong(numbers[0]), Long.parseLong(numbers[1]));
        }
    }

    Range next(long after) {
        return jdbc.sql("""
                select coalesce(max(line), 0), count(*), coalesce(bool_or(key is not null), false),
                    coalesce(sum(abs(quantity)), 0)
                from (select line, key, quantity from inventory.staged_movement
                    where line > :after order by line limit :most) as next
                """)
                .param("after", after)
                .param("most", MOST)
                .query((row, index) ->
                        new Range(after, row.getLong(1), row.getLong(2), row.getBoolean(3), row.getBigDecimal(4)))
                .single();
    }

    /**
     * Cells that are locked until the end of the transaction.
     *
     * @param places where their rows lie (tid[]), for the next statements: found once, by the lock, and unmoved since
     * @param highest how far the fullest of them is from empty
     */
    record Locked(String places, BigDecimal highest) {}

    /** Locks the rows' cells until the end of the transaction; makes those that never had stock. */
    Locked lock(Range range) {
        Found found = lockExisting(range);
        if (found.there() < found.wanted()) {
            jdbc.sql("""
                    insert into inventory.stock_level (sku, location)
                    select distinct sku, location from inventory.staged_movement s
                    where line > :after and line <= :last and not exists (
                        select from inventory.stock_level l where l.sku = s.sku and l.location = s.location)
                    order by sku, location
                    on conflict (sku, location) do nothing
                    """)
                    .param("after", range.after())
                    .param("last", range.last())
                    .update();
            found = lockExisting(range);
        }
        return found.locked();
    }

    private record Found(long wanted, long there, Locked locked) {}

    private Found lockExisting(Range range) {
        return jdbc.sql("""
                with cell as materialized (
                    select distinct sku, location from inventory.staged_movement
                    where line > :after and line <= :last),
                locked as materialized (
                    select l.ctid as place, l.on_hand from inventory.stock_level l join cell using (sku, location)
                    order by l.sku, l.location
                    for no key update of l)
                select (select count(*) from cell) as wanted, count(*) as there,
                    coalesce(array_agg(place), '{}')::text as places, coalesce(max(abs(on_hand)), 0) as highest
                from locked
                """)
                .param("after", range.after())
                .param("last", range.last())
                .query((row, index) -> new Found(
                        row.getLong("wanted"),
                        row.getLong("there"),
                        new Locked(row.getString("places"), row.getBigDecimal("highest"))))
                .single();
    }

    /** Takes rows out that are not to be recorded. */
    void drop(List<Long> lines) {
        if (!lines.isEmpty()) {
            jdbc.sql("delete from inventory.staged_movement where line = any(:lines)")
                    .param("lines", lines.toArray(Long[]::new))
                    .update();
        }
    }

    Map<String, Instant> heardFrom(Range range, Instant at) {
        Map<String, Instant> heard = new HashMap<>();
        jdbc.sql("""
                select distinct location from inventory.staged_movement where line > :after and line <= :last
                """)
                .param("after", range.after())
                .param("last", range.last())
                .query(String.class)
                .list()
                .forEach(location -> heard.put(location, at));
        return heard;
    }
}
