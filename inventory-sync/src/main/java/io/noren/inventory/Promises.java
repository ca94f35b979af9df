package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The only door through which {@code reserved} and {@code committed} move. Who asks sees the cells locked, and takes with
 * one conditional statement, however many promises it is for: nothing is promised twice.
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

    /** Looks up what {@link #check} will need, for many promises with one statement. */
    public void remember(List<Promise> promises) {
        masterData.locations(promises.stream().map(Promise::location).collect(Collectors.toSet()));
        masterData.items(promises.stream()
                .map(promise -> ItemReference.sku(promise.sku()))
                .collect(Collectors.toSet()));
    }

    /**
     * Refuses what can never be promised: unknown items and places, quantities that are none.
     *
     * @param field the request's list, for the refusal: {@code lines} gives {@code lines[0].quantity}
     */
    public void check(List<Promise> promises, String field) {
        Set<String> locations =
                masterData.locations(promises.stream().map(Promise::location).collect(Collectors.toSet()));
        Map<ItemReference, KnownItem> items = masterData.items(promises.stream()
                .map(promise -> ItemReference.sku(promise.sku()))
                .collect(Collectors.toSet()));
        for (int i = 0; i < promises.size(); i++) {
            Promise promise = promises.get(i);
            KnownItem item = items.get(ItemReference.sku(promise.sku()));
            String at = field + "[" + i + "].";
            if (promise.quantity().signum() <= 0 || Quantities.isAbsurd(promise.quantity())) {
                throw Refusal.ofField("ABSURD_QUANTITY", at + "quantity", "A quantity is above 0, at most 1,000,000.");
            } else if (Quantities.hasTooManyDecimals(promise.quantity())) {
                throw Refusal.ofField("TOO_MANY_DECIMALS", at + "quantity", "Quantities have at most 3 decimals.");
            } else if (!locations.contains(promise.location())) {
                throw Refusal.ofField("UNKNOWN_LOCATION", at + "location", "No location " + promise.location() + ".");
            } else if (item == null) {
                throw Refusal.ofField("UNKNOWN_ITEM", at + "sku", "No item " + promise.sku() + ".");
            } else if (item.isBundle()) {
                throw new Refusal(
                        MovementRules.BUNDLE_HAS_NO_STOCK,
                        promise.sku() + " is a bundle and has no stock of its own: name its parts.",
                        at + "sku",
                        Map.of("parts", item.parts()));
            } else if (item.countsInPieces() && !Quantities.isWhole(promise.quantity())) {
                throw Refusal.ofField(
                        "FRACTION_OF_EACH", at + "quantity", "The item is counted in pieces: give a whole number.");
            }
        }
    }

    // Behind a subquery the planner does not see how many there are, plans once for all, and not anew for every group.
    /**
     * Locks the cells, in the order in which everyone locks them, and looks at what may be promised there and what the
     * owners have already. Whoever else wants them waits until this transaction ends.
     */
    @InCallersTransaction
    public LockedCells lock(List<Wanted> wanted) {
        LockedCells cells = new LockedCells();
        if (wanted.isEmpty()) {
            return cells;
        }
        jdbc.sql("""
                select wanted.n, l.sku, l.location, l.on_hand, l.reserved, l.committed, l.damaged, l.quality_control,
                    l.display, l.incoming, l.sequence, l.feed_tx::text as feed_tx, l.count_id, l.counted_at,
                    case when beyond.sku is null then 0 else inventory.promisable_beyond(l.sku, l.location) end
                        as beyond,
                    exists (select from inventory.not_found missed
                        where missed.sku = l.sku and missed.location = l.location and missed.ended_at is null
                            and (l.counted_at is null or l.counted_at < missed.reported_at)) as not_found,
                    open.reservation as open, owner.max_per_owner,
                    case when owner.max_per_owner is not null then
                        coalesce((select sum(has.quantity) from inventory.reservation_line has
                            where has.owner = wanted.owner and has.sku = wanted.sku
                                and has.state in ('HELD', 'COMMITTED')), 0) end as owned
                from unnest((select :owners::text[]), (select :lines::text[]), (select :skus::text[]),
                    (select :locations::text[])) with ordinality
                    as wanted (owner, line, sku, location, n)
                join inventory.stock_level l on l.sku = wanted.sku and l.location = wanted.location
                left join inventory.reservation_line open on open.owner = wanted.owner and open.line = wanted.line
                    and open.state in ('HELD', 'COMMITTED')
                left join inventory.backorder_limit beyond on beyond.sku = l.sku and beyond.location = l.location
                left join inventory.owner_limit owner on owner.sku = l.sku
                order by l.sku, l.location
                for no key update of l
                """)
                .param("owners", column(wanted, Wanted::owner))
                .param("lines", column(wanted, Wanted::line))
                .param("skus", column(wanted, each -> each.promise().sku()))
                .param("locations", column(wanted, each -> each.promise().location()))
                .query(row -> {
                    Wanted each = wanted.get(row.getInt("n") - 1);
                    cells.add(Level.of(row), row.getBigDecimal("beyond"), row.getBoolean("not_found"));
                    UUID open = row.getObject("open", UUID.class);
                    if (open != null) {
                        cells.addOpen(each, open);
                    }
                    BigDecimal most = row.getBigDecimal("max_per_owner");
                    if (most != null) {
                        cells.addLimit(each, new LockedCells.OwnerLimit(most, row.getBigDecimal("owned")));
                    }
                });
        return cells;
    }

    /**
     * Writes what was taken of the cells: however many promises that are, each is a movement of its own, and each level
     * is raised once, on the condition that there is enough.
     */
    @InCallersTransaction
    public void write(LockedCells cells) {
        List<LockedCells.Taken> taken = cells.taken();
        if (taken.isEmpty()) {
            return;
        }
        Instant now = Sql.micros(clock.instant());
        List<LockedCells.Shelf> changed = List.copyOf(cells.changed());
        int raised = raise(taken, changed, now);
        if (raised < changed.size()) {
            throw new CannotAcquireLockException("a cell that was locked has changed");
        }
        announcer.announce(taken.stream().map(each -> each.announcement(now)).toList());
    }

    /** What was promised softly becomes promised to an order. */
    @InCallersTransaction
    public void commit(List<Promise> promises, String document, Instant occurredAt) {
        // In both steps with two rows: between them a reader of the feed sees too little for sale, never too much.
        apply(
                promises,
                MovementReason.RESERVATION_COMMITTED,
                document,
                occurredAt,
                List.of(new Part(QuantityName.COMMITTED, 1), new Part(QuantityName.RESERVED, -1)));
    }

    /** What is promised of goods that come for somebody; to be written together with their coming. */
    List<LevelChange> kept(List<Promise> promises, String document, Instant occurredAt) {
        return changes(
                promises,
                MovementReason.RESERVATION_COMMITTED,
                document,
                occurredAt,
                Sql.micros(clock.instant()),
                List.of(new Part(QuantityName.COMMITTED, 1)));
    }

    /**
     * Gives back what was promised.
     *
     * @param from where the promise stands: {@code RESERVED} or {@code COMMITTED}
     */
    @InCallersTransaction
    public void giveBack(
            List<Promise> promises, QuantityName from, MovementReason reason, String document, Instant occurredAt) {
        apply(promises, reason, document, occurredAt, List.of(new Part(from, -1)));
    }

    /** What one reservation promised and no longer does. */
    public record Ended(List<Promise> promises, String document, Instant endedAt) {}

    /** Gives back what many holds had promised until they ended, with as many statements as for one. */
    @InCallersTransaction
    public void giveBack(List<Ended> ended) {
        Instant now = Sql.micros(clock.instant());
        move(ended.stream()
                .flatMap(each -> changes(
                        each.promises(),
                        MovementReason.RESERVATION_EXPIRED,
                        each.document(),
                        each.endedAt(),
                        now,
                        List.of(new Part(QuantityName.RESERVED, -1)))
                        .stream())
                .toList());
    }

    /**
     * Moves promises to another location, where there must be enough for all of them. Both ends are locked together, in
     * the order in which everyone locks them.
     *
     * @param keptAs where the promises stand: {@code RESERVED} or {@code COMMITTED}
     * @param from the document of the reservation that gives them away
     * @param to and of the one that takes them over
     * @return the cells there as they were before; when one of them has too little, nothing was moved
     */
    @InCallersTransaction
    public LockedCells transfer(
            List<Promise> promises, String location, QuantityName keptAs, String from, String to, Instant occurredAt) {
        List<Promise> there = promises.stream()
                .map(promise -> new Promise(promise.sku(), location, promise.quantity()))
                .toList();
        List<Wanted> both = new ArrayList<>();
        promises.forEach(promise -> both.add(new Wanted("", "", promise)));
        there.forEach(promise -> both.add(new Wanted("", "", promise)));
        LockedCells cells = lock(both);
        if (merged(there).stream().allMatch(promise -> cells.left(promise).compareTo(promise.quantity()) >= 0)) {
            Instant now = Sql.micros(clock.instant());
            List<LevelChange> changes = new ArrayList<>();
            changes.addAll(changes(
                    promises,
                    MovementReason.RESERVATION_TRANSFERRED,
                    from,
                    occurredAt,
                    now,
                    List.of(new Part(keptAs, -1))));
            changes.addAll(changes(
                    there, MovementReason.RESERVATION_TRANSFERRED, to, occurredAt, now, List.of(new Part(keptAs, 1))));
            move(changes);
        }
        return cells;
    }

    /**
     * The goods leave, and with them the promise.
     *
     * @param from where the promise stands: {@code RESERVED} or {@code COMMITTED}
     */
    @InCallersTransaction
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
        move(changes(promises, reason, document, occurredAt, Sql.micros(clock.instant()), parts));
    }

    private static List<LevelChange> changes(
            List<Promise> promises,
            MovementReason reason,
            String document,
            Instant occurredAt,
            Instant now,
            List<Part> parts) {
        List<LevelChange> changes = new ArrayList<>();
        Writer writer = Writer.here();
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
                        now,
                        writer));
            }
        }
        return changes;
    }

    private void move(List<LevelChange> changes) {
        Map<String, Level.Objection> objections = levels.apply(changes);
        if (!objections.isEmpty()) {
            throw new IllegalStateException("a promise cannot be moved: " + objections);
        }
    }

    private int raise(List<LockedCells.Taken> taken, List<LockedCells.Shelf> changed, Instant now) {
        return jdbc.sql("""
                with raised as (
                    update inventory.stock_level l
                    set reserved = l.reserved + cell.reserved, committed = l.committed + cell.committed,
                        sequence = l.sequence + cell.movements,
                        feed_tx = greatest(pg_current_xact_id(), l.feed_tx)
                    from unnest((select :cellSkus::text[]), (select :cellLocations::text[]),
                        (select :cellReserveds::numeric[]), (select :cellCommitteds::numeric[]),
                        (select :cellMovements::bigint[]), (select :cellBeyonds::numeric[]))
                        as cell (sku, location, reserved, committed, movements, beyond)
                    where l.sku = cell.sku and l.location = cell.location
                        and l.on_hand + cell.beyond - l.reserved - l.committed
                            - l.damaged - l.quality_control - l.display >= cell.reserved + cell.committed
                    returning l.sku, l.location, l.feed_tx),
                moved as (
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, committed_after, unavailable_after, incoming_after, reason,
                        document, actor, occurred_at, received_at, recorded_at, feed_tx)
                    select document || '/' || reason, sku, location, sequence, name, delta, on_hand, reserved,
                        committed, unavailable, incoming, reason, document, actor, :now, :now, :now, raised.feed_tx
                    from unnest(:skus::text[], :locations::text[], :sequences::bigint[], :deltas::numeric[],
                        :onHands::numeric[], :reserveds::numeric[], :committeds::numeric[], :unavailables::numeric[],
                        :incomings::numeric[], :documents::text[], :actors::text[], :names::text[], :reasons::text[])
                        with ordinality
                        as step (sku, location, sequence, delta, on_hand, reserved, committed, unavailable, incoming,
                            document, actor, name, reason, n)
                    join raised using (sku, location)
                    order by n)
                select count(*) from raised
                """)
                .param(
                        "cellSkus",
                        column(changed, shelf -> shelf.before().cell().sku()))
                .param(
                        "cellLocations",
                        column(changed, shelf -> shelf.before().cell().location()))
                .param("cellReserveds", column(changed, shelf -> shelf.taken(QuantityName.RESERVED)))
                .param("cellCommitteds", column(changed, shelf -> shelf.taken(QuantityName.COMMITTED)))
                .param(
                        "cellMovements",
                        column(
                                changed,
                                shelf -> shelf.level().sequence()
                                        - shelf.before().sequence()))
                .param("cellBeyonds", column(changed, LockedCells.Shelf::beyond))
                .param("names", column(taken, LockedCells.Taken::keptAs))
                .param("reasons", column(taken, LockedCells.Taken::reason))
                .param("now", time(now))
                .param("skus", column(taken, each -> each.cell().sku()))
                .param("locations", column(taken, each -> each.cell().location()))
                .param("sequences", column(taken, each -> each.after().sequence()))
                .param("deltas", column(taken, LockedCells.Taken::quantity))
                .param("onHands", column(taken, each -> each.after().number(QuantityName.ON_HAND)))
                .param("reserveds", column(taken, each -> each.after().number(QuantityName.RESERVED)))
                .param("committeds", column(taken, each -> each.after().number(QuantityName.COMMITTED)))
                .param("unavailables", column(taken, each -> each.after().unavailable()))
                .param("incomings", column(taken, each -> each.after().number(QuantityName.INCOMING)))
                .param("documents", column(taken, LockedCells.Taken::document))
                .param("actors", column(taken, each -> each.writer().actor()))
                .query(Integer.class)
                .single();
    }

    /** The change that a new promise is, for reckoning with. */
    static LevelChange created(Cell cell, QuantityName keptAs, BigDecimal quantity, String document, Writer writer) {
        return new LevelChange(
                key(document, reason(keptAs)),
                cell,
                keptAs,
                quantity,
                reason(keptAs),
                document,
                Instant.EPOCH,
                Instant.EPOCH,
                writer);
    }

    /** Why a new promise moves the books: as a hold, or at once for an order. */
    static MovementReason reason(QuantityName keptAs) {
        return keptAs == QuantityName.COMMITTED
                ? MovementReason.RESERVATION_COMMITTED
                : MovementReason.RESERVATION_CREATED;
    }

    /** Whether it happens once is the reservation's state to say; the key only tells a reader what it belongs to. */
    private static String key(String document, MovementReason reason) {
        return document + "/" + reason;
    }

    /** One promise for each cell, by SKU and location. */
    public static List<Promise> merged(List<Promise> promises) {
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
