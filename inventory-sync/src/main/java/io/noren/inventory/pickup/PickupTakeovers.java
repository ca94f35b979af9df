package io.noren.inventory.pickup;

import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a store cannot serve becomes an order of its own: all of an order, or what is missing of it. */
@Component
public class PickupTakeovers {
    private static final int LONGEST_NUMBER = 100;

    private final PickupDesk desk;
    private final PickupOrders orders;
    private final PickupSteps steps;
    private final RetriedTransaction transaction;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    PickupTakeovers(
            PickupDesk desk,
            PickupOrders orders,
            PickupSteps steps,
            RetriedTransaction transaction,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.desk = desk;
        this.orders = orders;
        this.steps = steps;
        this.transaction = transaction;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Another store takes the order over, if it has all that is left of it. In one step: at no moment is it kept at both
     * or at neither.
     *
     * @return the order there, with its own handover code
     * @throws Refusal {@code INSUFFICIENT_STOCK}, {@code SAME_STORE}, {@code NOTHING_TO_REROUTE}, {@code WRONG_STEP}, and
     *     those of placing
     */
    public PickupDesk.Placed reroute(UUID id, String location, StepNote note) {
        // Of two locations, and another may lock their cells the other way round.
        return transaction.runFromTheStart(() -> rerouted(id, location, note));
    }

    private PickupDesk.Placed rerouted(UUID id, String location, StepNote note) {
        Instant now = Sql.micros(clock.instant());
        PickupOrder order = orders.forStep(id);
        if (location.equals(order.location())) {
            throw Refusal.ofField("SAME_STORE", "location", "The order is for this store already: name another.");
        }
        Pickup before = order.asSeenAt(now);
        if (before.goods().isEmpty()) {
            throw new Refusal(
                    "NOTHING_TO_REROUTE", "Nothing of this order was found, and nothing is kept of it any more.");
        }
        steps.done(order, PickupStep.REROUTE, null, note, now, () -> order.reroute(note.reason(), now));
        PickupDesk.Placed there = takeOver(before, location, before.goods(), null, null);
        desk.setFree(order);
        events.publishEvent(PickupFacts.rerouted(order.asSeenAt(now), there.pickup(), now));
        return there;
    }

    /**
     * @param reservation what keeps the goods; null to keep them now
     * @param sending where they are sent to the location from; null when it has them itself
     */
    @Transactional(propagation = Propagation.MANDATORY)
    PickupDesk.Placed takeOver(
            Pickup from,
            String location,
            List<PickupLine> goods,
            @Nullable UUID reservation,
            @Nullable Sending sending) {
        PickupDesk.Placed placed = desk.place(new NewPickup(
                number(from),
                from.channel(),
                location,
                from.member(),
                from.contact(),
                goods.stream()
                        .map(line -> new NewPickup.Line(line.line(), line.sku(), line.quantity(), price(from, line)))
                        .toList(),
                null,
                from.payment(),
                reservation,
                sending));
        PickupOrder there = orders.forStep(placed.pickup().id());
        there.tookOver(from.id());
        orders.flush();
        return new PickupDesk.Placed(there.asSeenAt(placed.pickup().placedAt()), placed.code());
    }

    private static @Nullable Money price(Pickup from, PickupLine line) {
        BigDecimal price = line.unitPrice();
        String currency = from.currency();
        return price == null || currency == null ? null : new Money(price, currency);
    }

    /** The shop's number, with how often goods of that order went elsewhere: W-1001-R1. */
    private String number(Pickup from) {
        long before = jdbc.sql("select count(*) from inventory.pickup_order where rerouted_from = :order")
                .param("order", from.id())
                .query(Long.class)
                .single();
        String suffix = "-R" + (before + 1);
        String number = from.order() + suffix;
        if (number.length() > LONGEST_NUMBER) {
            throw new Refusal(
                    "BAD_ORDER",
                    "The order's number leaves no room for " + suffix + ": place it anew at the other store.",
                    "order",
                    Map.of());
        }
        return number;
    }
}
