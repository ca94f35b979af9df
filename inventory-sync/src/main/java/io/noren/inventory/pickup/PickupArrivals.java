package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import io.noren.inventory.ShippedGoods;
import io.noren.inventory.ShippedGoods.Kept;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.promise.PickupPromises;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.shipment.AwaitedGoods;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Came;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Goods come to a store for a customer who ordered them there, by whatever door they are received: from that very moment
 * they are kept for this customer, and at none are they anybody else's. What comes after the order has ended is for sale
 * like everything else.
 *
 * <p>Order of locks: the shipment, which whoever receives has locked, then the order, then cells.
 */
@Component
class PickupArrivals implements AwaitedGoods {
    private static final ThreadLocal<StepNote> NOTE = ThreadLocal.withInitial(() -> StepNote.NONE);

    private final PickupOrders orders;
    private final PickupDesk desk;
    private final PickupSteps steps;
    private final PickupPromises promises;
    private final Reservations reservations;
    private final ShippedGoods goods;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PickupArrivals(
            PickupOrders orders,
            PickupDesk desk,
            PickupSteps steps,
            PickupPromises promises,
            Reservations reservations,
            ShippedGoods goods,
            ApplicationEventPublisher events,
            Clock clock) {
        this.orders = orders;
        this.desk = desk;
        this.steps = steps;
        this.promises = promises;
        this.reservations = reservations;
        this.goods = goods;
        this.events = events;
        this.clock = clock;
    }

    /** Whoever receives in there says so with this note. */
    static <T> T noted(StepNote note, Supplier<T> receiving) {
        NOTE.set(note);
        try {
            return receiving.get();
        } finally {
            NOTE.remove();
        }
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Kept> came(Shipment shipment, List<Came> came) {
        return orders
                .findIdByShipment(shipment.id())
                .flatMap(orders::findForStep)
                .filter(order -> order.state() == PickupState.IN_TRANSIT && !order.hasEnded(now()))
                .flatMap(order -> came(order, shipment, came))
                .stream()
                .toList();
    }

    private Optional<Kept> came(PickupOrder order, Shipment shipment, List<Came> came) {
        Instant now = now();
        Optional<Kept> kept = keep(order, came);
        boolean settled =
                shipment.lines().stream().allMatch(line -> line.outstanding().signum() == 0);
        UUID keptBy = order.keptSoFar();
        if (settled && keptBy == null) {
            neverCame(order, now);
        } else if (settled && keptBy != null) {
            Map<String, BigDecimal> arrived = reservations.find(keptBy).orElseThrow().lines().stream()
                    .collect(Collectors.toMap(Reservation.Line::line, Reservation.Line::quantity));
            Instant keptUntil = promises.store(order.location()).keptUntil(now);
            steps.done(order, PickupStep.RECEIVE, null, NOTE.get(), now, () -> order.arrived(arrived, keptUntil, now));
            tell(order, now);
        } else if (kept.isPresent()) {
            steps.done(order, PickupStep.RECEIVE, null, NOTE.get(), now, () -> {});
        }
        return kept;
    }

    /**
     * What has come in good order is kept, as far as it is there: where more is promised already than the store has, the
     * books are wrong or somebody sold what was another's, and nobody is promised still more.
     */
    private Optional<Kept> keep(PickupOrder order, List<Came> came) {
        List<Came> good = came.stream()
                .filter(each -> each.line() != null && each.quantity().signum() > 0)
                .toList();
        if (good.isEmpty()) {
            return Optional.empty();
        }
        Map<String, BigDecimal> left =
                new HashMap<>(goods.left(came.stream().map(Came::sku).toList(), order.location()));
        came.forEach(each -> left.merge(each.sku(), each.quantity().add(each.over()), BigDecimal::add));
        List<HoldRequest.Line> lines = new ArrayList<>();
        for (Came each : good) {
            BigDecimal kept = each.quantity().min(left.getOrDefault(each.sku(), BigDecimal.ZERO));
            if (kept.signum() > 0) {
                left.merge(each.sku(), kept.negate(), BigDecimal::add);
                lines.add(
                        new HoldRequest.Line(Objects.requireNonNull(each.line()), each.sku(), order.location(), kept));
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        Kept kept =
                reservations.keepArrived(order.keptSoFar(), "pickup-arrived/" + order.getId(), order.channel(), lines);
        order.keepBy(kept.reservation());
        return Optional.of(kept);
    }

    private void tell(PickupOrder order, Instant now) {
        Pickup pickup = order.asSeenAt(now);
        for (Pickup.Line line : pickup.lines()) {
            BigDecimal missing = line.missing();
            if (missing != null) {
                PickupLine fact = order.fact(line.line(), missing);
                events.publishEvent(PickupFacts.fellShort(pickup, fact, missing, ShortReason.NO_VARIANCE, now));
            }
        }
        events.publishEvent(PickupFacts.goodsArrived(pickup, now));
    }

    private void neverCame(PickupOrder order, Instant now) {
        String reason = "nothing of it arrived";
        steps.done(order, PickupStep.REJECT, null, new StepNote(null, reason), now, () -> order.reject(reason, now));
        desk.setFree(order);
        events.publishEvent(PickupFacts.cancelled(order.asSeenAt(now), now));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }

    /** The shipment that an order's goods are on. */
    static UUID shipmentOf(Pickup pickup) {
        Pickup.Transfer transfer = pickup.transfer();
        UUID shipment = transfer == null ? null : transfer.shipment();
        if (pickup.state() != PickupState.IN_TRANSIT || shipment == null) {
            throw PickupOrder.wrongStep(PickupStep.RECEIVE, pickup.state());
        }
        return shipment;
    }
}
