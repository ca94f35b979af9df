package io.noren.inventory.pickup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.PickupArrived;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupDelayed;
import io.noren.inventory.PickupExpired;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupGoodsArrived;
import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupPlaced;
import io.noren.inventory.PickupReady;
import io.noren.inventory.PickupRerouted;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.PickupReturned;
import io.noren.inventory.PickupSent;
import io.noren.inventory.PickupSoldAtTill;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** From an order to what others are told of it. Each happens once in an order's life, so its id follows from both. */
final class PickupFacts {

    private PickupFacts() {}

    static PickupPlaced placed(Pickup pickup) {
        return new PickupPlaced(
                id(pickup, "placed"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                pickup.readyBy(),
                pickup.placedAt());
    }

    static PickupReady ready(Pickup pickup, Instant now) {
        return new PickupReady(
                id(pickup, "ready"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                now,
                pickup.expiresAt());
    }

    static PickupSent sent(Pickup pickup, @Nullable Instant expectedAt, Instant now) {
        Pickup.Transfer transfer = Objects.requireNonNull(pickup.transfer(), "it was sent from somewhere");
        return new PickupSent(
                id(pickup, "sent"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                transfer.from(),
                Objects.requireNonNull(transfer.shipment(), "it was sent"),
                pickup.goods(),
                expectedAt,
                now);
    }

    static PickupGoodsArrived goodsArrived(Pickup pickup, Instant now) {
        return new PickupGoodsArrived(
                id(pickup, "goods arrived"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                pickup.readyBy(),
                now);
    }

    static PickupArrived arrived(Pickup pickup, Instant now) {
        return new PickupArrived(
                id(pickup, "arrived"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                now);
    }

    /** @param earnedBy the till transaction that adds the goods' points, if one does */
    static PickupCollected collected(Pickup pickup, @Nullable String earnedBy, Instant now) {
        return new PickupCollected(
                id(pickup, "collected"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                earnedBy,
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                now);
    }

    static PickupSoldAtTill soldAtTill(Pickup pickup, String transaction, Instant soldAt) {
        return new PickupSoldAtTill(
                id(pickup, "sold-at-till"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                transaction,
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                soldAt);
    }

    static PickupExpired expired(Pickup pickup, Instant now) {
        return new PickupExpired(
                id(pickup, "expired"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                now);
    }

    /**
     * @param missing what this adds to what was missing before
     * @param nowMissing with what the line is short of in all, it is told once
     */
    static PickupFellShort fellShort(
            Pickup pickup, PickupLine missing, BigDecimal nowMissing, ShortReason reason, Instant now) {
        return new PickupFellShort(
                id(
                        pickup,
                        "short\n" + missing.line() + '\n'
                                + nowMissing.stripTrailingZeros().toPlainString()),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                List.of(missing),
                reason.name(),
                pickup.currency(),
                pickup.total(),
                now);
    }

    /** @param before what the customer was told before; with what they are told now it is told once */
    static PickupDelayed delayed(Pickup pickup, Instant before, Instant now) {
        return new PickupDelayed(
                id(pickup, "delayed\n" + pickup.readyBy()),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                before,
                pickup.readyBy(),
                now);
    }

    static PickupRescueOffered rescueOffered(Rescue rescue, Pickup pickup) {
        return new PickupRescueOffered(
                id(pickup, "rescue offered\n" + rescue.id()),
                rescue.id(),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                rescue.lines(),
                rescue.options().stream()
                        .map(option -> new PickupRescueOffered.Option(
                                option.number(),
                                option.kind().name(),
                                option.location(),
                                option.goods(),
                                option.readyBy()))
                        .toList(),
                rescue.endsAt(),
                rescue.offeredAt());
    }

    /**
     * @param taken null: none of the options
     * @param takenOverBy the order that has the goods now
     */
    static PickupRescueDecided rescueDecided(
            Rescue rescue,
            Pickup pickup,
            Rescue.@Nullable Option taken,
            Rescue.DecidedBy by,
            @Nullable UUID takenOverBy,
            Instant now) {
        return new PickupRescueDecided(
                id(pickup, "rescue decided\n" + rescue.id()),
                rescue.id(),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                taken == null ? "NONE" : taken.kind().name(),
                by.name(),
                takenOverBy,
                taken != null && taken.kind() == Rescue.Kind.HOME_DELIVERY ? taken.reservation() : null,
                rescue.lines(),
                now);
    }

    static PickupRerouted rerouted(Pickup pickup, Pickup takenOverBy, Instant now) {
        return new PickupRerouted(
                id(pickup, "rerouted"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                takenOverBy.id(),
                takenOverBy.location(),
                pickup.reason(),
                now);
    }

    static PickupCancelled cancelled(Pickup pickup, Instant now) {
        return new PickupCancelled(
                id(pickup, "cancelled"),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                pickup.goods(),
                pickup.currency(),
                pickup.total(),
                pickup.state() == PickupState.REJECTED,
                pickup.reason(),
                now);
    }

    /** @param earnedBy the till transaction that added the goods' points, if one did */
    static PickupReturned returned(Pickup pickup, PickupReturn goods, @Nullable String earnedBy) {
        return new PickupReturned(
                id(pickup, "returned\n" + goods.key()),
                pickup.id(),
                pickup.channel(),
                pickup.order(),
                pickup.location(),
                pickup.member(),
                goods.key(),
                earnedBy,
                goods.tillTransaction(),
                goods.lines().stream()
                        .map(line -> new PickupReturned.Line(
                                line.line(),
                                line.sku(),
                                line.quantity(),
                                line.unitPrice(),
                                line.condition().name()))
                        .toList(),
                goods.currency(),
                goods.total(),
                goods.reason(),
                goods.returnedAt());
    }

    private static UUID id(Pickup pickup, String step) {
        return UUID.nameUUIDFromBytes(("pickup\n" + pickup.id() + '\n' + step).getBytes(UTF_8));
    }
}
