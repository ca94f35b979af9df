package io.noren.inventory;

import static io.noren.inventory.Sql.instant;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private final JdbcClient jdbc;

    MovementHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
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
        return jdbc.sql("""
                select * from inventory.stock_movement
                where sku = :sku and location = :location and sequence > :after order by sequence limit :limit
                """)
                .param("sku", sku)
                .param("location", location)
                .param("after", afterSequence)
                .param("limit", Math.max(1, Math.min(limit, MOST)))
                .query(MovementHistory::entry)
                .list();
    }

    /**
     * The newest first.
     *
     * @param beforeSequence the last page's last; {@link Long#MAX_VALUE} for the newest
     */
    @Transactional(readOnly = true)
    public List<Entry> newest(String sku, String location, long beforeSequence, int limit) {
        return jdbc.sql("""
                select * from inventory.stock_movement
                where sku = :sku and location = :location and sequence < :before order by sequence desc limit :limit
                """)
                .param("sku", sku)
                .param("location", location)
                .param("before", beforeSequence)
                .param("limit", Math.max(1, Math.min(limit, MOST)))
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
