package io.noren.inventory;

import static io.noren.inventory.QuantityName.COMMITTED;
import static io.noren.inventory.QuantityName.DAMAGED;
import static io.noren.inventory.QuantityName.DISPLAY;
import static io.noren.inventory.QuantityName.INCOMING;
import static io.noren.inventory.QuantityName.ON_HAND;
import static io.noren.inventory.QuantityName.QUALITY_CONTROL;
import static io.noren.inventory.QuantityName.RESERVED;
import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes changes of stock: a movement, the level it leads to and the announcement, always together.
 *
 * <p>Cells are locked in the order of SKU and location before they are read, so that writers queue instead of
 * colliding, and each movement's sequence and running totals are what they will be for ever.
 */
@Component
class StockLevels {

    private final JdbcClient jdbc;
    private final LevelAnnouncer announcer;
    private final Oversold oversold;
    private final Clock clock;

    StockLevels(JdbcClient jdbc, LevelAnnouncer announcer, Oversold oversold, Clock clock) {
        this.jdbc = jdbc;
        this.announcer = announcer;
        this.oversold = oversold;
        this.clock = clock;
    }

    /**
     * Applies the changes in the given order; cells that never had stock begin at zero. Changes that follow each other
     * under one key, the parts of a bundle, are made all or none.
     *
     * @return by key, the changes that cannot be and were not made
     */
    Map<String, Level.Objection> apply(List<LevelChange> changes) {
        if (changes.isEmpty()) {
            return Map.of();
        }
        Map<String, Level.Objection> objections = new HashMap<>();
        Map<Cell, Level> levels =
                lock(changes.stream().map(LevelChange::cell).distinct().toList());
        Map<Cell, Level> before = Map.copyOf(levels);
        List<LevelChange> made = new ArrayList<>(changes.size());
        List<Step> steps = new ArrayList<>(changes.size());
        int next;
        for (int first = 0; first < changes.size(); first = next) {
            String key = changes.get(first).key();
            for (next = first; next < changes.size() && changes.get(next).key().equals(key); next++) {
                objection(of(levels, changes.get(next).cell()), changes.get(next))
                        .ifPresent(objection -> objections.put(key, objection));
            }
            for (int each = first; each < next && !objections.containsKey(key); each++) {
                LevelChange change = changes.get(each);
                made.add(change);
                for (LevelChange row : of(levels, change.cell()).rowsOf(change)) {
                    Level after = of(levels, change.cell()).after(row);
                    levels.put(change.cell(), after);
                    steps.add(new Step(row, after));
                }
            }
        }
        if (!steps.isEmpty()) {
            write(steps, List.copyOf(levels.values()));
            oversold.look(made, before, levels);
        }
        return objections;
    }

    private static Optional<Level.Objection> objection(Level before, LevelChange change) {
        return before.rowsOf(change).size() > 1 ? Optional.empty() : before.objectionTo(change);
    }

    /** The cells' rows, locked until the end of the transaction; made where there were none. */
    Map<Cell, Level> lock(Collection<Cell> cells) {
        Map<Cell, Level> locked = new HashMap<>();
        lockExisting(cells, locked);
        if (locked.size() < cells.size()) {
            Set<Cell> missing = new LinkedHashSet<>(cells);
            missing.removeAll(locked.keySet());
            insert(List.copyOf(missing));
            lockExisting(missing, locked);
        }
        return locked;
    }

    private void lockExisting(Collection<Cell> cells, Map<Cell, Level> locked) {
        List<Cell> wanted = List.copyOf(cells);
        jdbc.sql("""
                select l.sku, l.location, l.on_hand, l.reserved, l.committed, l.damaged, l.quality_control, l.display,
                    l.incoming, l.sequence, l.feed_tx::text as feed_tx, l.counted_at, l.count_id
                from inventory.stock_level l
                join unnest(:skus::text[], :locations::text[]) as wanted (sku, location) using (sku, location)
                order by l.sku, l.location
                for no key update of l
                """)
                .param("skus", column(wanted, Cell::sku))
                .param("locations", column(wanted, Cell::location))
                .query(row -> {
                    Level level = Level.of(row);
                    locked.put(level.cell(), level);
                });
    }

    private void insert(List<Cell> cells) {
        jdbc.sql("""
                insert into inventory.stock_level (sku, location)
                select sku, location from unnest(:skus::text[], :locations::text[]) as new (sku, location)
                order by sku, location
                on conflict (sku, location) do nothing
                """)
                .param("skus", column(cells, Cell::sku))
                .param("locations", column(cells, Cell::location))
                .update();
    }

    /** Writes the rows and the levels they lead to, which this transaction has locked, and tells of them. */
    void write(List<Step> steps, List<Level> levels) {
        if (levels.isEmpty()) {
            return;
        }
        Instant now = Sql.micros(clock.instant());
        insert(steps, levels, now);
        announcer.announce(steps.stream().map(step -> step.announcement(now)).toList());
    }

