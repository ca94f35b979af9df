package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.availability.NotFoundReports;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.promise.PickupPromise;
import io.noren.inventory.pickup.promise.PickupPromises;
import io.noren.inventory.pickup.promise.PickupStore;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where customers collect what they ordered online. Placing keeps the goods in the same transaction; {@link
 * PickupHandovers handing over} takes them from stock; every other end sets them free, once they are back on the shelf. Each step tells the others what
 * happened, once, and who did it is remembered.
 *
 * <p>Order of locks: a pickup order first, then its reservation, then its cells, then its slot.
 */
@Component
public class PickupDesk {

    public static final int MOST_LISTED = 200;

    /** So many shops will hardly have an order of the same number. */
    private static final int MOST_OF_ONE_NUMBER = 20;

    private static final FirstPlace FIRST = new FirstPlace(Instant.EPOCH, new UUID(0, 0));

    private final PickupOrders orders;
    private final PickupPlacing placing;
    private final PickupSteps steps;
    private final NotFoundReports notFound;
    private final SubstitutesHere substitutes;
    private final Reservations reservations;
    private final PickupPromises promises;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    PickupDesk(
            PickupOrders orders,
            PickupPlacing placing,
            PickupSteps steps,
            NotFoundReports notFound,
            SubstitutesHere substitutes,
            Reservations reservations,
            PickupPromises promises,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.orders = orders;
        this.placing = placing;
        this.steps = steps;
        this.notFound = notFound;
        this.substitutes = substitutes;
        this.reservations = reservations;
        this.promises = promises;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param code null when the order was placed before: a code is shown once */
    public record Placed(Pickup pickup, @Nullable HandoverCode code) {}

    /** Where a list goes on: after this order. */
    private record FirstPlace(Instant placedAt, UUID id) {}

    /**
     * Keeps the goods and takes the order. Placed again with the same content it answers the order there is.
     *
     * @throws Refusal {@code ORDER_CONFLICT}, {@code INSUFFICIENT_STOCK}, {@code PICKUP_NOT_OFFERED}, {@code
     *     SLOT_NOT_AVAILABLE}, …
     */
    public Placed place(NewPickup order) {
        return placing.place(order);
    }

    @Transactional
    public Pickup accept(UUID id, StepNote note) {
        return step(id, PickupStep.ACCEPT, null, note, PickupOrder::accept);
    }

    @Transactional
    public Pickup startPicking(UUID id, StepNote note) {
        return step(id, PickupStep.START_PICKING, null, note, PickupOrder::startPicking);
    }

    /** All of a line was found. Said again, nothing more happens. */
    @Transactional
    public Pickup pick(UUID id, String line, StepNote note) {
        return step(id, PickupStep.PICK, line, note, (order, now) -> order.pick(line, now));
    }

    /**
     * Not all of a line was found. The rest stays kept for the customer; what is missing is not, and if the books are in
     * doubt, nothing more is promised from there before somebody has counted.
     *
     * @param found how much was found, less than there was to be; 0 for nothing
     * @param instead the SKU of what whoever looked for it has in hand: the customer is offered it first; null if nothing
     * @throws Refusal {@code NOT_SHORT}, {@code UNKNOWN_LINE}, {@code WRONG_STEP}, and for what may not be proposed {@code
     *     SAME_ITEM}, {@code UNKNOWN_ITEM}, {@code OTHER_UNIT}, {@code INSTEAD_NOT_AVAILABLE}
     */
    @Transactional
    public Pickup fallShort(
            UUID id, String line, BigDecimal found, ShortReason why, @Nullable String instead, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        BigDecimal before = order.missingOf(line);
        steps.done(order, PickupStep.SHORT, line, note, now, () -> {
            order.fallShort(line, found, why, instead, now);
            if (instead != null) {
                substitutes.checkProposed(order.asSeenAt(now), order.notAskedAbout(line), instead);
            }
        });
        PickupLine missing = order.fact(line, order.missingOf(line).subtract(before));
        if (why.doubtsTheBooks()) {
            notFound.report(missing.sku(), order.location(), note.reason());
        }
        reservations.keepLess(order.reservationOf(line), line, order.goodsOf(line));
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.fellShort(pickup, missing, order.missingOf(line), why, now));
        return pickup;
    }

