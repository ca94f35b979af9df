package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.column;

import io.noren.inventory.LaneSettings;
import io.noren.inventory.Lanes;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.Writer;
import io.noren.inventory.Writers;
import io.noren.inventory.pickup.PickupDesk.Placed;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.promise.PickupPromise;
import io.noren.inventory.pickup.promise.PickupPromises;
import io.noren.inventory.pickup.promise.PickupStore;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes new orders, and keeps their goods in the same transaction. Orders that wait at the same moment are taken together,
 * with as many statements as for one ({@link Lanes}); if one of them is anything but a new order that can be served, each
 * is done alone, by whoever asked for it.
 */
@Component
class PickupPlacing {
    private final PickupOrders orders;
    private final HandoverCodes codes;
    private final PickupSteps steps;
    private final PickupsSoldAtTills soldAtTills;
    private final Reservations reservations;
    private final PickupPromises promises;
    private final RetriedTransaction transaction;
    private final ApplicationEventPublisher events;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Writers writers;
    private final Lanes<AskedPickup> lanes;

    PickupPlacing(
            PickupOrders orders,
            HandoverCodes codes,
            PickupSteps steps,
            PickupsSoldAtTills soldAtTills,
            Reservations reservations,
            PickupPromises promises,
            RetriedTransaction transaction,
            ApplicationEventPublisher events,
            JdbcClient jdbc,
            Clock clock,
            ObjectProvider<Writers> writers,
            LaneSettings settings) {
        this.orders = orders;
        this.codes = codes;
        this.steps = steps;
        this.soldAtTills = soldAtTills;
        this.reservations = reservations;
        this.promises = promises;
        this.transaction = transaction;
        this.events = events;
        this.jdbc = jdbc;
        this.clock = clock;
        this.writers = writers.getIfAvailable(() -> Writer::here);
        this.lanes = settings.lanes(this::together);
    }

    Placed place(NewPickup order) {
        PickupRules.check(order);
        AskedPickup asked = new AskedPickup(order, writers.current());
        // In a caller's transaction there is nothing to bring together, nor where its goods are kept already.
        if (TransactionSynchronizationManager.isActualTransactionActive() || order.reservation() != null) {
            return alone(asked);
        }
        lanes.run(asked);
        return asked.isLeftToItsThread() ? alone(asked) : asked.placed();
    }

    private Placed alone(AskedPickup asked) {
        return transaction.whole(() -> all(List.of(asked))).get(0);
    }

    /** Something has come of each when this returns, or is left to whoever asked. */
    private void together(List<AskedPickup> asked) {
        try {
            List<Placed> placed = transaction.whole(() -> all(asked));
            for (int n = 0; n < asked.size(); n++) {
                asked.get(n).come(placed.get(n));
            }
        } catch (CannotCreateTransactionException | DataAccessResourceFailureException away) {
            asked.forEach(each -> each.fail(away));
        } catch (RuntimeException failed) {
            if (asked.size() == 1) {
                asked.get(0).fail(failed);
            } else {
                asked.forEach(AskedPickup::leaveToItsThread);
            }
        }
    }

    /** They cannot be taken together; how each can is found out alone. */
    private static final class NotTogether extends RuntimeException {
        NotTogether() {
            super("one of them is to be done alone", null, false, false);
        }
    }

    private List<Placed> all(List<AskedPickup> asked) {
        oneAtATime(asked);
        Instant now = Sql.micros(clock.instant());
        List<Beforehand> beforehand = beforehand(asked);
        Beforehand only = asked.size() == 1 ? beforehand.get(0) : Beforehand.NOTHING;
        if (only.earlier() != null) {
            return List.of(again(orders.findById(only.earlier()).orElseThrow(), asked.get(0), now));
        } else if (asked.size() > 1 && !beforehand.stream().allMatch(Beforehand.NOTHING::equals)) {
            throw new NotTogether();
        }
        Map<String, PickupStore> stores = new HashMap<>();
        for (AskedPickup each : asked) {
            PickupRules.checkExpected(each.order(), now);
            stores.computeIfAbsent(each.order().location(), location -> promises.offered(location, now));
        }
        List<UUID> kept = keep(asked);
        List<PickupOrder> placed = new ArrayList<>();
        for (int n = 0; n < asked.size(); n++) {
            AskedPickup each = asked.get(n);
            NewPickup order = each.order();
            PickupStore store = Objects.requireNonNull(stores.get(order.location()));
            PickupPromise promise = promises.promise(store, order.wantedFrom(), order.there(now));
            placed.add(orders.save(PickupOrder.place(each.id(), order, each.digest(), kept.get(n), now, promise)));
        }
        // The codes' rows refer to the orders', which Hibernate would otherwise write at the end.
        orders.flush();
        return told(asked, placed, only.soldAtTill(), now);
    }

