package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The only door through which {@code reserved} and {@code committed} move. Checking and taking is one conditional statement, so nothing is
 * promised twice, however many ask at once.
 *
 * <p>All steps belong to the caller's transaction: a promise without the reservation that made it must not exist.
 */
@Component
public class Promises {

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final StockLevels levels;
    private final LevelAnnouncer announcer;
    private final Clock clock;

    Promises(JdbcClient jdbc, MasterData masterData, StockLevels levels, LevelAnnouncer announcer, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.levels = levels;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Refuses what can never be promised: unknown items and places, quantities that are none.
     *
     * @param field the request's list, for the refusal: {@code lines} gives {@code lines[0].quantity}
     */
    public void check(List<Promise> promises, String field) {
        Set<String> locations =
                masterData.locations(promises.stream().map(Promise::location).collect(Collectors.toSet()));
        Map<ItemReference, MasterData.KnownItem> items = masterData.items(promises.stream()
                .map(promise -> ItemReference.sku(promise.sku()))
                .collect(Collectors.toSet()));
        for (int i = 0; i < promises.size(); i++) {
            Promise promise = promises.get(i);
            MasterData.KnownItem item = items.get(ItemReference.sku(promise.sku()));
            String at = field + "[" + i + "].";
            if (promise.quantity().signum() <= 0 || Quantities.isAbsurd(promise.quantity())) {
                throw Refusal.ofField("ABSURD_QUANTITY", at + "quantity", "A quantity is above 0, at most 1,000,000.");
            } else if (Quantities.hasTooManyDecimals(promise.quantity())) {
                throw Refusal.ofField("TOO_MANY_DECIMALS", at + "quantity", "Quantities have at most 3 decimals.");
            } else if (!locations.contains(promise.location())) {
                throw Refusal.ofField("UNKNOWN_LOCATION", at + "location", "No location " + promise.location() + ".");
            } else if (item == null) {
                throw Refusal.ofField("UNKNOWN_ITEM", at + "sku", "No item " + promise.sku() + ".");
            } else if (item.countsInPieces() && !Quantities.isWhole(promise.quantity())) {
                throw Refusal.ofField(
                        "FRACTION_OF_EACH", at + "quantity", "The item is counted in pieces: give a whole number.");
            }
        }
    }

    /**
     * Takes what can be taken whole and leaves the rest untouched.
     *
     * @return those that there was not enough for, merged by SKU and location
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Promise> reserve(List<Promise> promises, String document) {
        List<Promise> merged = merged(promises);
        if (merged.size() > 1) {
            // One row is its own order. Several are locked in the order everyone else locks them.
            lock(merged);
        }
        Instant now = Sql.micros(clock.instant());
        List<StockLevelChanged> taken = take(merged, document, now);
        announcer.announce(taken);
        Set<Cell> served = new HashSet<>();
        taken.forEach(change -> served.add(new Cell(change.sku(), change.location())));
        return merged.stream()
                .filter(promise -> !served.contains(promise.cell()))
                .toList();
    }

    /** What was promised softly becomes promised to an order. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void commit(List<Promise> promises, String document, Instant occurredAt) {
        // In both steps with two rows: between them a reader of the feed sees too little for sale, never too much.
        apply(
                promises,
                MovementReason.RESERVATION_COMMITTED,
                document,
                occurredAt,
                List.of(new Part(QuantityName.COMMITTED, 1), new Part(QuantityName.RESERVED, -1)));
    }

    /**
     * Gives back what was promised.
     *
     * @param from where the promise stands: {@code RESERVED} or {@code COMMITTED}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(
            List<Promise> promises, QuantityName from, MovementReason reason, String document, Instant occurredAt) {
        apply(promises, reason, document, occurredAt, List.of(new Part(from, -1)));
    }

    /**
     * The goods leave, and with them the promise.
     *
     * @param from where the promise stands: {@code RESERVED} or {@code COMMITTED}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void fulfil(List<Promise> promises, QuantityName from, String document, Instant occurredAt) {
        apply(
                promises,
                MovementReason.RESERVATION_FULFILLED,
                document,
                occurredAt,
                List.of(new Part(QuantityName.ON_HAND, -1), new Part(from, -1)));
    }

    /** One number of a step, which takes what is promised or gives it. */
    private record Part(QuantityName quantityName, int sign) {}

    private void apply(
            List<Promise> promises, MovementReason reason, String document, Instant occurredAt, List<Part> parts) {
        Instant now = Sql.micros(clock.instant());
        List<LevelChange> changes = new ArrayList<>();
        for (Promise promise : merged(promises)) {
            for (Part part : parts) {
                changes.add(new LevelChange(
                        key(document, reason),
                        promise.cell(),
                        part.quantityName(),
                        promise.quantity().multiply(BigDecimal.valueOf(part.sign())),
                        reason,
                        document,
                        occurredAt,
                        now));
            }
        }
        Map<String, Level.Objection> objections = levels.apply(changes, Actor.current());
        if (!objections.isEmpty()) {
            throw new IllegalStateException("a promise cannot be moved: " + objections);
        }
    }

    private void lock(List<Promise> merged) {
        jdbc.sql("""
                select l.sku from inventory.stock_level l
                join unnest(:skus::text[], :locations::text[]) as wanted (sku, location) using (sku, location)
                order by l.sku, l.location
                for no key update of l
                """)
                .param("skus", column(merged, Promise::sku))
                .param("locations", column(merged, Promise::location))
                .query(String.class)
                .list();
    }

    private List<StockLevelChanged> take(List<Promise> merged, String document, Instant now) {
        String reason = MovementReason.RESERVATION_CREATED.name();
        return jdbc.sql("""
                with wanted as (
                    select * from unnest(:skus::text[], :locations::text[], :quantities::numeric[])
                        as wanted (sku, location, quantity)),
                taken as (
                    update inventory.stock_level l
                    set reserved = l.reserved + wanted.quantity, sequence = l.sequence + 1,
                        feed_tx = greatest(pg_current_xact_id(), l.feed_tx)
                    from wanted
                    where l.sku = wanted.sku and l.location = wanted.location
                        and l.on_hand - l.reserved - l.committed - l.damaged - l.quality_control - l.display
                            >= wanted.quantity
                    returning l.*, l.damaged + l.quality_control + l.display as unavailable, wanted.quantity),
                moved as (
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, committed_after, unavailable_after, reason, document, actor,
                        occurred_at, received_at, recorded_at, feed_tx)
                    select :key, sku, location, sequence, 'RESERVED', quantity, on_hand, reserved, committed,
                        unavailable, :reason, :document, :actor, :now, :now, :now, feed_tx
                    from taken)
                select sku, location, sequence, on_hand, reserved, committed, unavailable from taken
                """)
                .param("skus", column(merged, Promise::sku))
                .param("locations", column(merged, Promise::location))
                .param("quantities", column(merged, Promise::quantity))
                .param("key", key(document, MovementReason.RESERVATION_CREATED))
                .param("reason", reason)
                .param("document", document)
                .param("actor", Actor.current())
                .param("now", time(now))
                .query((row, index) -> LevelAnnouncer.fact(
                        new Cell(row.getString("sku"), row.getString("location")),
                        row.getLong("sequence"),
                        new LevelNumbers(
                                row.getBigDecimal("on_hand"),
                                row.getBigDecimal("reserved"),
                                row.getBigDecimal("committed"),
                                row.getBigDecimal("unavailable")),
                        reason,
                        document,
                        now,
                        now,
                        now))
                .list();
    }

    /** Whether it happens once is the reservation's state to say; the key only tells a reader what it belongs to. */
    private static String key(String document, MovementReason reason) {
        return document + "/" + reason;
    }

    private static List<Promise> merged(List<Promise> promises) {
        Map<String, Map<String, Promise>> cells = new TreeMap<>();
        promises.forEach(promise -> cells.computeIfAbsent(promise.sku(), sku -> new TreeMap<>())
                .merge(
                        promise.location(),
                        promise,
                        (one, other) -> new Promise(
                                one.sku(), one.location(), one.quantity().add(other.quantity()))));
        return cells.values().stream().flatMap(ofSku -> ofSku.values().stream()).toList();
    }
}
