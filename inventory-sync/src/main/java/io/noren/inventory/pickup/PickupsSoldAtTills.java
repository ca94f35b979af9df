package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Sql;
import io.noren.inventory.StockLedger;
import io.noren.inventory.reservation.Reservations;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Orders whose goods a till rang up. The till's sale lowers stock as every sale does, so the order must not lower it,
 * too, in whatever order sale, handover at the desk and the order itself become known here:
 *
 * <ul>
 *   <li>An open order is collected, and its reservation is released, not fulfilled.
 *   <li>What the desk had handed over already was taken from stock by that; it is put back, once.
 *   <li>An order that becomes known later is collected as soon as it is placed.
 * </ul>
 */
@Component
public class PickupsSoldAtTills {

    private final PickupOrders orders;
    private final PickupSteps steps;
    private final Reservations reservations;
    private final StockLedger ledger;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;

    PickupsSoldAtTills(
            PickupOrders orders,
            PickupSteps steps,
            Reservations reservations,
            StockLedger ledger,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock) {
        this.orders = orders;
        this.steps = steps;
        this.reservations = reservations;
        this.ledger = ledger;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A till sold an order's goods. Told again, nothing more happens; of two sales of one order the second is a sale like
     * any other.
     *
     * @param order the shop's number
     * @param transaction the till transaction's key
     * @param withCard whether the sale has a member's card, and so adds points by itself
     */
    @Transactional
    public void sold(String location, String order, String transaction, boolean withCard, Instant soldAt) {
        oneAtATime(location, order);
        jdbc.sql("""
                insert into inventory.pickup_sold_at_till (location, order_number, till_transaction, with_card, sold_at)
                values (:location, :order, :transaction, :withCard, :soldAt)
                on conflict (location, order_number) do nothing
                """)
                .param("location", location)
                .param("order", order)
                .param("transaction", transaction)
                .param("withCard", withCard)
                .param("soldAt", time(Sql.micros(soldAt)))
                .update();
        openSale(location, order)
                .filter(sale -> sale.transaction().equals(transaction))
                .ifPresent(sale -> orders.findForTill(location, order, PickupOrders.FIRST).stream()
                        .findFirst()
                        .flatMap(orders::findForStep)
                        .ifPresent(pickup -> end(pickup, sale)));
    }

    /** Ends an order that was just placed, if a till has sold its goods already. */
    @Transactional(propagation = Propagation.MANDATORY)
    void placed(PickupOrder pickup) {
        openSale(pickup.location(), pickup.number()).ifPresent(sale -> end(pickup, sale));
    }

    /** Of a sale and the placing of its order at the same moment, the later finds what the earlier did. */
    private void oneAtATime(String location, String order) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:order, 0))")
                .param("order", lock(location, order))
                .query(row -> {});
    }

    /** The name of the lock under which a sale looks for its order, and whoever places it for the sale. */
    static String lock(String location, String order) {
        return "pickup-at-till/" + location + "/" + order;
    }

    /** A sale that has not found its order yet. */
    private record Sale(String location, String order, String transaction, boolean withCard, Instant at) {
        /** The transaction that adds the points, if this one does. */
        @Nullable
        String earnedBy() {
            return withCard ? transaction : null;
        }
    }

    private Optional<Sale> openSale(String location, String order) {
        return jdbc.sql("""
                select till_transaction, with_card, sold_at from inventory.pickup_sold_at_till
                where location = :location and order_number = :order and pickup_order is null
                """)
                .param("location", location)
                .param("order", order)
                .query((row, index) -> new Sale(
                        location,
                        order,
                        row.getString("till_transaction"),
                        row.getBoolean("with_card"),
                        row.getTimestamp("sold_at").toInstant()))
                .optional();
    }

    /** The till transaction that added the points of an order's goods, if one did. */
    Optional<String> earnedBy(UUID pickup) {
        return jdbc.sql("""
                select till_transaction from inventory.pickup_sold_at_till where pickup_order = :pickup and with_card
                """).param("pickup", pickup).query(String.class).optional();
    }

    private void end(PickupOrder pickup, Sale sale) {
        Instant now = Sql.micros(clock.instant());
        if (pickup.state() == PickupState.COLLECTED) {
            putBack(pickup.asSeenAt(now), sale);
            if (sale.withCard()) {
                events.publishEvent(PickupFacts.soldAtTill(pickup.asSeenAt(now), sale.transaction(), sale.at()));
            }
        } else if (pickup.state().isOpen()) {
            PickupState from = pickup.state();
            pickup.collectAtTill(now);
            orders.flush();
            steps.record(
                    pickup.getId(), PickupStep.SELL_AT_TILL.path(), null, from, pickup.state(), StepNote.NONE, now);
            pickup.reservations().forEach(reservations::release);
            events.publishEvent(PickupFacts.collected(pickup.asSeenAt(now), sale.earnedBy(), now));
        }
        jdbc.sql("""
                update inventory.pickup_sold_at_till set pickup_order = :pickup
                where location = :location and order_number = :order
                """)
                .param("pickup", pickup.getId())
                .param("location", sale.location())
                .param("order", sale.order())
                .update();
    }

    private void putBack(Pickup pickup, Sale sale) {
        List<Movement> back =
                pickup.goods().stream().map(line -> back(pickup, line, sale)).toList();
        ledger.record(back).stream()
                .filter(result -> result.code() != null)
                .findFirst()
                .ifPresent(refused -> {
                    throw new IllegalStateException("what the desk handed over was not put back: " + refused);
                });
    }

    private static Movement back(Pickup pickup, PickupLine line, Sale sale) {
        return new Movement(
                "pickup/" + pickup.id() + "/sold-at-till/" + line.line(),
                ItemReference.sku(line.sku()),
                pickup.location(),
                line.quantity(),
                MovementReason.CORRECTION,
                sale.at(),
                sale.transaction(),
                null);
    }
}
