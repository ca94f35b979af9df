package io.noren.integration.webshop.magento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.Lines;
import io.noren.integration.webshop.LocalShop.Answer;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.Webshop;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MagentoShopTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

    private final LocalMagento magento = new LocalMagento();
    private final MagentoSystem system = new MagentoSystem();
    private final Map<String, String> credentials = Map.of(MagentoSystem.TOKEN, LocalMagento.TOKEN);
    private final Map<String, String> options = new HashMap<>(Map.of("requestsPerSecond", "1000"));

    @AfterEach
    void close() {
        magento.close();
    }

    private ConnectedShop shop() {
        return Lines.to(
                system,
                Lines.shop(
                        "magento",
                        magento.address(),
                        Webshop.Mode.LOCATION,
                        Map.of("ginza", "ginza-source", "shibuya", "shibuya-source"),
                        options),
                credentials);
    }

    private ShopItem item(String sku, String source) {
        return Lines.all(shop()::items).stream()
                .filter(each -> each.sku().equals(sku) && each.place().equals(source))
                .findFirst()
                .orElseThrow();
    }

    private StockTarget target(String sku, int net, int ordered) {
        return Lines.target(item(sku, "ginza-source"), net, ordered);
    }

    @Test
    void ourSourcesItemsAreListedPageByPageAndNoOthers() {
        for (int n = 0; n < 450; n++) {
            magento.store.has("ITEM-" + n, "ginza-source", n);
        }
        magento.store.has("ITEM-1", "shibuya-source", 3);
        magento.store.has("ITEM-1", "somebody-elses", 3);

        assertThat(Lines.all(shop()::items)).hasSize(451);
    }

    @Test
    void noItemIsPassedOverWhenOthersAreDeletedBetweenTwoPages() {
        for (int n = 0; n < 450; n++) {
            magento.store.has("ITEM-" + n, "ginza-source", n);
        }
        ConnectedShop.Page<ShopItem> page = shop().items(null);
        Set<String> seen = new HashSet<>();
        page.rows().forEach(item -> seen.add(item.sku()));

        List<String> gone = page.rows().stream().map(ShopItem::sku).limit(10).toList();
        gone.forEach(magento.store::loses); // all others move up
        while (page.next() != null) {
            page = shop().items(page.next());
            page.rows().forEach(item -> seen.add(item.sku()));
        }

        assertThat(seen).as("else a live item would lose its row").hasSize(450);
    }

    @Test
    void numbersAreWritten() {
        magento.store.has("CUP", "ginza-source", 5);
        StockTarget target = target("CUP", 7, 0);

        assertThat(shop().push(List.of(target))).containsExactly(PushAnswer.told(target, new BigDecimal(7)));

        assertThat(magento.store.quantity("CUP", "ginza-source")).isEqualByComparingTo("7");
        assertThat(magento.store.orphans()).isEmpty();
    }

    @Test
    void aBadOneRefusesTheBatchSoThatTheCallerSendsTheHalves() {
        magento.store.has("CUP", "ginza-source", 5);
        StockTarget cup = target("CUP", 7, 0);
        StockTarget bad = new StockTarget("CUP", "", "closed-source", "CUP", cup.number());

        demand(ShopTrouble.Kind.OBJECTS, () -> shop().push(List.of(cup, bad)));

        assertThat(magento.store.quantity("CUP", "ginza-source")).isEqualByComparingTo("5");
    }

    @Test
    void aBatchIsAsLargeAsMagentosInputLimitsWhenTheyAreOn() {
        magento.limitsInput();
        for (int n = 0; n < 20; n++) {
            magento.store.has("ITEM-" + n, "ginza-source", 1);
        }
        List<StockTarget> targets = Lines.all(shop()::items).stream()
                .map(item -> Lines.target(item, 9, 0))
                .toList();
        assertThat(targets).hasSize(system.limits().batch());

        assertThat(shop().push(targets)).hasSize(20);
        List<StockTarget> more = new ArrayList<>(targets);
        more.add(targets.get(0));
        demand(ShopTrouble.Kind.OBJECTS, () -> shop().push(more));
    }

    @Test
    void whatMagentoTakesOffItselfIsGivenBackOnTopSoThatNothingIsSubtractedTwice() {
        magento.store.has("CUP", "ginza-source", 5);
        MagentoStore.Order order = magento.store.sells(Map.of("CUP", 2));
        magento.store.invoices(order);
        assertThat(item("CUP", "ginza-source").reserved()).isEqualByComparingTo("2");

        shop().push(List.of(target("CUP", 3, 2))); // three are left, two are kept for Magento's order
        assertThat(magento.store.quantity("CUP", "ginza-source")).isEqualByComparingTo("5");
        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("3");

        magento.store.ships(order, "ginza-source");
        shop().push(List.of(target("CUP", 3, 2))); // not heard yet that it was sent
        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("3");
        shop().push(List.of(target("CUP", 3, 0)));
        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("3");
    }

    @Test
    void anOrderThatWeHaveNotHeardOfIsNeverSoldAgain() {
        magento.store.has("CUP", "ginza-source", 5);
        magento.store.sells(Map.of("CUP", 2));

        shop().push(List.of(target("CUP", 4, 0))); // a till has sold one; of the order we do not know

        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("2");
    }

    @Test
    void withReservationsSwitchedOffMagentoGetsWhatIsLeft() {
        options.put(MagentoSystem.RESERVATIONS, MagentoSystem.OFF);
        magento.store.has("CUP", "ginza-source", 5);

        shop().push(List.of(target("CUP", 3, 2)));

        assertThat(magento.store.quantity("CUP", "ginza-source")).isEqualByComparingTo("3");
        assertThat(item("CUP", "ginza-source").reserved()).isNull();
    }

    @Test
    void whatIsGivenBackInOneSourceIsNotGivenBackInTheNext() {
        magento.store.has("CUP", "ginza-source", 5);
        magento.store.has("CUP", "shibuya-source", 5);
        magento.store.sells(Map.of("CUP", 2));

        shop().push(List.of(
                Lines.target(item("CUP", "ginza-source"), 4, 2), Lines.target(item("CUP", "shibuya-source"), 4, 2)));

        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("8");
    }

    @Test
    void ordersAreAskedForByTheirLastChange() {
        magento.store.has("CUP", "ginza-source", 50);
        magento.store.sells(Map.of("CUP", 1));
        magento.time.passes(Duration.ofMinutes(1));
        MagentoStore.Order cancelled = magento.store.sells(Map.of("CUP", 2));
        MagentoStore.Order sent = magento.store.sells(Map.of("CUP", 3));
        magento.time.passes(Duration.ofMinutes(1));
        magento.store.cancels(cancelled);
        magento.time.passes(Duration.ofMinutes(1));
        magento.store.ships(sent, "ginza-source");

        List<ShopOrder> orders = Lines.all(page -> shop().orders(START.plusSeconds(30), page));

        assertThat(orders)
                .extracting(ShopOrder::number, ShopOrder::status)
                .containsExactly(
                        tuple(cancelled.increment(), ShopOrder.Status.CANCELLED),
                        tuple(sent.increment(), ShopOrder.Status.FULFILLED));
        assertThat(orders.get(0).lines().get(0).quantity()).isEqualByComparingTo("0");
        assertThat(orders.toString()).doesNotContain("hanako");
    }

    @Test
    void noOrderIsPassedOverWhenOthersChangeBetweenTwoPages() {
        magento.store.has("CUP", "ginza-source", 1_000);
        List<MagentoStore.Order> sold = new ArrayList<>();
        for (int n = 0; n < 120; n++) {
            magento.time.passes(Duration.ofSeconds(n % 3));
            sold.add(magento.store.sells(Map.of("CUP", 1)));
        }

        ConnectedShop.Page<ShopOrder> page = shop().orders(START, null);
        List<String> seen =
                new ArrayList<>(page.rows().stream().map(ShopOrder::number).toList());
        magento.time.passes(Duration.ofMinutes(1));
        for (int n = 0; n < 20; n++) {
            magento.store.cancels(sold.get(n)); // they move behind the last
        }
        while (page.next() != null) {
            page = shop().orders(START, page.next());
            page.rows().forEach(order -> seen.add(order.number()));
        }

        assertThat(seen)
                .containsAll(sold.stream().map(MagentoStore.Order::increment).toList());
    }

    @Test
    void noneOfManyOrdersOfOneSecondIsPassedOverWhenOthersChange() {
        magento.store.has("CUP", "ginza-source", 1_000);
        List<MagentoStore.Order> sold = new ArrayList<>();
        for (int n = 0; n < 170; n++) {
            sold.add(magento.store.sells(Map.of("CUP", 1))); // by a script, all at once
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        int pages = 0;
        do {
            ConnectedShop.Page<ShopOrder> page = shop().orders(START, next);
            page.rows().forEach(order -> seen.add(order.number()));
            next = page.next();
            if (++pages == 2) {
                magento.time.passes(Duration.ofMinutes(1));
                sold.subList(0, 20).forEach(magento.store::cancels);
            }
        } while (next != null);

        assertThat(seen)
                .containsAll(sold.stream().map(MagentoStore.Order::increment).toList());
    }

    @Test
    void aParcelWithSomeOfAnOrderIsFoundThoughTheOrdersTimeDoesNotChange() {
        magento.store.has("CUP", "ginza-source", 5);
        MagentoStore.Order order = magento.store.invoices(magento.store.sells(Map.of("CUP", 3)));
        magento.time.passes(Duration.ofMinutes(5));
        magento.store.shipsSome(order, "CUP", 1, "ginza-source");
        assertThat(shop().orders(START.plusSeconds(60), null).rows()).isEmpty();
        assertThat(shop().hidesChanges()).isTrue();

        ShopOrder seen = shop().look(List.of(Integer.toString(order.id))).get(0);

        assertThat(seen.lines().get(0).fulfilled()).isEqualByComparingTo("1");
        assertThat(item("CUP", "ginza-source").reserved()).isEqualByComparingTo("2");
    }

    @Test
    void whatStandsInFrontOfTheShopMaySendUsAwayAndAnotherTokenIsRefused() {
        magento.store.has("CUP", "ginza-source", 5);
        magento.answersFirst(new Answer(429, Map.of("message", "slow down"), Map.of("Retry-After", "2")));
        demand(ShopTrouble.Kind.BUSY, () -> shop().items(null));
        assertThat(shop().items(null).rows()).hasSize(1);

        Webshop settings = Lines.shop("magento", magento.address(), Map.of("", "ginza-source"), options);
        ConnectedShop stranger = Lines.to(system, settings, Map.of(MagentoSystem.TOKEN, "guessed"));
        demand(ShopTrouble.Kind.CLOSED, () -> stranger.items(null));
    }

    @Test
    void settingsAreLookedAtBeforeTheyAreStored() {
        Webshop good = Lines.shop("magento", magento.address(), Map.of("", "default"), Map.of());
        system.check(good, credentials);
        assertThatThrownBy(() -> system.check(good, Map.of())).hasMessageContaining("access token");
        Webshop bad = Lines.shop("magento", magento.address(), Map.of("", "default"), Map.of("reservations", "maybe"));
        assertThatThrownBy(() -> system.check(bad, credentials)).hasMessageContaining("'off'");
    }

    private static void demand(ShopTrouble.Kind kind, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        ShopTrouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(kind));
    }
}