    private void insert(List<Step> steps, List<Level> levels, Instant now) {
        Map<Cell, Instant> moved = movedUntil(steps);
        // The feed's order must agree with each cell's order, so a cell never goes back to an earlier transaction.
        jdbc.sql("""
                with moved as (
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, committed_after, unavailable_after, incoming_after, reason,
                        document, actor, occurred_at, received_at, recorded_at, count_id, feed_tx)
                    select key, sku, location, sequence, quantity_name, delta, on_hand, reserved, committed,
                        unavailable, incoming, reason, document, actor, occurred_at, received_at, :now, count_id,
                        greatest(pg_current_xact_id(), feed_tx)
                    from unnest(:keys::text[], :skus::text[], :locations::text[], :sequences::bigint[],
                        :names::text[], :deltas::numeric[], :onHands::numeric[], :reserveds::numeric[],
                        :committeds::numeric[], :unavailables::numeric[], :incomings::numeric[], :reasons::text[], :documents::text[], :actors::text[],
                        :occurred::timestamptz[], :received::timestamptz[], :counts::text[], :feedTxs::xid8[]) with ordinality
                        as step (key, sku, location, sequence, quantity_name, delta, on_hand, reserved, committed,
                            unavailable, incoming, reason, document, actor, occurred_at, received_at, count_id, feed_tx, n)
                    order by n)
                update inventory.stock_level l
                set on_hand = level.on_hand, reserved = level.reserved, committed = level.committed,
                    damaged = level.damaged, quality_control = level.quality_control, display = level.display,
                    incoming = level.incoming, sequence = level.sequence, feed_tx = greatest(pg_current_xact_id(), l.feed_tx),
                    moved_until = greatest(l.moved_until, level.moved_until)
                from unnest(:levelSkus::text[], :levelLocations::text[], :levelOnHands::numeric[],
                    :levelReserveds::numeric[], :levelCommitteds::numeric[], :levelDamageds::numeric[],
                    :levelControlleds::numeric[], :levelDisplayeds::numeric[], :levelIncomings::numeric[],
                    :levelSequences::bigint[], :levelMoved::timestamptz[])
                    as level (sku, location, on_hand, reserved, committed, damaged, quality_control, display, incoming,
                        sequence, moved_until)
                where l.sku = level.sku and l.location = level.location
                """)
                .param("now", time(now))
                .param("keys", column(steps, step -> step.change().key()))
                .param("skus", column(steps, step -> step.after().cell().sku()))
                .param("locations", column(steps, step -> step.after().cell().location()))
                .param("sequences", column(steps, step -> step.after().sequence()))
                .param("names", column(steps, step -> step.change().quantityName()))
                .param("deltas", column(steps, step -> step.change().delta()))
                .param("onHands", column(steps, step -> step.after().number(ON_HAND)))
                .param("reserveds", column(steps, step -> step.after().number(RESERVED)))
                .param("committeds", column(steps, step -> step.after().number(COMMITTED)))
                .param("unavailables", column(steps, step -> step.after().unavailable()))
                .param("incomings", column(steps, step -> step.after().number(INCOMING)))
                .param("reasons", column(steps, step -> step.change().reason()))
                .param("documents", column(steps, step -> step.change().document()))
                .param("actors", column(steps, step -> step.change().writer().actor()))
                .param("occurred", column(steps, step -> step.change().occurredAt()))
                .param("received", column(steps, step -> step.change().receivedAt()))
                .param("counts", column(steps, step -> step.change().countId()))
                .param("feedTxs", column(steps, step -> step.after().feedTx()))
                .param("levelSkus", column(levels, level -> level.cell().sku()))
                .param("levelLocations", column(levels, level -> level.cell().location()))
                .param("levelOnHands", column(levels, level -> level.number(ON_HAND)))
                .param("levelReserveds", column(levels, level -> level.number(RESERVED)))
                .param("levelCommitteds", column(levels, level -> level.number(COMMITTED)))
                .param("levelDamageds", column(levels, level -> level.number(DAMAGED)))
                .param("levelControlleds", column(levels, level -> level.number(QUALITY_CONTROL)))
                .param("levelDisplayeds", column(levels, level -> level.number(DISPLAY)))
                .param("levelIncomings", column(levels, level -> level.number(INCOMING)))
                .param("levelSequences", column(levels, Level::sequence))
                .param("levelMoved", column(levels, level -> moved.get(level.cell())))
                .update();
    }

    /** When the last of the steps occurred that really moved what is on hand, by cell. */
    private static Map<Cell, Instant> movedUntil(List<Step> steps) {
        Map<Cell, Instant> moved = new HashMap<>();
        for (Step step : steps) {
            LevelChange change = step.change();
            if (change.quantityName() == ON_HAND && change.countId() == null) {
                moved.merge(change.cell(), change.occurredAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        return moved;
    }

    private static Level of(Map<Cell, Level> levels, Cell cell) {
        Level level = levels.get(cell);
        if (level == null) {
            throw new IllegalStateException("cell was not locked: " + cell);
        }
        return level;
    }

    /** A row of the ledger and the level it leads to. */
    record Step(LevelChange change, Level after) {

        LevelAnnouncer.Announcement announcement(Instant now) {
            return new LevelAnnouncer.Announcement(change.writer(), fact(now));
        }

        private StockLevelChanged fact(Instant now) {
            return LevelAnnouncer.fact(
                    after.cell(),
                    after.sequence(),
                    after.said(),
                    change.reason().name(),
                    change.document(),
                    change.occurredAt(),
                    change.receivedAt(),
                    now);
        }
    }
}
