package io.noren.integration.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockLedger;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import io.noren.loyalty.Channel;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a shopper was promised is never anybody else's, whatever becomes of the basket. */
@HubTest
class BasketDeskTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Contact HANAKO = new Contact("山田 花子", "090-0000-0000", null);

    @Autowired
    BasketDesk desk;

    @Autowired
    ShoppingBaskets baskets;

    @Autowired
    Reservations reservations;

    @Autowired
    PickupDesk pickups;

    @Autowired
    Availability availability;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    private String ginza = "";
    private String tea = "";
    private String cup = "";

    @BeforeEach
    void aStoreWithTeaAndCups() {
        int number = NUMBERS.incrementAndGet();
        ginza = store("basket-ginza-" + number);
        tea = item("BASKET-TEA-" + number);
        cup = item("BASKET-CUP-" + number);
        receive(tea, ginza, 5);
        receive(cup, ginza, 3);
    }

    @Test
    void whatIsHeldTwiceIsKeptOnceAndFreeAgainWhenTheNumberChanges() {
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(2), ginza);

        Reservation hold = desk.hold(basket, tea);
        assertThat(desk.hold(basket, tea).id()).isEqualTo(hold.id());
        assertThat(free(tea)).isEqualTo(3);
        assertThat(desk.kept(baskets.get(basket), Instant.now())).containsOnlyKeys(tea);

        desk.put(basket, tea, BigDecimal.ONE, ginza);
        assertThat(free(tea)).isEqualTo(5);
        assertThat(desk.kept(baskets.get(basket), Instant.now())).isEmpty();

        desk.hold(basket, tea);
        desk.put(basket, tea, BigDecimal.ZERO, null);
        assertThat(free(tea)).isEqualTo(5);
    }

    @Test
    void aBasketThatIsCollectedIsOneOrderHoweverOftenItIsSent() {
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(2), ginza);
        desk.put(basket, cup, BigDecimal.ONE, ginza);
        desk.hold(basket, tea);

        PickupDesk.Placed first = desk.pickUp(basket, ginza, null, HANAKO);
        PickupDesk.Placed again = desk.pickUp(basket, ginza, null, HANAKO);

        assertThat(again.pickup().id()).isEqualTo(first.pickup().id());
        assertThat(first.code()).isNotNull();
        assertThat(again.code()).as("shown once").isNull();
        assertThat(first.pickup().total()).isEqualByComparingTo("3000");
        assertThat(free(tea)).isEqualTo(3);
        assertThat(free(cup)).isEqualTo(2);
        assertThat(desk.deliver(basket)).isEmpty();
        assertThat(pickups.find(first.pickup().id())).isPresent();
    }

    @Test
    void whereThereIsTooLittleForTheOrderWhatWasKeptStaysKept() {
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(2), ginza);
        desk.put(basket, cup, new BigDecimal(4), ginza);
        desk.hold(basket, tea);

        refused("INSUFFICIENT_STOCK", () -> desk.pickUp(basket, ginza, null, HANAKO));

        assertThat(free(tea)).isEqualTo(3);
        assertThat(desk.kept(baskets.get(basket), Instant.now())).containsOnlyKeys(tea);
        assertThat(baskets.get(basket).isOpen()).isTrue();
    }

    /** Others grab for the last cup all the time: between the hold and the order there is no moment in which they get it. */
    @Test
    void fromTheHoldToTheOrderNobodyElseGetsTheLastPiece() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger grabbed = new AtomicInteger();
        ExecutorService others = Executors.newFixedThreadPool(4);
        for (int round = 0; round < 10; round++) {
            String last = item("BASKET-LAST-" + NUMBERS.incrementAndGet());
            receive(last, ginza, 1);
            UUID basket = basket();
            desk.put(basket, last, BigDecimal.ONE, ginza);
            desk.hold(basket, last);
            over.set(false);
            CountDownLatch grabbing = new CountDownLatch(4);
            List<Future<?>> hands = new ArrayList<>();
            for (int hand = 0; hand < 4; hand++) {
                hands.add(others.submit(() -> {
                    do {
                        grabbed.addAndGet(grab(last) ? 1 : 0);
                        grabbing.countDown();
                    } while (!over.get());
                }));
            }
            grabbing.await();
            desk.pickUp(basket, ginza, null, HANAKO);
            over.set(true);
            for (Future<?> hand : hands) {
                hand.get();
            }
        }
        others.shutdown();

        assertThat(grabbed).hasValue(0);
    }

    @Test
    void tappedByFourFingersAtOnceItIsOneOrder() throws Exception {
        UUID basket = basket();
        desk.put(basket, tea, BigDecimal.ONE, ginza);
        desk.hold(basket, tea);
        ExecutorService fingers = Executors.newFixedThreadPool(4);
        Set<UUID> orders = new HashSet<>();
        List<Future<UUID>> taps = new ArrayList<>();
        for (int finger = 0; finger < 4; finger++) {
            taps.add(fingers.submit(
                    () -> desk.pickUp(basket, ginza, null, HANAKO).pickup().id()));
        }
        for (Future<UUID> tap : taps) {
            orders.add(tap.get());
        }
        fingers.shutdown();

        assertThat(orders).hasSize(1);
        assertThat(free(tea)).isEqualTo(4);
    }

    @Test
    void whatIsSentHomeIsKeptForTheWebShopFromOnePlaceIfOneHasItAll() {
        String warehouse = store("basket-warehouse-" + NUMBERS.incrementAndGet());
        receive(tea, warehouse, 4);
        receive(cup, warehouse, 4);
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(4), ginza);
        desk.put(basket, cup, new BigDecimal(4), ginza);

        Reservation kept = desk.deliver(basket).orElseThrow();

        assertThat(kept.lines()).extracting(Reservation.Line::location).containsOnly(warehouse);
        assertThat(desk.deliver(basket).map(Reservation::id)).contains(kept.id());
        refused("BASKET_ENDED", () -> desk.pickUp(basket, ginza, null, HANAKO));
        assertThat(free(tea)).isEqualTo(5);
    }

    @Test
    void whatNoPlaceHasWholeComesFromWhereMostIs() {
        String warehouse = store("basket-warehouse-" + NUMBERS.incrementAndGet());
        receive(tea, warehouse, 9);
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(6), ginza);
        desk.put(basket, cup, BigDecimal.ONE, ginza);

        assertThat(desk.deliver(basket).orElseThrow().lines())
                .extracting(line -> line.sku() + " " + line.location())
                .containsExactlyInAnyOrder(tea + " " + warehouse, cup + " " + ginza);
    }

    @Test
    void whatWasPaidAtTheTillIsKeptForNobodyAnyMore() {
        UUID basket = basket();
        desk.put(basket, tea, new BigDecimal(2), ginza);
        desk.hold(basket, tea);

        ShoppingBasket sold = desk.sold(basket, "1-0042");

        assertThat(desk.sold(basket, "1-0042")).isEqualTo(sold);
        assertThat(free(tea)).as("the till tells the sale").isEqualTo(5);
        assertThatThrownBy(() -> desk.sold(basket, "1-0043"))
                .isInstanceOfSatisfying(
                        io.noren.loyalty.Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("BASKET_ENDED"));
    }

    @Test
    void nothingIsKeptWhereNobodyStandsAndNothingIsPutThatThereIsNot() {
        UUID basket = basket();
        desk.put(basket, tea, BigDecimal.ONE, null);

        refused("NOT_CHOSEN_IN_A_STORE", () -> desk.hold(basket, tea));
        refused("NO_SUCH_ITEM", () -> desk.hold(basket, cup));
        refused("NO_SUCH_ITEM", () -> desk.put(basket, "NO-SUCH-ITEM", BigDecimal.ONE, ginza));
        refused("BAD_LINES", () -> desk.pickUp(basket(), ginza, null, HANAKO));
    }

    private boolean grab(String sku) {
        try {
            reservations.hold(new HoldRequest(
                    "grabber/" + UUID.randomUUID(),
                    "web",
                    List.of(new HoldRequest.Line("1", sku, ginza, BigDecimal.ONE)),
                    Duration.ofMinutes(1),
                    false));
            return true;
        } catch (Refusal tooLate) {
            return false;
        }
    }

    private UUID basket() {
        return baskets.begin(Channel.STORE, ginza, null).id();
    }

    private int free(String sku) {
        return availability.forChannel("shelf", List.of(sku), List.of(ginza)).items().stream()
                .flatMap(item -> item.locations().stream())
                .map(cell -> cell.available().intValueExact())
                .findFirst()
                .orElseThrow();
    }

    private String store(String id) {
        locations.put(
                new Location(id, null, id, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        return id;
    }

    private String item(String sku) {
        items.put(new Item(
                sku,
                null,
                List.of(),
                new LocalizedName("茶", "Tea"),
                "EACH",
                null,
                null,
                new Money(new BigDecimal(1000), "JPY"),
                null,
                true));
        return sku;
    }

    private void receive(String sku, String where, int quantity) {
        ledger.record(List.of(new Movement(
                "basket/" + sku + "/" + where,
                ItemReference.sku(sku),
                where,
                BigDecimal.valueOf(quantity),
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
    }

    private static void refused(String code, ThrowingCallable what) {
        assertThatThrownBy(what).satisfies(thrown -> assertThat(code(thrown)).contains(code));
    }

    private static Optional<String> code(Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return Optional.of(refusal.code());
        }
        return thrown instanceof io.noren.loyalty.Refusal refusal ? Optional.of(refusal.code()) : Optional.empty();
    }
}