    /** The same, with nothing in hand instead. */
    @Transactional
    public Pickup fallShort(UUID id, String line, BigDecimal found, ShortReason why, StepNote note) {
        return fallShort(id, line, found, why, null, note);
    }

    @Transactional
    public Pickup markReady(UUID id, StepNote note) {
        Pickup pickup = step(
                id,
                PickupStep.READY_NOW,
                null,
                note,
                (order, now) -> order.markReady(promises.store(order.location()).keptUntil(now), now));
        events.publishEvent(PickupFacts.ready(pickup, now()));
        return pickup;
    }

    /** The customer is here, or in front of the door. */
    @Transactional
    public Pickup arrive(UUID id, StepNote note) {
        Pickup pickup = step(id, PickupStep.ARRIVE, null, note, PickupOrder::arrive);
        events.publishEvent(PickupFacts.arrived(pickup, now()));
        return pickup;
    }

    /**
     * The store needs longer, and the customer is told when it is ready instead.
     *
     * @throws Refusal {@code BAD_READY_BY} when that is not later than what they were told last
     */
    @Transactional
    public Pickup delay(UUID id, Instant readyBy, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        Instant later = Sql.micros(readyBy);
        if (later.isAfter(now.plus(PickupOrder.KEPT_FOR_AT_MOST))) {
            throw Refusal.ofField("BAD_READY_BY", "readyBy", "Give a time within the next 14 days.");
        }
        PickupStore store = promises.store(order.location());
        return delayed(order, note, now, () -> new PickupPromise(later, null, store.keptUntil(later)));
    }

    /** The goods wait until then. */
    @Transactional
    public Pickup extend(UUID id, Instant until, StepNote note) {
        return step(id, PickupStep.EXTEND, null, note, (order, now) -> order.extend(Sql.micros(until), now));
    }

    /** The store cannot serve it. */
    @Transactional
    public Pickup reject(UUID id, StepNote note) {
        return giveUp(id, PickupStep.REJECT, note, (order, now) -> order.reject(note.reason(), now));
    }

    /** The shop or the customer no longer wants it. */
    @Transactional
    public Pickup cancel(UUID id, StepNote note) {
        return giveUp(id, PickupStep.CANCEL, note, (order, now) -> order.cancel(note.reason(), now));
    }

    /** What was taken from the shelf for an order that ended is back there, and for sale again. */
    @Transactional
    public Pickup returnToShelf(UUID id, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(order, PickupStep.RETURN_TO_SHELF, null, note, now, () -> order.returnToShelf(now));
        order.reservations().forEach(reservations::release);
        return order.asSeenAt(now);
    }

    /** What was done with an order, the first step first; empty if there is none of this id. */
    @Transactional(readOnly = true)
    public List<DoneStep> steps(UUID id) {
        return steps.of(id);
    }

    @Transactional(readOnly = true)
    public Optional<Pickup> find(UUID id) {
        return orders.findById(id).map(order -> order.asSeenAt(now()));
    }

    /** Those that shops gave this number, of every store and however long they are over; the latest first, at most 20. */
    @Transactional(readOnly = true)
    public List<Pickup> numbered(String order) {
        Instant now = now();
        return orders.numbered(order, MOST_OF_ONE_NUMBER).stream()
                .map(found -> found.asSeenAt(now))
                .toList();
    }

    /** Which store an order is for, without looking at the rest of it. */
    @Transactional(readOnly = true)
    public Optional<String> locationOf(UUID id) {
        return jdbc.sql("select location from inventory.pickup_order where id = :id")
                .param("id", id)
                .query(String.class)
                .optional();
    }

    /** What a store has to do, the longest waiting first: open orders, and goods of ended ones to be put back. */
    @Transactional(readOnly = true)
    public List<Pickup> workList(String location) {
        Instant now = now();
        return orders.workList(location, MOST_LISTED).stream()
                .map(order -> order.asSeenAt(now))
                .toList();
    }

    /**
     * What waits at a store for somebody, the longest first. One statement, which is a transaction of its own: at a till
     * each round trip counts.
     *
     * @param members ids that an order may name them by
     */
    public List<Pickup> waitingFor(Collection<UUID> members, String location) {
        Instant now = now();
        return members.isEmpty()
                ? List.of()
                : orders.findWaiting(location, members, now).stream()
                        .map(order -> order.asSeenAt(now))
                        .toList();
    }