    private List<Placed> told(List<AskedPickup> asked, List<PickupOrder> placed, boolean soldAtTill, Instant now) {
        steps.placed(placed, asked.stream().map(each -> each.writer().actor()).toList(), now);
        List<HandoverCode> ofEach = codes.create(
                asked.stream().map(AskedPickup::id).toList(),
                asked.stream().map(each -> each.order().location()).toList());
        List<Placed> told = new ArrayList<>();
        for (int n = 0; n < asked.size(); n++) {
            PickupOrder order = placed.get(n);
            asked.get(n)
                    .writer()
                    .announcing()
                    .accept(() -> events.publishEvent(PickupFacts.placed(order.asSeenAt(now))));
            if (soldAtTill) {
                soldAtTills.placed(order);
            }
            told.add(new Placed(order.asSeenAt(now), ofEach.get(n)));
        }
        return told;
    }

    /**
     * Of two placing the same order at the same moment, or one placing and one selling it, the later finds the other's. All
     * lock in one order.
     */
    private void oneAtATime(List<AskedPickup> asked) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(key, 0)) from unnest(:keys::text[]) as given (key)")
                .param(
                        "keys",
                        asked.stream()
                                .flatMap(each -> each.locks().stream())
                                .sorted()
                                .toArray(String[]::new))
                .query(row -> {});
    }

    /**
     * What there is of an order that is placed, seen under its lock.
     *
     * @param soldAtTill a till sold its goods before the shop told of it
     */
    private record Beforehand(@Nullable UUID earlier, boolean soldAtTill) {
        static final Beforehand NOTHING = new Beforehand(null, false);
    }

    // Behind a subquery the planner does not see how many there are, and plans once for all.
    private List<Beforehand> beforehand(List<AskedPickup> asked) {
        return jdbc.sql("""
                select
                    (select id from inventory.pickup_order o
                        where o.channel = given.channel and o.order_number = given.number) as earlier,
                    exists (select from inventory.pickup_sold_at_till sold where sold.location = given.location
                        and sold.order_number = given.number and sold.pickup_order is null) as sold
                from unnest((select :channels::text[]), (select :numbers::text[]), (select :locations::text[]))
                    with ordinality as given (channel, number, location, n)
                order by given.n
                """)
                .param("channels", column(asked, each -> each.order().channel()))
                .param("numbers", column(asked, each -> each.order().order()))
                .param("locations", column(asked, each -> each.order().location()))
                .query((row, index) -> new Beforehand(row.getObject("earlier", UUID.class), row.getBoolean("sold")))
                .list();
    }

    private static Placed again(PickupOrder earlier, AskedPickup asked, Instant now) {
        if (!earlier.says(asked.digest())) {
            throw new Refusal(
                    "ORDER_CONFLICT",
                    "This order was placed before with other content: cancel that one, or use another number.",
                    "order",
                    Map.of("id", earlier.getId()));
        }
        return new Placed(earlier.asSeenAt(now), null);
    }

    /** What keeps the goods of each. */
    private List<UUID> keep(List<AskedPickup> asked) {
        UUID given = asked.get(0).order().reservation();
        if (given != null) {
            return List.of(reservations
                    .commit(checkedReservation(asked.get(0).order(), given))
                    .id());
        }
        List<HoldRequest> wanted = asked.stream().map(PickupPlacing::wanted).toList();
        return (asked.size() == 1
                        ? List.of(reservations.promise(wanted.get(0)))
                        : reservations
                                .promise(
                                        wanted,
                                        asked.stream().map(AskedPickup::writer).toList())
                                .orElseThrow(NotTogether::new))
                .stream().map(Reservation::id).toList();
    }

    private static HoldRequest wanted(AskedPickup asked) {
        NewPickup order = asked.order();
        List<HoldRequest.Line> lines = order.lines().stream()
                .map(line -> new HoldRequest.Line(line.line(), line.sku(), order.keptAt(), line.quantity()))
                .toList();
        return HoldRequest.forOrder(asked.owner(), order.channel(), lines);
    }

    private UUID checkedReservation(NewPickup order, UUID id) {
        Reservation reservation = reservations
                .find(id)
                .orElseThrow(() -> new Refusal(
                        "UNKNOWN_RESERVATION", "There is no reservation " + id + ".", "reservation", Map.of()));
        boolean same = reservation.lines().size() == order.lines().size()
                && order.lines().stream()
                        .allMatch(line -> reservation.lines().stream()
                                .anyMatch(kept -> kept.line().equals(line.line())
                                        && kept.sku().equals(line.sku())
                                        && kept.location().equals(order.keptAt())
                                        && kept.quantity().compareTo(Quantities.plain(line.quantity())) == 0));
        if (!same) {
            throw new Refusal(
                    "RESERVATION_MISMATCH",
                    "The reservation keeps other lines than the order has: give the same, or none.",
                    "reservation",
                    Map.of());
        }
        return id;
    }
}
