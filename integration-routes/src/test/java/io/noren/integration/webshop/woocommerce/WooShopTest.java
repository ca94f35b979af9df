package io.noren.integration.webshop.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.ConnectedShop.ShopNews;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.Lines;
import io.noren.integration.webshop.LocalShop.Answer;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.Webshop;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WooShopTest {
    private final LocalWooCommerce woo = new LocalWooCommerce();
    private final WooSystem system = new WooSystem(woo.time);
    private final Map<String, String> credentials = new HashMap<>(Map.of(
            WooSystem.KEY,
            LocalWooCommerce.KEY,
            WooSystem.SECRET,
            LocalWooCommerce.SECRET,
            HookSecrets.SECRET,
            "woo-hook-secret"));
    private final Map<String, String> options = new HashMap<>(Map.of("requestsPerSecond", "1000"));

    @AfterEach
    void close() {
        woo.close();
    }

    private ConnectedShop shop() {
        return Lines.to(system, Lines.shop("woocommerce", woo.address(), Map.of(), options), credentials);
    }

    private ShopItem item(String sku) {
        return Lines.all(shop()::items).stream()
                .filter(each -> each.sku().equals(sku))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void productsAndVariationsAreListedPageByPage() {
        for (int n = 0; n < 60; n++) {
            woo.store.has("ITEM-" + n, n);
        }
        woo.store.hasVariation("SHIRT-RED", 4);

        List<ShopItem> items = Lines.all(shop()::items);

        assertThat(items).hasSize(61);
        ShopItem shirt = item("SHIRT-RED");
        assertThat(shirt.externalId()).matches("[0-9]+/[0-9]+");
        assertThat(shirt.number()).isEqualByComparingTo("4");
    }

    @Test
    void noItemIsPassedOverWhenOthersAreDeletedBetweenTwoPages() {
        for (int n = 0; n < 160; n++) {
            woo.store.has("ITEM-" + n, n);
        }
        ConnectedShop shop = shop();
        Set<String> seen = new HashSet<>();
        String next = null;
        int pages = 0;
        do {
            ConnectedShop.Page<ShopItem> page = shop.items(next);
            page.rows().forEach(item -> seen.add(item.sku()));
            next = page.next();
            if (++pages == 2) {
                seen.stream().limit(10).toList().forEach(woo.store::loses); // all behind them move up
            }
        } while (next != null);

        assertThat(seen).as("else a live item would lose its row").hasSize(160);
    }

    @Test
    void whatWooCommerceNeverCountsIsLeftAloneAndWhatItDoesNotTakeIsNotTakenForTold() {
        woo.store.hasSoldElsewhere("LAMP");
        assertThat(Lines.all(shop()::items)).isEmpty();

        woo.store.has("CUP", 5);
        StockTarget cup = Lines.target(item("CUP"), 7, 0);
        woo.store.becomesSoldElsewhere("CUP");

        assertThat(shop().push(List.of(cup)).get(0).reason()).contains("does not count");
    }

    @Test
    void productsAndVariationsAreWrittenAndABadOneStopsNoOther() {
        woo.store.has("CUP", 5);
        woo.store.has("GONE", 5);
        woo.store.hasVariation("SHIRT-RED", 4);
        List<StockTarget> targets = List.of(
                Lines.target(item("CUP"), 7, 0),
                Lines.target(item("GONE"), 8, 0),
                Lines.target(item("SHIRT-RED"), 9, 0));
        woo.store.loses("GONE");

        List<PushAnswer> answers = shop().push(targets);

        assertThat(answers).hasSize(3);
        assertThat(answers.get(1).reason()).contains("woocommerce_rest_product_invalid_id");
        assertThat(woo.store.stock("CUP")).isEqualTo(7);
        assertThat(woo.store.stock("SHIRT-RED")).isEqualTo(9);
    }

    @Test
    void whatWooCommerceDoesNotCountYetIsCountedFromTheFirstNumberOn() {
        woo.store.hasUncounted("CUP");
        ShopItem cup = item("CUP");
        assertThat(cup.number()).as("not what anything should have").isNegative();

        shop().push(List.of(Lines.target(cup, 7, 0)));

        assertThat(item("CUP").number()).isEqualByComparingTo("7");
    }

    @Test
    void anOrderOnItsWayToPaymentIsNotSubtractedTwice() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("pending", Map.of("CUP", 2));
        ShopItem cup = item("CUP");
        assertThat(cup.reserved()).isEqualByComparingTo("2");

        shop().push(List.of(Lines.target(cup, 3, 2)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);

        woo.store.becomes(order, "processing"); // which changes nothing for us
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);
        shop().push(List.of(Lines.target(item("CUP"), 3, 2)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);
    }

    @Test
    void whatNobodyHoldsForAnUnpaidOrderIsNotOfferedAgain() {
        woo.store.has("CUP", 5);
        woo.store.isOrderedByTelephone(Map.of("CUP", 2)); // WooCommerce holds nothing for it; we keep two

        shop().push(List.of(Lines.target(item("CUP"), 3, 2)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);
    }

    @Test
    void anUnpaidOrderIsHeldForTheMinutesThatTheShopHasSet() {
        woo.store.has("CUP", 5);
        woo.store.sells("pending", Map.of("CUP", 2));
        woo.time.passes(Duration.ofMinutes(59));
        shop().push(List.of(Lines.target(item("CUP"), 3, 2)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);

        woo.time.passes(Duration.ofMinutes(2));
        shop().push(List.of(Lines.target(item("CUP"), 3, 2)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(3);

        woo.store.holdsUnpaid("");
        woo.store.sells("pending", Map.of("CUP", 1));
        shop().push(List.of(Lines.target(item("CUP"), 2, 3)));
        assertThat(woo.store.sellable("CUP")).isEqualTo(2);
    }

    @Test
    void anOrderThatWeHaveNotHeardOfIsNeverSoldAgain() {
        woo.store.has("CUP", 5);
        ConnectedShop shop = shop();
        StockTarget four = Lines.target(item("CUP"), 4, 0); // a till has sold one
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 2));

        shop.push(List.of(four));
        assertThat(woo.store.sellable("CUP")).isEqualTo(2);

        shop.push(List.of(Lines.target(item("CUP"), 2, 2))); // now we have
        assertThat(woo.store.sellable("CUP")).isEqualTo(2);

        woo.time.passes(Duration.ofMinutes(1));
        woo.store.becomes(order, "completed");
        woo.time.passes(Duration.ofMinutes(1));
        woo.store.sells("processing", Map.of("CUP", 1));
        shop.push(List.of(Lines.target(item("CUP"), 2, 0))); // it has left; the next we do not know
        assertThat(woo.store.sellable("CUP")).isEqualTo(1);
    }

    @Test
    void whatStandsInFrontOfTheShopMaySendUsAway() {
        woo.store.has("CUP", 5);
        StockTarget target = Lines.target(item("CUP"), 7, 0);
        woo.answersFirst(new Answer(429, Map.of("message", "slow down"), Map.of("Retry-After", "2")));

        demand(ShopTrouble.Kind.BUSY, () -> shop().push(List.of(target)));

        assertThat(shop().push(List.of(target))).containsExactly(PushAnswer.told(target, new BigDecimal(7)));
    }

    @Test
    void statesAreTranslated() {
        woo.store.has("CUP", 50);
        for (String state : List.of(
                "checkout-draft",
                "pending",
                "on-hold",
                "processing",
                "completed",
                "cancelled",
                "failed",
                "refunded",
                "packed-by-a-plugin")) {
            woo.store.sells(state, Map.of("CUP", 1));
        }

        List<ShopOrder> orders = Lines.all(page -> shop().orders(Instant.parse("2026-11-23T00:00:00Z"), page));

        assertThat(orders)
                .extracting(ShopOrder::status)
                .containsExactly(
                        ShopOrder.Status.OPEN,
                        ShopOrder.Status.OPEN,
                        ShopOrder.Status.OPEN,
                        ShopOrder.Status.FULFILLED,
                        ShopOrder.Status.CANCELLED,
                        ShopOrder.Status.CANCELLED,
                        ShopOrder.Status.CANCELLED,
                        ShopOrder.Status.OPEN);
        assertThat(orders.toString()).doesNotContain("hanako");
    }

    @Test
    void noOrderIsPassedOverWhenOthersChangeBetweenTwoPages() {
        woo.store.has("CUP", 1_000);
        List<WooOrder> sold = new ArrayList<>();
        for (int n = 0; n < 150; n++) {
            woo.time.passes(Duration.ofSeconds(n % 3));
            sold.add(woo.store.sells("processing", Map.of("CUP", 1)));
        }
        Instant since = Instant.parse("2026-11-24T00:00:00Z");

        ConnectedShop.Page<ShopOrder> first = shop().orders(since, null);
        woo.time.passes(Duration.ofMinutes(1));
        for (int n = 0; n < 20; n++) {
            woo.store.becomes(sold.get(n), "completed"); // they move behind the last
        }
        List<String> seen =
                new ArrayList<>(first.rows().stream().map(ShopOrder::id).toList());
        ConnectedShop.Page<ShopOrder> page = first;
        while (page.next() != null) {
            page = shop().orders(since, page.next());
            page.rows().forEach(order -> seen.add(order.id()));
        }

        assertThat(seen)
                .containsAll(sold.stream().map(order -> Long.toString(order.id)).toList());
    }

    @Test
    void moreThanAPageThatChangedInOneSecondIsReadToItsEnd() {
        woo.store.has("CUP", 1_000);
        for (int n = 0; n < 230; n++) {
            woo.store.sells("processing", Map.of("CUP", 1));
        }

        assertThat(Lines.all(page -> shop().orders(Instant.parse("2026-11-24T00:00:00Z"), page)))
                .extracting(ShopOrder::id)
                .doesNotHaveDuplicates()
                .hasSize(230);
    }

    @Test
    void aSignedWebhookBringsTheOrderAndItsDeliveryIdIsNotBelieved() {
        woo.store.has("CUP", 5);
        LocalWooCommerce.Hook one = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 2)));
        LocalWooCommerce.Hook two = woo.hook("order.created", woo.store.sells("processing", Map.of("CUP", 1)));

        ShopNews news = shop().heard(heard(one));

        assertThat(news.orders()).hasSize(1);
        assertThat(news.orders().get(0).lines().get(0).quantity()).isEqualByComparingTo("2");
        assertThat(shop().heard(heard(two)).orders().get(0).id())
                .as("another order, though the delivery has the same id")
                .isNotEqualTo(news.orders().get(0).id());
    }

    private List<ShopOrder> changed() {
        return Lines.all(page -> shop().orders(Instant.parse("2026-11-23T00:00:00Z"), page));
    }

    @Test
    void aLineIsStillThereWhenItsProductIsDeleted() {
        woo.store.has("CUP", 5);
        woo.store.sells("processing", Map.of("CUP", 2));
        ShopOrder.Line before = changed().get(0).lines().get(0);

        woo.store.loses("CUP");

        ShopOrder.Line after = changed().get(0).lines().get(0);
        assertThat(after.line()).isEqualTo(before.line());
        assertThat(after.quantity()).isEqualByComparingTo("2");
        assertThat(after.sku()).as("it is known from what is kept").isEmpty();
    }

    @Test
    void whatIsRefundedBeforeItLeftIsNoLongerWantedAndLeavesNot() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 3));
        woo.time.passes(Duration.ofHours(1));
        woo.store.refunds(order, "CUP", 1);
        assertThat(changed().get(0).lines().get(0).quantity()).isEqualByComparingTo("2");

        woo.time.passes(Duration.ofHours(1));
        woo.store.becomes(order, "completed");

        assertThat(changed().get(0).status()).isEqualTo(ShopOrder.Status.FULFILLED);
        assertThat(changed().get(0).lines().get(0).quantity()).isEqualByComparingTo("2");
    }

    @Test
    void whatIsRefundedAfterItLeftHasLeftAllTheSame() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 3));
        woo.store.becomes(order, "completed");
        woo.time.passes(Duration.ofHours(1));
        woo.store.refunds(order, "CUP", 1);

        assertThat(changed().get(0).lines().get(0).quantity()).isEqualByComparingTo("3");
    }

    @Test
    void aWebhookDoesNotSayWhichLinesWereRefundedSoThatTheOrderIsAskedFor() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.refunds(woo.store.sells("processing", Map.of("CUP", 3)), "CUP", 1);

        ShopNews news = shop().heard(heard(woo.hook("order.updated", order)));

        assertThat(news.orders()).isEmpty();
        assertThat(news.look()).isTrue();
    }

    @Test
    void aDeletedOrderFreesItsGoodsThoughNoListHasItAndItsWebhookMayBeLost() {
        woo.store.has("CUP", 9);
        WooOrder stays = woo.store.sells("processing", Map.of("CUP", 1));
        WooOrder trashed = woo.store.sells("processing", Map.of("CUP", 2));
        WooOrder deleted = woo.store.sells("processing", Map.of("CUP", 3));
        woo.store.becomes(trashed, "trash");
        woo.store.deletes(deleted);
        assertThat(changed()).hasSize(1);
        assertThat(shop().hidesChanges()).isTrue();

        List<ShopOrder> orders =
                shop().look(List.of(Long.toString(stays.id), Long.toString(trashed.id), Long.toString(deleted.id)));

        assertThat(orders)
                .extracting(ShopOrder::id, ShopOrder::status)
                .containsExactlyInAnyOrder(
                        tuple(Long.toString(stays.id), ShopOrder.Status.OPEN),
                        tuple(Long.toString(trashed.id), ShopOrder.Status.CANCELLED),
                        tuple(Long.toString(deleted.id), ShopOrder.Status.CANCELLED));
    }

    @Test
    void aDeletionHasNoTimeOfTheShopsSoThatItIsAskedForAndARestoredOrderIsNewsLater() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 2));

        ShopNews news = shop().heard(heard(woo.hook("order.deleted", order)));

        assertThat(news.look()).isTrue();
        assertThat(news.orders()).as("our clock is not the shop's").isEmpty();
    }

    @Test
    void aWebhookThatIsSentWhenItsOrderIsGoneIsNoFaultOfTheShops() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 2));
        woo.store.deletes(order);

        ShopNews news = shop().heard(heard(woo.hook("order.updated", order)));

        assertThat(news.orders()).isEmpty();
        assertThat(news.look())
                .as("six answers that are not 2xx would end the webhook")
                .isTrue();
    }

    @Test
    void thePingIsTakenUnsignedAndBringsNothing() {
        ShopHook ping = new ShopHook("orders", Map.of(), "webhook_id=7".getBytes(StandardCharsets.UTF_8));

        assertThat(shop().heard(ping).orders()).isEmpty();
    }

    @Test
    void anotherSignatureIsRefusedAndTheOldSecretCountsOnlyWhileItIsExchanged() {
        woo.store.has("CUP", 5);
        WooOrder order = woo.store.sells("processing", Map.of("CUP", 2));
        woo.hookSecretIs("the-secret-before");
        LocalWooCommerce.Hook old = woo.hook("order.updated", order);
        demand(ShopTrouble.Kind.CLOSED, () -> shop().heard(heard(old)));

        credentials.put(HookSecrets.PREVIOUS, "the-secret-before");
        options.put(
                HookSecrets.PREVIOUS_UNTIL,
                woo.time.instant().plus(Duration.ofHours(1)).toString());
        assertThat(shop().heard(heard(old)).orders()).hasSize(1);

        woo.time.passes(Duration.ofHours(1));
        demand(ShopTrouble.Kind.CLOSED, () -> shop().heard(heard(old)));
    }

    @Test
    void settingsAreLookedAtBeforeTheyAreStored() {
        system.check(Lines.shop("woocommerce", woo.address(), Map.of(), Map.of()), credentials);
        Webshop places = Lines.shop("woocommerce", woo.address(), Map.of("", "x"), Map.of());
        assertThatThrownBy(() -> system.check(places, credentials)).hasMessageContaining("no places");
        Webshop batch = Lines.shop("woocommerce", woo.address(), Map.of(), Map.of("batch", "101"));
        assertThatThrownBy(() -> system.check(batch, credentials)).hasMessageContaining("at most 100");
    }

    private static void demand(ShopTrouble.Kind kind, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOfSatisfying(
                        ShopTrouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(kind));
    }

    private static ShopHook heard(LocalWooCommerce.Hook hook) {
        Map<String, String> headers = new HashMap<>();
        hook.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new ShopHook("orders", headers, hook.body().getBytes(StandardCharsets.UTF_8));
    }
}
