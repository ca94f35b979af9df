package io.noren.inventory;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a {@link StockImported} speaks of, change by change, as if each had been announced by itself. */
@Component
public class ImportedLevels {

    private final JdbcClient jdbc;

    ImportedLevels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** In the order of the change feed. */
    @Transactional(readOnly = true)
    public List<StockLevelChanged> of(StockImported imported) {
        FeedCursor first = FeedCursor.parse(imported.first());
        FeedCursor last = FeedCursor.parse(imported.last());
        List<StockLevelChanged> changes = jdbc.sql("""
                select * from inventory.stock_movement
                where (feed_tx, id) >= (:firstTransaction::xid8, :firstMovement)
                    and (feed_tx, id) <= (:lastTransaction::xid8, :lastMovement) and recorded_at = :recordedAt
                order by feed_tx, id
                """)
                .param("firstTransaction", Long.toUnsignedString(first.transaction()))
                .param("firstMovement", first.movement())
                .param("lastTransaction", Long.toUnsignedString(last.transaction()))
                .param("lastMovement", last.movement())
                .param("recordedAt", time(imported.recordedAt()))
                .query(ImportedLevels::change)
                .list();
        if (changes.size() < imported.changes()) {
            throw new IllegalStateException("the ledger has %d of the %d changes of import %s between %s and %s"
                    .formatted(
                            changes.size(),
                            imported.changes(),
                            imported.stockImport(),
                            imported.first(),
                            imported.last()));
        }
        return changes;
    }

    private static StockLevelChanged change(ResultSet row, int index) throws SQLException {
        return LevelAnnouncer.fact(
                new Cell(row.getString("sku"), row.getString("location")),
                row.getLong("sequence"),
                LevelNumbers.after(row),
                row.getString("reason"),
                row.getString("document"),
                Objects.requireNonNull(instant(row, "occurred_at")),
                Objects.requireNonNull(instant(row, "received_at")),
                Objects.requireNonNull(instant(row, "recorded_at")));
    }
}
