package io.noren.integration.webshop.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.Lines;
import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.Webshop;
import io.noren.inventory.Refusal;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopifyShopTest {
    private static final long GINZA = 11;
    private static final long SHIBUYA = 12;

    private final LocalShopify shopify = new LocalShopify();
    private final ShopifySystem system = new ShopifySystem(shopify.time, shop -> this.tillsElsewhere);
    private final Map<String, String> credentials =
            new HashMap<>(Map.of(ShopifySystem.TOKEN, LocalShopify.TOKEN, HookSecrets.SECRET, shopify.secret()));
    private Map<String, String> options = Map.of();
    private boolean tillsElsewhere;

    @BeforeEach
    void twoLocations() {
        shopify.store.opens(GINZA);
        shopify.store.opens(SHIBUYA);
    }

    @AfterEach
    void close() {
        shopify.close();
    }

    private ConnectedShop shop() {
        return Lines.to(system, settings(), credentials);
    }

    private Webshop settings() {
        return Lines.shop(
                "shopify",
                shopify.address(),
                Webshop.Mode.LOCATION,
                Map.of("ginza", Long.toString(GINZA), "shibuya", Long.toString(SHIBUYA)),
                options);
    }

    private ShopItem item(ConnectedShop shop, String sku) {
        return Lines.all(shop::items).stream()
                .filter(each -> each.sku().equals(sku))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyItemOfEveryLocationIsListedPageByPage() {
        for (int n = 0; n < 150; n++) {
            shopify.store.stocks("ITEM-" + n, GINZA, n);
        }
        shopify.store.stocks("CUP", SHIBUYA, 5);
        shopify.store.sells(SHIBUYA, Map.of("CUP", 2));

        List<ShopItem> items = Lines.all(shop()::items);

        assertThat(items).hasSize(151);
        ShopItem cup = items.get(150);
        assertThat(cup.place()).isEqualTo("12");
        assertThat(cup.number()).as("on hand").isEqualByComparingTo("5");
        assertThat(cup.reserved()).as("committed to its orders").isEqualByComparingTo("2");
    }

    @Test
    void aNumberIsWrittenOnceAndNotAgain() {
        shopify.store.stocks("CUP", GINZA, 5);
        ConnectedShop shop = shop();
        StockTarget target = Lines.target(item(shop, "CUP"), 7, 0);

        assertThat(shop.push(List.of(target))).containsExactly(PushAnswer.told(target, new BigDecimal(7)));
        assertThat(shop.push(List.of(target))).containsExactly(PushAnswer.told(target, new BigDecimal(7)));

        assertThat(shopify.store.onHand("CUP", GINZA)).isEqualTo(7);
        assertThat(shopify.store.changes()).isEqualTo(1);
    }

    @Test
    void of250NumbersAtOnceABadOneStopsNoOther() {
        for (int n = 0; n < 250; n++) {
            shopify.store.stocks("ITEM-" + n, GINZA, 1);
        }
        ConnectedShop shop = shop();
        List<StockTarget> targets = new ArrayList<>(Lines.all(shop::items).stream()
                .map(item -> Lines.target(item, item.sku().equals("ITEM-7") ? 2_000_000_000 : 9, 0))
                .toList());
        shopify.time.passes(Duration.ofSeconds(20)); // reading them has cost its points
        targets.set(
                20,
                new StockTarget(
                        "GONE",
                        "",
                        Long.toString(GINZA),
                        "gid://shopify/InventoryItem/1",
                        targets.get(0).number()));

        List<PushAnswer> answers = shop.push(targets);

        assertThat(answers).hasSize(250);
        assertThat(answers.stream().filter(answer -> answer.reason() != null))
                .extracting(answer -> answer.target().sku())
                .containsExactlyInAnyOrder("ITEM-7", "GONE");
        assertThat(shopify.store.changes()).isEqualTo(248);
        assertThat(answers.stream()
                        .filter(answer -> answer.target().sku().equals("ITEM-7"))
                        .findFirst()
                        .orElseThrow()
                        .reason())
                .contains("INVALID_QUANTITY_TOO_HIGH");
    }

    @Test
    void whatIsChangedInBetweenIsReadAndReckonedAgain() {
        shopify.store.stocks("CUP", GINZA, 5);
        shopify.store.stocks("SAUCER", GINZA, 5);
        ConnectedShop shop = shop();
        List<StockTarget> targets =
                List.of(Lines.target(item(shop, "CUP"), 7, 0), Lines.target(item(shop, "SAUCER"), 8, 0));
        shopify.whenWritten(() -> shopify.store.somebodySets("CUP", GINZA, 3));

        List<PushAnswer> answers = shop.push(targets);

        assertThat(answers).hasSize(2).allMatch(answer -> answer.reason() == null);
        assertThat(shopify.store.onHand("CUP", GINZA)).isEqualTo(7);
        assertThat(shopify.store.onHand("SAUCER", GINZA)).isEqualTo(8);
    }

    @Test
    void anOrderThatWeHaveNotHeardOfIsNeverSoldAgain() {
        shopify.store.stocks("CUP", GINZA, 5);
        ConnectedShop shop = shop();
        ShopItem cup = item(shop, "CUP");
        shopify.store.sells(GINZA, Map.of("CUP", 2));

        shop.push(List.of(Lines.target(cup, 4, 0))); // a till has sold one; of the order we do not know
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(2);

        shop.push(List.of(Lines.target(cup, 2, 2))); // now we do
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(2);
    }

    @Test
    void aFulfilmentIsNotSubtractedTwice() {
        shopify.store.stocks("CUP", GINZA, 5);
        ConnectedShop shop = shop();
        ShopItem cup = item(shop, "CUP");
        ShopifyOrder order = shopify.store.sells(GINZA, Map.of("CUP", 2));
        shop.push(List.of(Lines.target(cup, 3, 2)));

        shopify.store.fulfils(order);
        shop.push(List.of(Lines.target(cup, 3, 2))); // not heard yet that it has left

        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(3);
        shop.push(List.of(Lines.target(cup, 3, 0)));
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(3);
        assertThat(shopify.store.changes()).as("Shopify did it all by itself").isZero();
    }

    @Test
    void whoIsThrottledComesAgainWhenThereAreEnoughPoints() {
        shopify.store.stocks("CUP", GINZA, 5);
        ConnectedShop shop = shop();
        StockTarget target = Lines.target(item(shop, "CUP"), 7, 0);
        shopify.hasPoints(1);

        assertThatThrownBy(() -> shop.push(List.of(target)))
                .isInstanceOfSatisfying(
                        ShopTrouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(ShopTrouble.Kind.BUSY));
        shopify.time.passes(Duration.ofSeconds(1));

        assertThat(shop.push(List.of(target))).containsExactly(PushAnswer.told(target, new BigDecimal(7)));
    }

    @Test
    void ordersComeWithWhereTheyAreSentFromTheLongestUnchangedFirst() {
        shopify.store.stocks("CUP", GINZA, 50);
        shopify.store.stocks("SAUCER", SHIBUYA, 50);
        ShopifyOrder first = shopify.store.sells(GINZA, Map.of("CUP", 2));
        shopify.time.passes(Duration.ofMinutes(1));
        ShopifyOrder second = shopify.store.sells(SHIBUYA, Map.of("SAUCER", 1));
        for (int n = 0; n < 10; n++) {
            shopify.time.passes(Duration.ofSeconds(1));
            shopify.store.sells(GINZA, Map.of("CUP", 1));
        }
        shopify.time.passes(Duration.ofMinutes(1));
        shopify.store.cancels(first);
        shopify.time.passes(Duration.ofMinutes(1));
        shopify.store.fulfils(second);

        List<ShopOrder> orders = Lines.all(page -> shop().orders(Instant.parse("2026-11-24T00:00:30Z"), page));

        assertThat(orders)
                .hasSize(12)
                .isSortedAccordingTo((a, b) -> a.changedAt().compareTo(b.changedAt()));
        assertThat(orders.get(0).status()).isEqualTo(ShopOrder.Status.OPEN);
        assertThat(orders.get(0).lines().get(0).place()).isEqualTo(Long.toString(GINZA));
        assertThat(orders.get(10).status()).isEqualTo(ShopOrder.Status.CANCELLED);
        assertThat(orders.get(11).status()).isEqualTo(ShopOrder.Status.FULFILLED);
        assertThat(orders.get(11).lines().get(0).place()).isEqualTo(Long.toString(SHIBUYA));
        assertThat(orders.toString()).doesNotContain("hanako");
    }

    @Test
    void whatTheShopsTillsSellIsNoOrderOfTheWebShopWhereTheTillsTellOfItThemselves() {
        shopify.store.stocks("CUP", GINZA, 5);
        ShopifyOrder online = shopify.store.sells(GINZA, Map.of("CUP", 1));
        shopify.store.sells(GINZA, Map.of("CUP", 2)).sourceName = "pos";
        Instant before = Instant.parse("2026-11-24T00:00:00Z");

        assertThat(Lines.all(page -> shop().orders(before, page))).hasSize(2);
        tillsElsewhere = true;

        assertThat(Lines.all(page -> shop().orders(before, page)))
                .extracting(ShopOrder::id)
                .containsExactly(Long.toString(online.id));
    }

    private ShopOrder changed() {
        return Lines.all(page -> shop().orders(Instant.parse("2026-11-24T00:00:00Z"), page))
                .get(0);
    }

    @Test
    void everyLineOfALargeOrderHasThePlaceThatItIsSentFrom() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        for (int n = 0; n < 45; n++) {
            shopify.store.stocks("ITEM-" + n, SHIBUYA, 5);
            wanted.put("ITEM-" + n, 1);
        }
        shopify.store.sells(SHIBUYA, wanted);

        assertThat(changed().lines())
                .hasSize(45)
                .allSatisfy(line -> assertThat(line.place()).isEqualTo(Long.toString(SHIBUYA)));
    }

    @Test
    void whatWasSentHasLeftThoughItIsRefundedLaterAndTheRestIsStillWanted() {
        shopify.store.stocks("CUP", GINZA, 5);
        ShopifyOrder order = shopify.store.sells(GINZA, Map.of("CUP", 3));
        long line = order.lines.get(0).id();
        shopify.store.fulfils(order, Map.of(line, 1));
        shopify.store.refunds(order, line, 1); // it was broken when it came

        ShopOrder.Line some = changed().lines().get(0);
        assertThat(some.fulfilled()).isEqualByComparingTo("1");
        assertThat(some.quantity()).isEqualByComparingTo("3");

        shopify.store.fulfils(order, Map.of(line, 2));
        ShopOrder all = changed();
        assertThat(all.status()).isEqualTo(ShopOrder.Status.FULFILLED);
        assertThat(all.lines().get(0).quantity()).as("all three have left").isEqualByComparingTo("3");
    }

    @Test
    void whatIsRefundedBeforeItLeftIsNoLongerWanted() {
        shopify.store.stocks("CUP", GINZA, 5);
        ShopifyOrder order = shopify.store.sells(GINZA, Map.of("CUP", 3));
        shopify.store.refunds(order, order.lines.get(0).id(), 1);

        assertThat(changed().lines().get(0).quantity()).isEqualByComparingTo("2");
        assertThat(changed().lines().get(0).fulfilled()).isEqualByComparingTo("0");
    }

    @Test
    void whatShopifysIndexFindsLaterThanItHappenedIsNotPassedOver() {
        shopify.store.stocks("CUP", GINZA, 50);
        ShopifyOrder early = shopify.store.sells(GINZA, Map.of("CUP", 2));

        assertThat(Lines.all(page -> shop().orders(early.updatedAt.plusSeconds(90), page)))
                .extracting(ShopOrder::id)
                .containsExactly(Long.toString(early.id));
    }

    @Test
    void aLocationThatIsNotThereIsSaidSo() {
        Webshop wrong = Lines.shop("shopify", shopify.address(), Map.of("", "99"), Map.of());

        assertThatThrownBy(() -> Lines.to(system, wrong, credentials).items(null))
                .hasMessageContaining("no location 99");
    }

    @Test
    void aSignedWebhookHasTheOrdersAskedFor() {
        shopify.store.stocks("CUP", GINZA, 5);
        LocalShopify.Hook hook = shopify.hook("orders/create", shopify.store.sells(GINZA, Map.of("CUP", 2)));

        assertThat(shop().heard(heard(hook)).look()).isTrue();
        assertThat(shop().heard(heard(hook)).look())
                .as("asking twice does no harm")
                .isTrue();
    }

    @Test
    void anotherSignatureIsRefused() {
        shopify.store.stocks("CUP", GINZA, 5);
        LocalShopify.Hook hook = shopify.hook("orders/create", shopify.store.sells(GINZA, Map.of("CUP", 2)));
        Map<String, String> forged = new HashMap<>(hook.headers());
        forged.put("X-Shopify-Hmac-Sha256", LocalShop.signature("guessed", hook.body()));
        Map<String, String> unsigned = new HashMap<>(hook.headers());
        unsigned.remove("X-Shopify-Hmac-Sha256");

        demandClosed(new LocalShopify.Hook(hook.topic(), hook.body(), forged));
        demandClosed(new LocalShopify.Hook(hook.topic(), hook.body(), unsigned));
        demandClosed(new LocalShopify.Hook(hook.topic(), hook.body() + " ", hook.headers()));
    }

    @Test
    void theOldSecretCountsWhileItIsExchangedAndNotAfter() {
        shopify.store.stocks("CUP", GINZA, 5);
        ShopifyOrder order = shopify.store.sells(GINZA, Map.of("CUP", 2));
        LocalShopify.Hook old = shopify.hook("orders/create", order);
        String before = shopify.secret();
        shopify.rotatesTo("shpss_new");
        credentials.put(HookSecrets.SECRET, "shpss_new");
        credentials.put(HookSecrets.PREVIOUS, before);
        options = Map.of(
                HookSecrets.PREVIOUS_UNTIL,
                shopify.time.instant().plus(Duration.ofHours(1)).toString());

        assertThat(shop().heard(heard(old)).look()).isTrue();
        assertThat(shop().heard(heard(shopify.hook("orders/updated", order))).look())
                .isTrue();
        shopify.time.passes(Duration.ofHours(1));
        demandClosed(old);
        assertThat(shop().heard(heard(shopify.hook("orders/updated", order))).look())
                .isTrue();
    }

    @Test
    void settingsAreLookedAtBeforeTheyAreStored() {
        system.check(settings(), credentials);
        assertThatThrownBy(() -> system.check(settings(), Map.of()))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo("credentials.accessToken"));
        Webshop named = Lines.shop("shopify", shopify.address(), Map.of("", "Ginza"), Map.of());
        assertThatThrownBy(() -> system.check(named, credentials)).hasMessageContaining("number");
        credentials.put(HookSecrets.PREVIOUS, "old");
        assertThatThrownBy(() -> system.check(settings(), credentials)).hasMessageContaining("until when");
    }

    private void demandClosed(LocalShopify.Hook hook) {
        assertThatThrownBy(() -> shop().heard(heard(hook)))
                .isInstanceOfSatisfying(
                        ShopTrouble.class, trouble -> assertThat(trouble.kind()).isEqualTo(ShopTrouble.Kind.CLOSED));
    }

    private static ShopHook heard(LocalShopify.Hook hook) {
        Map<String, String> headers = new HashMap<>();
        hook.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new ShopHook("orders", headers, hook.body().getBytes(StandardCharsets.UTF_8));
    }
}
