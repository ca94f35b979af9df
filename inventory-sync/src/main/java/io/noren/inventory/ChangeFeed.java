package io.noren.inventory;

import static io.noren.inventory.Sql.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Every change of every level, once, in an order that any reader can resume, straight from the ledger.
 *
 * <p><b>Why no change is ever missed.</b> Ids are given out before commits, so a reader that goes by ids alone steps
 * over a number whose transaction is still open, for ever. Here each movement carries {@code feed_tx}, which is never
 * below its own transaction's number, and only those below {@code pg_snapshot_xmin} are shown: all transactions up to
 * there have ended, so nothing can appear behind a reader any more.
 *
 * <p><b>Why a cell's changes keep their order.</b> A transaction with a low number may change a cell after one with a
 * high number did. {@code feed_tx} is therefore the greater of the writer's number and the cell's last one; within the
 * same value the id decides, which was given out while the cell was locked.
 *
 * <p>The price: a transaction that stays open holds the feed back, so writers are short. Numbers belong to one database
 * cluster: physical copies and upgrades keep them, after a logical restore readers begin anew.
 */
@Component
public class ChangeFeed {

    public static final int MOST = 1_000;

    private final JdbcClient jdbc;

    ChangeFeed(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param next where to go on: after the last change, or the same place when there was none */
    public record Page(List<StockChange> changes, FeedCursor next) {}

    /** The changes after a place, at most {@value #MOST}. */
    @Transactional(readOnly = true)
    public Page after(FeedCursor place, int limit) {
        List<StockChange> changes = jdbc.sql("""
                select m.feed_tx::text as tx_number, id, sku, location, sequence, on_hand_after, reserved_after,
                    committed_after, unavailable_after, incoming_after, reason, occurred_at, recorded_at
                from inventory.stock_movement m
                where (m.feed_tx, m.id) > (:transaction::xid8, :movement)
                    and m.feed_tx < pg_snapshot_xmin(pg_current_snapshot())
                order by m.feed_tx, m.id
                limit :limit
                """)
                .param("transaction", Long.toUnsignedString(place.transaction()))
                .param("movement", place.movement())
                .param("limit", Math.max(1, Math.min(limit, MOST)))
                .query(ChangeFeed::change)
                .list();
        return new Page(
                changes,
                changes.isEmpty() ? place : changes.get(changes.size() - 1).place());
    }

    /**
     * Whether a reader can go on from here, or what came next has left the ledger with a closed month.
     *
     * @throws Refusal {@code CURSOR_TOO_OLD}
     */
    @Transactional(readOnly = true)
    public void checkStillThere(FeedCursor place) {
        boolean gone = jdbc.sql("""
                select exists (select from inventory.closed_partition
                    where last_feed_tx > :transaction::xid8 and movements > 0)
                """)
                .param("transaction", Long.toUnsignedString(place.transaction()))
                .query(Boolean.class)
                .single();
        if (gone) {
            throw Refusal.ofField(
                    "CURSOR_TOO_OLD",
                    "after",
                    "What came after this place is archived: take a snapshot of each location and go on from its cursor.");
        }
    }

    /** A cell that has moved on. */
    public record Changed(String sku, String location, long sequence) {}

    /**
     * What is committed after a place, whether or not an older transaction is still open: for those who must not act on
     * old numbers and do not mind to be told twice. No place to go on from; at most {@value #MOST}.
     */
    @Transactional(readOnly = true)
    public List<Changed> committedAfter(FeedCursor place) {
        return jdbc.sql("""
                select m.sku, m.location, m.sequence from inventory.stock_movement m
                where (m.feed_tx, m.id) > (:transaction::xid8, :movement)
                order by m.feed_tx, m.id
                limit :limit
                """)
                .param("transaction", Long.toUnsignedString(place.transaction()))
                .param("movement", place.movement())
                .param("limit", MOST)
                .query((row, index) ->
                        new Changed(row.getString("sku"), row.getString("location"), row.getLong("sequence")))
                .list();
    }

    /** The place after everything that is settled now. */
    @Transactional(readOnly = true)
    public FeedCursor end() {
        return jdbc.sql("""
                select m.feed_tx::text as tx_number, id from inventory.stock_movement m
                where m.feed_tx < pg_snapshot_xmin(pg_current_snapshot())
                order by m.feed_tx desc, m.id desc limit 1
                """).query((row, index) -> place(row)).optional().orElse(FeedCursor.START);
    }

    private static FeedCursor place(ResultSet row) throws SQLException {
        return new FeedCursor(Long.parseUnsignedLong(row.getString("tx_number")), row.getLong("id"));
    }

    private static StockChange change(ResultSet row, int index) throws SQLException {
        LevelNumbers numbers = LevelNumbers.after(row);
        return new StockChange(
                place(row),
                row.getString("sku"),
                row.getString("location"),
                row.getLong("sequence"),
                numbers.onHand(),
                numbers.reserved(),
                numbers.committed(),
                numbers.unavailable(),
                numbers.incoming(),
                numbers.available(),
                row.getString("reason"),
                Objects.requireNonNull(instant(row, "occurred_at")),
                Objects.requireNonNull(instant(row, "recorded_at")));
    }
}
