package io.noren.inventory;

import static io.noren.inventory.Sql.instant;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ledger of one cell, for people who want to know who did what and why. */
@Component
public class MovementHistory {

    public static final int MOST = 1_000;

    /** How far back rows are looked for, before they are looked for everywhere. */
    private static final List<Duration> LOOKS_BACK = List.of(Duration.ofDays(31), Duration.ofDays(124));

    private final JdbcClient jdbc;
    private final Clock clock;

    MovementHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param quantityName which number moved
     * @param count the count that this row adjusts the books to; null for what really moved
     */
    public record Entry(
            String id,
            long sequence,
            QuantityName quantityName,
            BigDecimal delta,
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal unavailable,
            BigDecimal incoming,
            String reason,
            @Nullable String document,
            @Nullable String count,
            String actor,
            Instant occurredAt,
            Instant receivedAt,
            Instant recordedAt) {}

    /** In the order in which they were recorded, after a sequence. */
    @Transactional(readOnly = true)
    public List<Entry> of(String sku, String location, long afterSequence, int limit) {
        Extent there = extent(sku, location);
        int most = Math.max(1, Math.min(limit, MOST));
        long first = Math.max(afterSequence, there.closed()) + 1;
        long last = there.known() ? Math.max(first + most - 1, first) : Long.MAX_VALUE;
        // Whoever follows reads what is new; the beginning may lie in any month.
        boolean recent = there.known() && there.last() <= last;
        return pages(sku, location, first, last, recent ? there.last() - first + 1 : Long.MAX_VALUE, most, "asc");
    }

    /**
     * The newest first.
     *
     * @param beforeSequence the last page's last; {@link Long#MAX_VALUE} for the newest
     */
    @Transactional(readOnly = true)
    public List<Entry> newest(String sku, String location, long beforeSequence, int limit) {
        Extent there = extent(sku, location);
        int most = Math.max(1, Math.min(limit, MOST));
        long top = Math.min(beforeSequence - 1, there.last());
        long first = there.known() ? Math.max(top - most, there.closed()) + 1 : 1;
        return pages(sku, location, first, beforeSequence - 1, top - first + 1, most, "desc");
    }

    /**
     * What sequences a cell's rows have: all of those behind {@code closed}, because there are no holes.
     *
     * @param known whether the cell has a level that says so
     */
    private record Extent(long closed, long last, boolean known) {}

    private Extent extent(String sku, String location) {
        return jdbc.sql("""
                select coalesce((select last_sequence from inventory.stock_opening
                        where sku = :sku and location = :location), 0) as closed,
                    (select sequence from inventory.stock_level where sku = :sku and location = :location) as last
                """)
                .param("sku", sku)
                .param("location", location)
                .query((row, index) -> {
                    Long last = row.getObject("last", Long.class);
                    return new Extent(row.getLong("closed"), last == null ? Long.MAX_VALUE : last, last != null);
                })
                .single();
    }

    /**
     * Rows between two sequences, both included. The newest months are looked into first, and more of them only as long
     * as rows are missing.
     *
     * @param expected how many there are to be found, at most
     */
    private List<Entry> pages(
            String sku, String location, long first, long last, long expected, int most, String direction) {
        if (expected <= most) {
            Instant now = clock.instant();
            for (Duration back : LOOKS_BACK) {
                List<Entry> found =
                        page(sku, location, first, last, now.minus(back).toString(), most, direction);
                if (found.size() >= expected) {
                    return found;
                }
            }
        }
        return page(sku, location, first, last, "-infinity", most, direction);
    }

    private List<Entry> page(
            String sku, String location, long first, long last, String since, int most, String direction) {
        return jdbc.sql("""
                select * from inventory.stock_movement
                where sku = :sku and location = :location and sequence between :first and :last
                    and recorded_at > :since::timestamptz
                order by sequence {direction} limit :most
                """.replace("{direction}", direction))
                .param("sku", sku)
                .param("location", location)
                .param("first", first)
                .param("last", last)
                .param("since", since)
                .param("most", most)
                .query(MovementHistory::entry)
                .list();
    }

    private static Entry entry(ResultSet row, int index) throws SQLException {
        LevelNumbers after = LevelNumbers.after(row);
        return new Entry(
                row.getString("movement_key"),
                row.getLong("sequence"),
                QuantityName.valueOf(row.getString("quantity_name")),
                Quantities.plain(row.getBigDecimal("delta")),
                after.onHand(),
                after.reserved(),
                after.committed(),
                after.unavailable(),
                after.incoming(),
                row.getString("reason"),
                row.getString("document"),
                row.getString("count_id"),
                row.getString("actor"),
                Objects.requireNonNull(instant(row, "occurred_at")),
                Objects.requireNonNull(instant(row, "received_at")),
                Objects.requireNonNull(instant(row, "recorded_at")));
    }
}
