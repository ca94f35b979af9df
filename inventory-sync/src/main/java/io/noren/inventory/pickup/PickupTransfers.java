package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipments;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders whose goods another location has: it sends them to the store, where they are kept for the customer. They are on
 * a shipment like any other, so on-hand falls where they leave and rises where they arrive, once.
 *
 * <p>Order of locks: the order, then its new shipment, then its reservation and cells.
 */
@Component
public class PickupTransfers {
    private static final int MOST_LISTED = 200;

    private final PickupOrders orders;
    private final PickupDesk desk;
    private final PickupSteps steps;
    private final Shipments shipments;
    private final Arrivals arrivals;
    private final Reservations reservations;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    PickupTransfers(
            PickupOrders orders,
            PickupDesk desk,
            PickupSteps steps,
            Shipments shipments,
            Arrivals arrivals,
            Reservations reservations,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.orders = orders;
        this.desk = desk;
        this.steps = steps;
        this.shipments = shipments;
        this.arrivals = arrivals;
        this.reservations = reservations;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * An order that waits to be sent, without whose it is.
     *
     * @param location where to
     */
    public record ToSend(
            UUID id, String order, String location, List<PickupLine> lines, Instant placedAt, Instant readyBy) {}

    /** What a location has to send, the longest waiting first; at most 200. */
    @Transactional(readOnly = true)
    public List<ToSend> toSend(String from) {
        Instant now = now();
        return orders.toSend(from, now, MOST_LISTED).stream()
                .map(order -> order.asSeenAt(now))
                .map(pickup -> new ToSend(
                        pickup.id(),
                        pickup.order(),
                        pickup.location(),
                        pickup.goods(),
                        pickup.placedAt(),
                        pickup.readyBy()))
                .toList();
    }

    /** How many orders each of these locations has to send; those with none are left out. */
    @Transactional(readOnly = true)
    public Map<String, Long> waiting(Collection<String> locations) {
        Map<String, Long> waiting = new HashMap<>();
        jdbc.sql("""
                select sent_from, count(*) as orders from inventory.pickup_order
                where sent_from = any(:locations) and state = 'AWAITING_TRANSFER' and expires_at > :now
                group by sent_from
                """)
                .param("locations", locations.toArray(String[]::new))
                .param("now", time(now()))
                .query(row -> {
                    waiting.put(row.getString("sent_from"), row.getLong("orders"));
                });
        return waiting;
    }

    /**
     * Where an order's goods come from.
     *
     * @throws Refusal {@code UNKNOWN_PICKUP_ORDER}, {@code WRONG_STEP} if the store has them itself
     */
    @Transactional(readOnly = true)
    public String from(UUID id) {
        PickupOrder order = orders.findById(id).orElseThrow(() -> PickupOrders.unknown(id));
        String from = order.sentFrom();
        if (from == null) {
            throw PickupOrder.wrongStep(PickupStep.SEND, order.state());
        }
        return from;
    }

    /**
     * The goods leave. They are on their way to the store from here on, and kept nowhere.
     *
     * @param expectedAt when they will be there; null when nobody knows
     * @throws Refusal {@code WRONG_STEP}
     */
    @Transactional
    public Pickup send(UUID id, @Nullable Instant expectedAt, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(order, PickupStep.SEND, null, note, now, () -> {
            String from = order.sendableFrom(now);
            Shipment sent = shipments.send(new NewShipment(
                    Shipment.Kind.TRANSFER,
                    "pickup/" + id,
                    from,
                    null,
                    order.location(),
                    expectedAt,
                    order.asSeenAt(now).goods().stream()
                            .map(line -> new NewShipment.Line(line.line(), line.sku(), line.quantity(), null))
                            .toList()));
            order.send(sent.id(), now);
        });
        // After the goods have left the shelf: a reader in between sees too little for sale there, never too much.
        reservations.release(order.leftReservation());
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.sent(pickup, expectedAt == null ? null : Sql.micros(expectedAt), now));
        return pickup;
    }

    /**
     * All that is on its way came, in good order. What came otherwise is said of the transfer itself: in parts, damaged, or
     * never.
     *
     * @throws Refusal {@code WRONG_STEP}
     */
    public Pickup receive(UUID id, StepNote note) {
        UUID shipment = PickupArrivals.shipmentOf(desk.find(id).orElseThrow(() -> PickupOrders.unknown(id)));
        List<Receiving.Line> lines = shipments.find(shipment, Shipment.Kind.TRANSFER).orElseThrow().lines().stream()
                .filter(line -> line.outstanding().signum() > 0)
                .map(line ->
                        new Receiving.Line(line.line(), line.outstanding(), BigDecimal.ZERO, BigDecimal.ZERO, null))
                .toList();
        if (lines.isEmpty()) {
            throw PickupOrder.wrongStep(
                    PickupStep.RECEIVE, desk.find(id).orElseThrow().state());
        }
        PickupArrivals.noted(
                note,
                () -> arrivals.receive(
                        shipment,
                        Shipment.Kind.TRANSFER,
                        new Receiving("pickup/" + UUID.randomUUID(), null, null, lines, List.of())));
        return desk.find(id).orElseThrow();
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
