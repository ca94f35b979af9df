package io.noren.inventory.pickup;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupRescueOffered.Goods;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import io.noren.inventory.pickup.Rescue.Kind;
import io.noren.inventory.pickup.Rescue.Option;
import io.noren.inventory.pickup.promise.PickupOptions;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.routing.RoutingChoices;
import io.noren.inventory.routing.RoutingPlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what there is instead of missing goods, and holds it: what the customer is shown is kept for them already. */
@Component
class RescueOptions {
    private static final int MOST_STORES = 2;

    private final PickupOptions stores;
    private final Availability availability;
    private final Substitutes substitutes;
    private final SubstitutesHere substitutesHere;
    private final Reservations reservations;
    private final Locations locations;
    private final RoutingChoices routing;

    RescueOptions(
            PickupOptions stores,
            Availability availability,
            Substitutes substitutes,
            SubstitutesHere substitutesHere,
            Reservations reservations,
            Locations locations,
            RoutingChoices routing) {
        this.stores = stores;
        this.availability = availability;
        this.substitutes = substitutes;
        this.substitutesHere = substitutesHere;
        this.reservations = reservations;
        this.locations = locations;
        this.routing = routing;
    }

    /** What would be held, before it is. */
    private record Found(
            Kind kind,
            String location,
            List<Goods> goods,
            @Nullable Instant readyBy) {}

    /** @param heldFor how long, the customer's answer and some grace */
    List<Option> hold(UUID rescue, Pickup order, List<PickupLine> missing, Duration heldFor) {
        List<Found> found = new ArrayList<>();
        if (order.state() == PickupState.PARTIALLY_PICKED) {
            found.addAll(substitute(order, missing));
        }
        found.addAll(otherStores(order, missing));
        found.addAll(routing.areOn() ? routed(order, missing) : homeDelivery(order, missing));
        List<Option> held = new ArrayList<>();
        for (Found one : found) {
            int number = held.size() + 1;
            held(rescue, number, order.channel(), one, heldFor)
                    .ifPresent(reservation -> held.add(
                            new Option(number, one.kind(), one.location(), reservation, one.goods(), one.readyBy())));
        }
        return held;
    }

    /** Somebody else may have been quicker. */
    private Optional<UUID> held(UUID rescue, int number, String channel, Found found, Duration heldFor) {
        List<HoldRequest.Line> lines = found.goods().stream()
                .map(one -> new HoldRequest.Line(one.line(), one.sku(), found.location(), one.quantity()))
                .toList();
        try {
            return Optional.of(reservations
                    .hold(new HoldRequest("rescue/" + rescue + "/" + number, channel, lines, heldFor, false))
                    .id());
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }

    /** Something else from the same store, for each missing line. */
    private List<Found> substitute(Pickup order, List<PickupLine> missing) {
        Map<String, List<String>> known =
                substitutes.of(missing.stream().map(PickupLine::sku).toList());
        if (known.isEmpty()) {
            return List.of();
        }
        Map<String, BigDecimal> here = substitutesHere.available(
                order, known.values().stream().flatMap(List::stream).distinct().toList());
        List<Goods> goods = new ArrayList<>();
        for (PickupLine line : missing) {
            Optional<String> instead = known.getOrDefault(line.sku(), List.of()).stream()
                    .filter(sku -> here.getOrDefault(sku, BigDecimal.ZERO).compareTo(line.quantity()) >= 0)
                    .findFirst();
            if (instead.isEmpty()) {
                return List.of();
            }
            here.merge(instead.get(), line.quantity().negate(), BigDecimal::add);
            goods.add(new Goods(Rescue.lineInsteadOf(line.line()), instead.get(), line.quantity()));
        }
        return List.of(new Found(Kind.SUBSTITUTE, order.location(), goods, null));
    }

    private List<Found> otherStores(Pickup order, List<PickupLine> missing) {
        GeoPoint near = locations.find(order.location()).map(Location::position).orElse(null);
        return stores.find(order.channel(), basket(missing), null, near, MOST_STORES + 1).stream()
                .filter(store -> !store.location().equals(order.location()))
                .limit(MOST_STORES)
                .map(store -> new Found(Kind.OTHER_STORE, store.location(), goods(missing), store.readyBy()))
                .toList();
    }

    /**
     * From where the rules say, in one parcel: an option is from one place. Where the customer lives nobody knows here, and
     * hardly far from the store that they chose.
     */
    private List<Found> routed(Pickup order, List<PickupLine> missing) {
        GeoPoint near = locations.find(order.location()).map(Location::position).orElse(null);
        List<RoutingPlan.Part> parts = routing.choose(new RoutingChoices.Question(
                        order.channel(), basket(missing), near, order.order(), Set.of(order.location())))
                .plan()
                .parts();
        return parts.size() == 1
                ? List.of(new Found(Kind.HOME_DELIVERY, parts.get(0).location(), goods(missing), null))
                : List.of();
    }

    /** Without rules for that: from wherever most is left of what is scarcest. */
    private List<Found> homeDelivery(Pickup order, List<PickupLine> missing) {
        Map<String, BigDecimal> basket = basket(missing);
        Map<String, BigDecimal> left = new TreeMap<>();
        Map<String, Integer> has = new HashMap<>();
        for (OfItem item :
                availability.forChannel(order.channel(), basket.keySet(), null).items()) {
            BigDecimal wanted = basket.get(item.sku());
            if (wanted == null || item.available().compareTo(wanted) < 0) {
                return List.of();
            }
            item.locations().stream()
                    .filter(at -> !at.location().equals(order.location())
                            && at.ship()
                            && at.promisable().compareTo(wanted) >= 0)
                    .forEach(at -> {
                        left.merge(at.location(), at.promisable().subtract(wanted), BigDecimal::min);
                        has.merge(at.location(), 1, Integer::sum);
                    });
        }
        return left.entrySet().stream()
                .filter(at -> has.getOrDefault(at.getKey(), 0) == basket.size())
                .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .map(at -> new Found(Kind.HOME_DELIVERY, at.getKey(), goods(missing), null))
                .stream()
                .toList();
    }

    private static Map<String, BigDecimal> basket(List<PickupLine> missing) {
        Map<String, BigDecimal> basket = new TreeMap<>();
        missing.forEach(line -> basket.merge(line.sku(), line.quantity(), BigDecimal::add));
        return basket;
    }

    private static List<Goods> goods(List<PickupLine> missing) {
        return missing.stream()
                .map(line -> new Goods(line.line(), line.sku(), line.quantity()))
                .toList();
    }
}
