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
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /**
     * Each is looked for when those before it are held, so it sees what is left.
     *
     * @param heldFor how long, the customer's answer and some grace
     */
    List<Option> hold(UUID rescue, Pickup order, List<PickupLine> missing, Instant now, Duration heldFor) {
        List<Option> held = new ArrayList<>();
        Consumer<Found> hold = found ->
                held(rescue, held.size() + 1, order.channel(), found, heldFor).ifPresent(held::add);
        if (order.state() == PickupState.PARTIALLY_PICKED) {
            substitute(order, missing).ifPresent(hold);
        }
        otherStores(order, missing).forEach(hold);
        sender(order, missing)
                .map(from -> new Found(Kind.HOME_DELIVERY, from, goods(missing), null))
                .ifPresent(hold);
        stores.readyBy(order.location(), now.plus(Sending.USUAL))
                .flatMap(readyBy -> sender(order, missing)
                        .map(from -> new Found(Kind.SHIP_TO_STORE, from, goods(missing), readyBy)))
                .ifPresent(hold);
        return held;
    }

    /** Somebody else may have been quicker. */
    private Optional<Option> held(UUID rescue, int number, String channel, Found found, Duration heldFor) {
        List<HoldRequest.Line> lines = found.goods().stream()
                .map(one -> new HoldRequest.Line(one.line(), one.sku(), found.location(), one.quantity()))
                .toList();
        try {
            UUID reservation = reservations
                    .hold(new HoldRequest("rescue/" + rescue + "/" + number, channel, lines, heldFor, false))
                    .id();
            return Optional.of(
                    new Option(number, found.kind(), found.location(), reservation, found.goods(), found.readyBy()));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }

    /** Something else from the same store, for each missing line. */
    private Optional<Found> substitute(Pickup order, List<PickupLine> missing) {
        Map<String, List<String>> known =
                substitutes.of(missing.stream().map(PickupLine::sku).toList());
        Map<String, List<String>> wanted = new HashMap<>();
        missing.forEach(line -> wanted.put(
                line.line(),
                Stream.concat(inHand(order, line), known.getOrDefault(line.sku(), List.of()).stream())
                        .toList()));
        Map<String, BigDecimal> here = substitutesHere.available(
                order, wanted.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        List<Goods> goods = new ArrayList<>();
        for (PickupLine line : missing) {
            Optional<String> instead = wanted.getOrDefault(line.line(), List.of()).stream()
                    .filter(sku -> here.getOrDefault(sku, BigDecimal.ZERO).compareTo(line.quantity()) >= 0)
                    .findFirst();
            if (instead.isEmpty()) {
                return Optional.empty();
            }
            here.merge(instead.get(), line.quantity().negate(), BigDecimal::add);
            goods.add(new Goods(Rescue.lineInsteadOf(line.line()), instead.get(), line.quantity()));
        }
        return Optional.of(new Found(Kind.SUBSTITUTE, order.location(), goods, null));
    }

    /** What whoever looked for it proposed goes before what is known of the item. */
    private static Stream<String> inHand(Pickup order, PickupLine missing) {
        return order.lines().stream()
                .filter(line -> line.line().equals(missing.line()))
                .flatMap(line -> Stream.ofNullable(line.instead()));
    }

    private List<Found> otherStores(Pickup order, List<PickupLine> missing) {
        GeoPoint near = locations.find(order.location()).map(Location::position).orElse(null);
        return stores.find(order.channel(), basket(missing), null, near, MOST_STORES + 1).stream()
                .filter(store -> !store.location().equals(order.location()))
                .limit(MOST_STORES)
                .map(store -> new Found(Kind.OTHER_STORE, store.location(), goods(missing), store.readyBy()))
                .toList();
    }

    /** From where all of it can be sent, home or to the customer's store: an option is from one place. */
    private Optional<String> sender(Pickup order, List<PickupLine> missing) {
        return routing.areOn() ? routed(order, missing) : whereMostIsLeft(order, missing);
    }

    /**
     * From where the rules say, in one parcel. Where the customer lives nobody knows here, and hardly far from the store
     * that they chose.
     */
    private Optional<String> routed(Pickup order, List<PickupLine> missing) {
        GeoPoint near = locations.find(order.location()).map(Location::position).orElse(null);
        List<RoutingPlan.Part> parts = routing.choose(new RoutingChoices.Question(
                        order.channel(), basket(missing), near, order.order(), Set.of(order.location())))
                .plan()
                .parts();
        return parts.size() == 1 ? Optional.of(parts.get(0).location()) : Optional.empty();
    }

    /** Without rules for that: from wherever most is left of what is scarcest. */
    private Optional<String> whereMostIsLeft(Pickup order, List<PickupLine> missing) {
        Map<String, BigDecimal> basket = basket(missing);
        Map<String, BigDecimal> left = new TreeMap<>();
        Map<String, Integer> has = new HashMap<>();
        for (OfItem item :
                availability.forChannel(order.channel(), basket.keySet(), null).items()) {
            BigDecimal wanted = basket.get(item.sku());
            if (wanted == null || item.available().compareTo(wanted) < 0) {
                return Optional.empty();
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
                .map(Map.Entry::getKey);
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
