package io.noren.integration.floor;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBasket.End;
import io.noren.loyalty.basket.ShoppingBasket.Line;
import io.noren.loyalty.basket.ShoppingBaskets;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What becomes of a basket: its goods are kept for a while, collected in a store, sent home, or paid at a till. What was
 * kept for a line and what is kept for the whole change hands in one transaction: at no moment are goods free that the
 * shopper was promised.
 */
@Component
public class BasketDesk {
    /** What shoppers buy in front of a shelf is sold by this channel. */
    public static final String CHANNEL = "shelf";

    /** How long goods are kept for somebody who walks to them, or orders in the web shop. */
    public static final Duration KEPT = Duration.ofMinutes(30);

    private final ShoppingBaskets baskets;
    private final Items items;
    private final Availability availability;
    private final Reservations reservations;
    private final PickupDesk pickups;
    private final RetriedTransaction transaction;

    BasketDesk(
            ShoppingBaskets baskets,
            Items items,
            Availability availability,
            Reservations reservations,
            PickupDesk pickups,
            RetriedTransaction transaction) {
        this.baskets = baskets;
        this.items = items;
        this.availability = availability;
        this.reservations = reservations;
        this.pickups = pickups;
        this.transaction = transaction;
    }

    /**
     * So many of an item are in the basket. What was kept of another number, or elsewhere, is free again.
     *
     * @param quantity 0 takes it out
     * @param location the store in whose shelf it was chosen; null leaves what was said before
     * @throws Refusal {@code NO_SUCH_ITEM}
     * @throws io.noren.loyalty.Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}, {@code BASKET_FULL}, {@code
     *     BASKET_QUANTITY}
     */
    public ShoppingBasket put(UUID basket, String sku, BigDecimal quantity, @Nullable String location) {
        if (quantity.signum() > 0 && items.find(sku).isEmpty()) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".", "sku", Map.of());
        }
        return transaction.run(() -> {
            Optional<Line> before = baskets.locked(basket).line(sku);
            ShoppingBasket after = baskets.put(basket, sku, quantity, location);
            UUID hold = before.map(Line::hold).orElse(null);
            if (hold != null && after.line(sku).map(Line::hold).isEmpty()) {
                release(hold);
            }
            return after;
        });
    }

    /**
     * Keeps a line where it was chosen, for {@link #KEPT}. Asked again while it is kept, it is the same hold.
     *
     * @throws Refusal {@code NOT_CHOSEN_IN_A_STORE} for a line of no store; {@code INSUFFICIENT_STOCK}
     */
    public Reservation hold(UUID basket, String sku) {
        ShoppingBasket present = baskets.get(basket);
        Line line = present.line(sku)
                .orElseThrow(() -> new Refusal("NO_SUCH_ITEM", "The basket has no item " + sku + ".", "sku", Map.of()));
        String location = line.location();
        if (location == null) {
            throw new Refusal(
                    "NOT_CHOSEN_IN_A_STORE", "Nobody said in which store this is to be kept.", "location", Map.of());
        }
        Reservation hold = reservations.hold(new HoldRequest(
                owner(basket),
                CHANNEL,
                List.of(new HoldRequest.Line(sku, sku, location, line.quantity())),
                KEPT,
                false));
        boolean noted = false;
        try {
            noted = baskets.held(basket, line, hold.id());
        } finally {
            if (!noted) {
                release(hold.id());
            }
        }
        // The line is another by now: that one is to be kept.
        return noted ? hold : hold(basket, sku);
    }

    /**
     * What is kept of a basket now, by item: until when.
     *
     * @param now what has ended by then is not kept
     */
    public Map<String, Instant> kept(ShoppingBasket basket, Instant now) {
        Map<String, Instant> kept = new LinkedHashMap<>();
        for (Line line : basket.lines()) {
            Optional.ofNullable(line.hold())
                    .flatMap(reservations::find)
                    .filter(hold -> hold.state().isOpen())
                    .map(Reservation::expiresAt)
                    .filter(until -> until.isAfter(now))
                    .ifPresent(until -> kept.put(line.item(), until));
        }
        return kept;
    }

    /**
     * The whole basket is to be collected in a store, and paid there. Asked again it is the same order.
     *
     * @param wantedFrom when the customer wants to come; null for as soon as possible
     * @throws Refusal {@code INSUFFICIENT_STOCK}, {@code PICKUP_NOT_OFFERED}, {@code PICKUP_PAUSED}, {@code
     *     SLOT_NOT_AVAILABLE}, {@code BAD_LINES} for an empty basket
     * @throws io.noren.loyalty.Refusal {@code BASKET_ENDED} if it was ended otherwise
     */
    public PickupDesk.Placed pickUp(UUID basket, String store, @Nullable Instant wantedFrom, Contact contact) {
        return transaction.run(() -> {
            ShoppingBasket present = baskets.locked(basket);
            if (present.isOpen()) {
                releaseAll(present);
            } else if (!hasEndedAs(present, End.PICKUP)) {
                throw ended();
            }
            PickupDesk.Placed placed = pickups.place(order(present, store, wantedFrom, contact));
            baskets.end(basket, End.PICKUP, placed.pickup().order());
            return placed;
        });
    }

    /**
     * The whole basket is kept for {@link #KEPT}, from where there is most of it, so that it can be ordered in the web
     * shop; which may commit the reservation. Asked again it is the same reservation.
     *
     * @return empty if the basket was ended otherwise
     * @throws Refusal {@code INSUFFICIENT_STOCK}
     */
    public Optional<Reservation> deliver(UUID basket) {
        return transaction.run(() -> {
            ShoppingBasket present = baskets.locked(basket);
            ShoppingBasket.Ended ended = present.ended();
            if (ended != null) {
                return ended.as() == End.DELIVERY
                        ? reservations.find(UUID.fromString(ended.reference()))
                        : Optional.<Reservation>empty();
            }
            releaseAll(present);
            Reservation hold = reservations.hold(
                    new HoldRequest(owner(basket) + "/delivery", CHANNEL, sources(present), KEPT, false));
            baskets.end(basket, End.DELIVERY, hold.id().toString());
            return Optional.of(hold);
        });
    }

    /**
     * It was paid at a till: what was kept of it is free, because the till tells the sale. Said again, nothing more
     * happens.
     *
     * @param receipt as the till calls it
     */
    public ShoppingBasket sold(UUID basket, String receipt) {
        return transaction.run(() -> {
            ShoppingBasket present = baskets.locked(basket);
            if (present.isOpen()) {
                releaseAll(present);
            }
            return baskets.end(basket, End.SOLD, receipt);
        });
    }

    private void releaseAll(ShoppingBasket basket) {
        basket.lines().stream()
                .sorted(Comparator.comparing(Line::item)) // as all lock cells
                .map(Line::hold)
                .filter(Objects::nonNull)
                .forEach(this::release);
    }

    private void release(UUID hold) {
        reservations.find(hold).filter(there -> there.state().isOpen()).ifPresent(there -> reservations.release(hold));
    }

    private NewPickup order(ShoppingBasket basket, String store, @Nullable Instant wantedFrom, Contact contact) {
        Map<String, Item> known =
                items.of(basket.lines().stream().map(Line::item).toList());
        List<NewPickup.Line> lines = basket.lines().stream()
                .map(line -> new NewPickup.Line(
                        line.item(),
                        line.item(),
                        line.quantity(),
                        Optional.ofNullable(known.get(line.item()))
                                .map(Item::price)
                                .orElse(null)))
                .toList();
        return new NewPickup(
                ShortNumber.of(basket.id()),
                CHANNEL,
                store,
                basket.member(),
                contact,
                lines,
                wantedFrom,
                Payment.PAY_IN_STORE,
                null);
    }

    /** One place if one has all of it; else for each item the place with most of it. */
    private List<HoldRequest.Line> sources(ShoppingBasket basket) {
        List<String> skus = basket.lines().stream().map(Line::item).toList();
        Map<String, Map<String, BigDecimal>> there = new LinkedHashMap<>();
        for (AvailabilityAnswer.OfItem item :
                availability.forChannel(CHANNEL, skus, null).items()) {
            Map<String, BigDecimal> byPlace = new LinkedHashMap<>();
            item.locations().forEach(cell -> byPlace.put(cell.location(), cell.promisable()));
            there.put(item.sku(), byPlace);
        }
        Optional<String> whole = there.values().stream()
                .flatMap(byPlace -> byPlace.keySet().stream())
                .distinct()
                .filter(place -> basket.lines().stream()
                        .allMatch(line -> has(there, line, place).compareTo(line.quantity()) >= 0))
                .max(Comparator.comparing((String place) -> basket.lines().stream()
                                .map(line -> has(there, line, place))
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .thenComparing(Comparator.naturalOrder()));
        return basket.lines().stream()
                .map(line -> new HoldRequest.Line(
                        line.item(), line.item(), whole.orElseGet(() -> fullest(there, line.item())), line.quantity()))
                .toList();
    }

    private static BigDecimal has(Map<String, Map<String, BigDecimal>> there, Line line, String place) {
        return there.getOrDefault(line.item(), Map.of()).getOrDefault(place, BigDecimal.ZERO);
    }

    private static String fullest(Map<String, Map<String, BigDecimal>> there, String item) {
        return Stream.ofNullable(there.get(item))
                .flatMap(byPlace -> byPlace.entrySet().stream())
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new Refusal("INSUFFICIENT_STOCK", "There is none of " + item + " left anywhere."));
    }

    private static boolean hasEndedAs(ShoppingBasket basket, End as) {
        ShoppingBasket.Ended ended = basket.ended();
        return ended != null && ended.as() == as;
    }

    private static io.noren.loyalty.Refusal ended() {
        return new io.noren.loyalty.Refusal("BASKET_ENDED", "This basket was bought otherwise: begin a new one.");
    }

    private static String owner(UUID basket) {
        return "basket/" + basket;
    }
}