    /**
     * What waits for somebody in any store, or will, the longest first.
     *
     * @param members ids that an order may name them by
     */
    @Transactional(readOnly = true)
    public List<Pickup> waitingFor(Collection<UUID> members) {
        Instant now = now();
        return orders.findWaiting(members, now).stream()
                .map(order -> order.asSeenAt(now))
                .toList();
    }

    /**
     * Orders as they were placed.
     *
     * @param location null for all
     * @param states empty for all
     * @param after the order to go on after, null to begin
     */
    @Transactional(readOnly = true)
    public List<Pickup> list(
            @Nullable String location, Collection<PickupState> states, @Nullable UUID after, int limit) {
        FirstPlace place = after == null
                ? FIRST
                : new FirstPlace(
                        find(after)
                                .orElseThrow(() -> PickupOrders.unknown(after))
                                .placedAt(),
                        after);
        return orders
                .list(
                        location,
                        states.isEmpty() ? EnumSet.allOf(PickupState.class) : states,
                        place.placedAt(),
                        place.id(),
                        Math.max(1, Math.min(limit, MOST_LISTED)))
                .stream()
                .map(order -> order.asSeenAt(now()))
                .toList();
    }

    /** Orders whose time is over; readers have seen them so since then. */
    @Transactional(readOnly = true)
    List<UUID> ended(int limit) {
        return orders.findEnded(now(), limit);
    }

    /** Sets free the goods of an order nobody collected; does nothing when someone else was faster. */
    @Transactional
    void expire(UUID id) {
        PickupOrder order = orders.forStep(id);
        Instant now = now();
        if (!order.hasEnded(now)) {
            return;
        }
        steps.done(order, PickupStep.EXPIRE, null, StepNote.NONE, now, () -> order.expire(now));
        setFree(order);
        events.publishEvent(PickupFacts.expired(order.asSeenAt(now), now));
    }

    /** Orders that will not be ready when their customers were told; perhaps. */
    @Transactional(readOnly = true)
    List<UUID> late(Duration warning, int delaysAtMost, int limit) {
        return orders.findLate(now().plus(warning), (short) delaysAtMost, limit);
    }

    /** Tells the customer that it takes longer, if it does; does nothing when the store was faster. */
    @Transactional
    void delayIfLate(UUID id, Duration warning, int delaysAtMost) {
        PickupOrder order = orders.forStep(id);
        Instant now = now();
        if (!order.runsLate(warning, delaysAtMost, now)) {
            return;
        }
        PickupStore store = promises.store(order.location());
        // Not before what the customer was told: as if the order had been placed then.
        Instant late = order.readyBy().isAfter(now) ? order.readyBy() : now;
        Instant from = order.awaitsGoods() ? late.plus(Sending.LATER) : late;
        order.countDelay();
        delayed(order, StepNote.NONE, now, () -> promises.promise(store, null, from));
    }

    private Pickup delayed(PickupOrder order, StepNote note, Instant now, Supplier<PickupPromise> promise) {
        Instant before = order.readyBy();
        steps.done(order, PickupStep.DELAY, null, note, now, () -> {
            leaveSlot(order);
            order.delay(promise.get(), now);
        });
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.delayed(pickup, before, now));
        return pickup;
    }

    private void leaveSlot(PickupOrder order) {
        order.leaveSlot().ifPresent(start -> promises.giveBack(order.location(), start));
    }

    private Pickup step(
            UUID id, PickupStep step, @Nullable String line, StepNote note, BiConsumer<PickupOrder, Instant> work) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(order, step, line, note, now, () -> work.accept(order, now));
        return order.asSeenAt(now);
    }

    private Pickup giveUp(UUID id, PickupStep step, StepNote note, BiConsumer<PickupOrder, Instant> work) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(order, step, null, note, now, () -> work.accept(order, now));
        setFree(order);
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.cancelled(pickup, now));
        return pickup;
    }

    /** What nobody has taken from the shelf is for sale again at once; the rest when it is back there. */
    void setFree(PickupOrder ended) {
        if (!ended.isToReturn()) {
            ended.reservations().forEach(reservations::release);
        }
        leaveSlot(ended);
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
