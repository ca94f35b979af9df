package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.StagedRows.Range;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes rows that stand in {@code staged_movement} into the ledger, thousands with a handful of statements; they never
 * pass through memory. What holds for {@link StockLedger} holds here: keys are claimed first, cells are locked in order
 * before they are read, a movement, the level it leads to and the announcement are one transaction.
 *
 * <p>A row without a key of its own is recorded once because the import's position moves in the same transaction, so no
 * key of it is kept.
 */
@Component
public class StagedMovements {

    private static final BigDecimal HIGHEST_LEVEL = new BigDecimal("1000000000");

    private final JdbcClient jdbc;
    private final StagedRows rows;
    private final MovementKeys keys;
    private final LevelAnnouncer announcer;
    private final StoreFeeds feeds;
    private final Clock clock;

    StagedMovements(
            JdbcClient jdbc,
            StagedRows rows,
            MovementKeys keys,
            LevelAnnouncer announcer,
            StoreFeeds feeds,
            Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.keys = keys;
        this.announcer = announcer;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** @param actor who sent the file */
    public record Source(UUID stockImport, String actor, Instant receivedAt) {

        /** What the movements name as their cause, and what their keys begin with. */
        public String document() {
            return "import/" + stockImport;
        }
    }

    /** A row that cannot be recorded. */
    public record Rejected(long line, String code, @Nullable String field, String detail) {}

    /** @param last the last line that is done now */
    public record Chunk(long last, long recorded, long unchanged, long duplicates, List<Rejected> rejected) {}

    /** Why a reported movement would not be taken, whatever the item and the location turn out to be. */
    public Optional<MovementResult> objection(Movement movement, Instant now) {
        KnownItem anyItem = KnownItem.any();
        return MovementRules.objection(movement, new MovementRules.Context(anyItem, true, now));
    }

    /** What {@link MovementKeys} would remember of it, so that a file and a request with the same ids know each other. */
    public static UUID digest(Movement movement, String sku) {
        return MovementKeys.digest(new LevelChange(
                movement.id(),
                new Cell(sku, movement.location()),
                QuantityName.ON_HAND,
                Quantities.plain(movement.delta()),
                movement.reason(),
                movement.document(),
                Sql.micros(movement.occurredAt()),
                Instant.EPOCH,
                Writer.here()));
    }

    /** Records the next rows after a line; empty when there are none. */
    @InCallersTransaction
    public Optional<Chunk> recordNext(long after, Source source) {
        Range range = rows.next(after);
        if (range.rows() == 0) {
            return Optional.empty();
        }
        List<Rejected> rejected = new ArrayList<>();
        long duplicates = range.keyed() ? claimKeys(range, rejected) : 0;
        StagedRows.Locked cells = rows.lock(range);
        if (cells.highest().add(range.moved()).compareTo(HIGHEST_LEVEL) > 0) {
            rejectTooLarge(range, rejected);
        }
        long recorded = record(range, cells, source);
        return Optional.of(new Chunk(range.last(), recorded, 0, duplicates, rejected));
    }

    /** Leaves only rows whose key was claimed here; tells how many were recorded before. */
    private long claimKeys(Range range, List<Rejected> rejected) {
        Set<String> fresh = new HashSet<>(jdbc.sql("""
                insert into inventory.movement_key (key, digest)
                select distinct on (key) key, digest from inventory.staged_movement
                where line > :after and line <= :last and key is not null
                order by key, line
                on conflict (key) do nothing
                returning key
                """)
                .param("after", range.after())
                .param("last", range.last())
                .query(String.class)
                .list());
        List<Long> leave = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        jdbc.sql("""
                select s.line, s.key, s.digest = k.digest as same
                from inventory.staged_movement s join inventory.movement_key k using (key)
                where s.line > :after and s.line <= :last
                order by s.line
                """).param("after", range.after()).param("last", range.last()).query(row -> {
            long line = row.getLong("line");
            String key = row.getString("key");
            if (!row.getBoolean("same")) {
                MovementResult conflict = MovementResult.conflict(key);
                rejected.add(
                        new Rejected(line, String.valueOf(conflict.code()), "id", String.valueOf(conflict.detail())));
                leave.add(line);
            } else if (!fresh.contains(key) || !taken.add(key)) {
                leave.add(line);
            }
        });
        rows.drop(leave);
        return leave.size() - (long) rejected.size();
    }

    /** Nobody has a milliard of anything: all rows of a cell that would pass it are taken out. */
    private void rejectTooLarge(Range range, List<Rejected> rejected) {
        List<Long> lines = new ArrayList<>();
        List<String> claimed = new ArrayList<>();
        jdbc.sql("""
                with step as (
                    select s.sku, s.location, l.on_hand + sum(s.quantity) over (
                        partition by s.sku, s.location order by s.line) as on_hand
                    from inventory.staged_movement s join inventory.stock_level l using (sku, location)
                    where s.line > :after and s.line <= :last),
                too_large as (
                    select sku, location from step group by sku, location having max(abs(on_hand)) > :highest)
                select s.line, s.key from inventory.staged_movement s join too_large using (sku, location)
                where s.line > :after and s.line <= :last
                order by s.line
                """)
                .param("after", range.after())
                .param("last", range.last())
                .param("highest", HIGHEST_LEVEL)
                .query(row -> {
                    lines.add(row.getLong("line"));
                    String key = row.getString("key");
                    if (key != null) {
                        claimed.add(key);
                    }
                });
        MovementResult why = Level.Objection.LEVEL_TOO_LARGE.of("");
        lines.forEach(line ->
                rejected.add(new Rejected(line, String.valueOf(why.code()), "delta", String.valueOf(why.detail()))));
        rows.drop(lines);
        keys.release(claimed);
    }

    private long record(Range range, StagedRows.Locked cells, Source source) {
        Instant now = Sql.micros(clock.instant());
        // A statement of its own after the lock: it sees the locked rows as they are, so their places (ctid) hold.
        // What occurred before a cell's newest count is taken back at once, the lowering row first: see Level.rowsOf.
        StagedRows.Written written = jdbc.sql("""
                with cell as materialized (
                    select l.ctid as place, l.sku, l.location, l.on_hand, l.reserved, l.committed,
                        l.damaged + l.quality_control + l.display as unavailable, l.incoming, l.sequence, l.counted_at, l.count_id,
                        greatest(pg_current_xact_id(), l.feed_tx) as feed_tx
                    from unnest(:places::tid[]) as place join inventory.stock_level l on l.ctid = place),
                step as materialized (
                    select s.line, row.is_back, row.delta,
                        coalesce(s.key, :document || '/' || s.line) as key, s.reason, s.document, s.occurred_at,
                        c.place, c.sku, c.location, c.reserved, c.committed, c.unavailable, c.incoming, c.counted_at, c.count_id,
                        c.feed_tx, c.sequence + row_number() over earlier as sequence,
                        c.on_hand + sum(row.delta) over earlier as on_hand,
                        lead(s.line) over earlier is null as is_last,
                        max(s.occurred_at) over (partition by c.place) as moved_until
                    from inventory.staged_movement s
                    join cell c using (sku, location)
                    cross join lateral (
                        select s.quantity as delta, false as is_back
                        union all
                        select -s.quantity, true where s.occurred_at <= c.counted_at) as row
                    where s.line > :after and s.line <= :last
                    window earlier as (partition by c.place order by s.line, row.delta)),
                moved as (
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, committed_after, unavailable_after, incoming_after, reason,
                        document, actor, occurred_at, received_at, recorded_at, count_id, feed_tx)
                    select case when is_back then key || '/counted' else key end, sku, location, sequence, 'ON_HAND',
                        delta, on_hand, reserved, committed, unavailable, incoming,
                        case when is_back then 'CYCLE_COUNT' else reason end,
                        case when is_back then 'count/' || count_id else coalesce(document, :document) end, :actor,
                        case when is_back then counted_at else occurred_at end, :receivedAt, :now,
                        case when is_back then count_id end, feed_tx
                    from step order by line, delta
                    returning id, feed_tx),
                level as (
                    update inventory.stock_level l
                    set on_hand = step.on_hand, sequence = step.sequence, feed_tx = step.feed_tx,
                        moved_until = greatest(l.moved_until, step.moved_until)
                    from step where step.is_last and l.ctid = step.place)
                select (select count(*) from step where not is_back) as recorded,
                    (select count(*) from moved) as count,
                    (select feed_tx || ' ' || id from moved order by feed_tx, id limit 1) as first,
                    (select feed_tx || ' ' || id from moved order by feed_tx desc, id desc limit 1) as last
                """)
                .param("after", range.after())
                .param("last", range.last())
                .param("places", cells.places())
                .param("document", source.document())
                .param("actor", source.actor())
                .param("receivedAt", time(source.receivedAt()))
                .param("now", time(now))
                .query((row, index) -> new StagedRows.Written(
                        row.getLong("recorded"), row.getInt("count"), row.getString("first"), row.getString("last")))
                .single();
        if (written.count() > 0) {
            announcer.announce(written.fact(source, now));
            feeds.heard(rows.heardFrom(range, source.receivedAt()));
        }
        return written.recorded();
    }
}
