package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.Actor;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.StockLedger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Customers bring back what they have collected. What can be sold again is on hand at once; the shop is told what came
 * back, and gives the money back. Never more comes back than was collected, and each return counts once.
 *
 * <p>Where a till rings up the return, that return raises stock and takes back points by itself, as every return does:
 * whoever tells it here, too, names it, and both are left to it.
 */
@Component
public class PickupReturns {
    private final PickupOrders orders;
    private final PickupSteps steps;
    private final PickupsSoldAtTills soldAtTills;
    private final ReturnRows rows;
    private final Promises promises;
    private final StockLedger ledger;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PickupReturns(
            PickupOrders orders,
            PickupSteps steps,
            PickupsSoldAtTills soldAtTills,
            ReturnRows rows,
            Promises promises,
            StockLedger ledger,
            ApplicationEventPublisher events,
            Clock clock) {
        this.orders = orders;
        this.steps = steps;
        this.soldAtTills = soldAtTills;
        this.rows = rows;
        this.promises = promises;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Takes goods back. Said again with the same content it answers what was recorded.
     *
     * @throws Refusal {@code RETURNED_TOO_MUCH} with {@code lines}, {@code RETURN_CONFLICT}, {@code WRONG_STEP} if they
     *     were not collected, {@code UNKNOWN_LINE}, {@code BAD_KEY}, {@code BAD_LINES}, {@code BAD_TRANSACTION}, and those
     *     about quantities
     */
    @Transactional
    public PickupReturn take(UUID id, NewReturn goods, StepNote note) {
        goods.checkShape();
        PickupOrder order = orders.forStep(id);
        UUID known = rows.digest(id, goods.key()).orElse(null);
        if (known != null) {
            return again(order, goods, known);
        }
        Instant now = now();
        steps.done(order, PickupStep.TAKE_BACK, null, note, now, () -> {
            order.checkCollected();
            promises.check(
                    goods.lines().stream()
                            .map(line -> new Promise(
                                    order.fact(line.line(), line.quantity()).sku(), order.location(), line.quantity()))
                            .toList(),
                    "lines");
            order.takeBack(goods.quantities());
        });
        PickupReturn taken = taken(order, goods, note, now);
        rows.insert(id, taken, goods.digest());
        if (taken.tillTransaction() == null) {
            putBack(order, taken);
        }
        events.publishEvent(PickupFacts.returned(
                order.asSeenAt(now), taken, soldAtTills.earnedBy(id).orElse(null)));
        return taken;
    }

    /**
     * What came back of an order, the first first.
     *
     * @throws Refusal {@code UNKNOWN_PICKUP_ORDER}
     */
    @Transactional(readOnly = true)
    public List<PickupReturn> of(UUID id) {
        PickupOrder order = orders.findById(id).orElseThrow(() -> PickupOrders.unknown(id));
        return rows.of(id, order.asSeenAt(now()).currency());
    }

    private PickupReturn again(PickupOrder order, NewReturn goods, UUID known) {
        if (!known.equals(goods.digest())) {
            throw new Refusal(
                    "RETURN_CONFLICT",
                    "The return " + goods.key() + " was recorded before with other content: give this one a key of its"
                            + " own.",
                    "key",
                    Map.of());
        }
        return rows.of(order.getId(), order.asSeenAt(now()).currency()).stream()
                .filter(earlier -> earlier.key().equals(goods.key()))
                .findFirst()
                .orElseThrow();
    }

    private static PickupReturn taken(PickupOrder order, NewReturn goods, StepNote note, Instant now) {
        List<PickupReturn.Line> lines = goods.lines().stream()
                .map(line -> {
                    PickupLine of = order.fact(line.line(), line.quantity());
                    return new PickupReturn.Line(
                            of.line(), of.sku(), Quantities.plain(of.quantity()), of.unitPrice(), line.condition());
                })
                .toList();
        return new PickupReturn(
                goods.key(),
                lines,
                order.asSeenAt(now).currency(),
                ReturnRows.total(lines),
                goods.tillTransaction(),
                note.reason(),
                note.device(),
                Actor.current(),
                now);
    }

    /** Goods that left by a till's sale come back the same way: that sale had lowered the stock. */
    private void putBack(PickupOrder order, PickupReturn taken) {
        List<Movement> back = taken.lines().stream()
                .filter(line -> line.condition() == PickupReturn.Condition.RESELLABLE)
                .map(line -> new Movement(
                        movement(order.getId(), taken.key(), line.line()),
                        ItemReference.sku(line.sku()),
                        order.location(),
                        line.quantity(),
                        MovementReason.RETURN,
                        taken.returnedAt(),
                        "pickup/" + order.getId(),
                        null))
                .toList();
        ledger.record(back).stream()
                .filter(result -> result.code() != null)
                .findFirst()
                .ifPresent(refused -> {
                    throw new IllegalStateException("what a customer brought back was not put back: " + refused);
                });
    }

    /** The key and the line may be longer than a movement's id. */
    private static String movement(UUID order, String key, String line) {
        return "pickup-return/" + UUID.nameUUIDFromBytes((order + "\n" + key + '\n' + line).getBytes(UTF_8));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
