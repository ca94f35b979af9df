package io.noren.inventory.shipment;

import io.noren.inventory.MovementReason;
import io.noren.inventory.Promise;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.ShippedGoods;
import io.noren.inventory.ShippedGoods.Kept;
import io.noren.inventory.ShippedGoods.Moved;
import io.noren.inventory.Sql;
import io.noren.inventory.shipment.Shipment.Came;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.Line;
import io.noren.inventory.shipment.Shipment.State;
import io.noren.inventory.shipment.ShipmentRows.Named;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What comes of shipments, in as many goes as it takes, and what never does. Whatever differs from what was sent is named:
 * nothing appears or disappears between two shelves without a word.
 */
@Component
public class Arrivals {

    private final Shipments shipments;
    private final ShipmentRows rows;
    private final ShippedGoods goods;
    private final List<AwaitedGoods> awaited;
    private final Clock clock;

    Arrivals(
            Shipments shipments,
            ShipmentRows rows,
            ShippedGoods goods,
            ObjectProvider<AwaitedGoods> awaited,
            Clock clock) {
        this.shipments = shipments;
        this.rows = rows;
        this.goods = goods;
        this.awaited = awaited.orderedStream().toList();
        this.clock = clock;
    }

    /** A line of which more came than is outstanding. */
    public record TooMuch(String line, String sku, BigDecimal given, BigDecimal outstanding) {}

    /**
     * Puts what came on the shelf, the damaged part of it as damaged. The same receipt again changes nothing, and of two
     * receivers at once each sees what the other left.
     *
     * <p>After everything has come, or was named as missing, more may still come, said to be over.
     *
     * @throws Refusal {@code MORE_THAN_OUTSTANDING} with what is, when a line would take more without saying over;
     *     {@code RECEIPT_CONFLICT} when the receipt is known with other content; {@code WRONG_STEP} when nothing has left
     *     or it was called off; {@code WRONG_LOCATION} when it is neither end; {@code UNKNOWN_LINE}; and bad requests by
     *     name
     */
    public Shipment receive(UUID id, Kind kind, Receiving receiving) {
        receiving.checkShape();
        Instant at = goods.occurred(receiving.occurredAt());
        return shipments.step(id, kind, shipment -> {
            UUID known = rows.receipt(id, receiving.receipt()).orElse(null);
            if (known != null && !known.equals(receiving.digest())) {
                throw new Refusal(
                        "RECEIPT_CONFLICT",
                        "The receipt " + receiving.receipt() + " was reported before with other content.",
                        "receipt",
                        Map.of());
            } else if (known != null) {
                return shipment;
            } else if (!shipment.mayStillCome()) {
                throw Shipments.wrongStep(shipment);
            }
            String location = location(shipment, receiving);
            boolean back = !location.equals(shipment.to());
            List<Came> came = came(shipment, receiving, back);
            checkOutstanding(shipment, receiving);
            checkGoods(receiving, came, location);
            Instant now = Sql.micros(clock.instant());
            rows.came(id, receiving, came, location, back, at, now);
            rows.name(id, receiving.receipt(), differences(came, receiving), now);
            Shipment after = shipments.load(id, kind);
            rows.changeState(id, state(after), now);
            List<Kept> kept = awaited.stream()
                    .flatMap(each -> each.came(after, back ? List.of() : came).stream())
                    .toList();
            goods.move(
                    moved(shipment, came, location, back),
                    shipment.document() + "/" + receiving.receipt(),
                    shipment.document(),
                    at,
                    kept);
            return shipments.load(id, kind);
        });
    }

    /**
     * Names what is outstanding as missing: of a transfer it is shrinkage on the way, of a purchase it is not delivered.
     * Said again it changes nothing.
     *
     * @param reason in the words of whoever says so, 1 to 500 characters
     * @throws Refusal {@code REASON_MISSING}; {@code WRONG_STEP} for a draft
     */
    public Shipment close(UUID id, Kind kind, @Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw NewShipment.refusal("REASON_MISSING", "reason", "Say why the rest does not come.");
        }
        Receiving.checkNote(reason, "reason");
        return shipments.step(id, kind, shipment -> {
            if (shipment.state() == State.DRAFT) {
                throw Shipments.wrongStep(shipment);
            } else if (!shipment.state().isUnderWay()) {
                return shipment;
            }
            Instant now = Sql.micros(clock.instant());
            List<Line> missing = shipment.lines().stream()
                    .filter(line -> line.outstanding().signum() > 0)
                    .toList();
            rows.name(
                    id,
                    null,
                    missing.stream()
                            .map(line -> new Named(
                                    Difference.SHORT, line.line(), line.sku(), line.outstanding(), reason.strip()))
                            .toList(),
                    now);
            rows.writeOff(id);
            rows.changeState(id, shipment.hasArrived() ? State.RECEIVED : State.CANCELLED, now);
            Shipment after = shipments.load(id, kind);
            awaited.forEach(each -> each.came(after, List.of()));
            MovementReason why = shipment.isTransfer() ? MovementReason.SHRINKAGE : MovementReason.NOT_DELIVERED;
            goods.move(
                    missing.stream()
                            .map(line -> new Moved(
                                    line.sku(),
                                    shipment.to(),
                                    QuantityName.INCOMING,
                                    line.outstanding().negate(),
                                    why))
                            .toList(),
                    shipment.document() + "/closed",
                    shipment.document(),
                    now);
            return shipments.load(id, kind);
        });
    }

    private static String location(Shipment shipment, Receiving receiving) {
        String location = receiving.location();
        if (location == null || location.equals(shipment.to())) {
            return shipment.to();
        } else if (!location.equals(shipment.from())) {
            throw NewShipment.refusal(
                    "WRONG_LOCATION", "location", "It goes to " + shipment.to() + "; nothing of it arrives elsewhere.");
        }
        return location;
    }

    private static List<Came> came(Shipment shipment, Receiving receiving, boolean back) {
        Map<String, String> skus = shipment.lines().stream().collect(Collectors.toMap(Line::line, Line::sku));
        List<Came> came = new ArrayList<>();
        for (Receiving.Line line : receiving.lines()) {
            String sku = skus.get(line.line());
            if (sku == null) {
                throw Shipments.unknownLine(line.line());
            } else if (back && line.over().signum() > 0) {
                throw NewShipment.refusal("BAD_LINES", "lines", "No more can come back than is on its way.");
            }
            came.add(new Came(line.line(), sku, line.quantity(), line.damaged(), line.over()));
        }
        if (back && !receiving.unexpected().isEmpty()) {
            throw NewShipment.refusal("BAD_LINES", "unexpected", "Nothing else can come back than is on its way.");
        }
        receiving
                .unexpected()
                .forEach(
                        item -> came.add(new Came(null, item.sku(), item.quantity(), item.damaged(), BigDecimal.ZERO)));
        return came;
    }

    /** Each part by itself: two halves of a piece are no piece. */
    private void checkGoods(Receiving receiving, List<Came> came, String location) {
        int lines = receiving.lines().size();
        Function<Came, BigDecimal> all =
                each -> each.quantity().add(each.damaged()).add(each.over());
        for (Function<Came, BigDecimal> part : List.of(all, Came::damaged, Came::over)) {
            List<Promise> parts = came.stream()
                    .map(each -> new Promise(
                            each.sku(), location, part.apply(each).signum() == 0 ? all.apply(each) : part.apply(each)))
                    .toList();
            goods.check(parts.subList(0, lines), "lines");
            goods.check(parts.subList(lines, parts.size()), "unexpected");
        }
    }

    private static void checkOutstanding(Shipment shipment, Receiving receiving) {
        Map<String, Line> lines = shipment.lines().stream().collect(Collectors.toMap(Line::line, line -> line));
        List<TooMuch> tooMuch = new ArrayList<>();
        for (Receiving.Line given : receiving.lines()) {
            Line line = lines.get(given.line());
            if (line != null && given.onAccount().compareTo(line.outstanding()) > 0) {
                tooMuch.add(new TooMuch(line.line(), line.sku(), given.onAccount(), line.outstanding()));
            }
        }
        if (!tooMuch.isEmpty()) {
            throw new Refusal(
                    "MORE_THAN_OUTSTANDING",
                    "Of " + tooMuch.size() + " lines more came than is outstanding: say how much of it is 'over', or"
                            + " look whether somebody else has received it; nothing was booked.",
                    "lines",
                    Map.of("lines", tooMuch));
        }
    }

    private static List<Named> differences(List<Came> came, Receiving receiving) {
        List<Named> differences = new ArrayList<>();
        for (int i = 0; i < came.size(); i++) {
            Came each = came.get(i);
            String note = each.line() == null
                    ? receiving.unexpected().get(i - receiving.lines().size()).note()
                    : receiving.lines().get(i).note();
            if (each.line() == null) {
                BigDecimal all = each.quantity().add(each.damaged());
                differences.add(new Named(Difference.WRONG_ITEM, null, each.sku(), all, note));
            }
            if (each.over().signum() > 0) {
                differences.add(new Named(Difference.OVER, each.line(), each.sku(), each.over(), note));
            }
            if (each.damaged().signum() > 0) {
                differences.add(new Named(Difference.DAMAGED, each.line(), each.sku(), each.damaged(), note));
            }
        }
        return differences;
    }

    private static State state(Shipment after) {
        boolean allCame =
                after.lines().stream().allMatch(line -> line.outstanding().signum() == 0);
        if (!allCame) {
            return State.PARTIALLY_RECEIVED;
        }
        return after.hasArrived() ? State.RECEIVED : State.CANCELLED;
    }

    private static List<Moved> moved(Shipment shipment, List<Came> came, String location, boolean back) {
        MovementReason reason = shipment.isTransfer() ? MovementReason.TRANSFER_IN : MovementReason.RECEIVED;
        List<Moved> moved = new ArrayList<>();
        for (Came each : came) {
            if (each.line() != null) {
                moved.add(new Moved(
                        each.sku(),
                        shipment.to(),
                        QuantityName.INCOMING,
                        each.quantity().add(each.damaged()).negate(),
                        back ? MovementReason.NOT_DELIVERED : reason));
            }
            // The damaged part first: between the two a reader sees too little for sale, never too much.
            moved.add(new Moved(each.sku(), location, QuantityName.DAMAGED, each.damaged(), MovementReason.DAMAGED));
            moved.add(new Moved(
                    each.sku(),
                    location,
                    QuantityName.ON_HAND,
                    each.quantity().add(each.damaged()).add(each.over()),
                    reason));
        }
        return moved;
    }
}
