package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ConnectedShop.Page;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is read of a shop and comes late, twice, in parts or in another order than it happened. */
class ReadingsTest extends ShopInTables {
    @Autowired
    WebshopItems numbers;

    @Autowired
    ShopReconcile reconcile;

    @Autowired
    ShopOrders orders;

    private static ShopItem listed(String sku, int number) {
        return new ShopItem(sku, "here", "iitem", BigDecimal.valueOf(number), BigDecimal.ZERO);
    }

    private void comparesWhole(ShopItem... there) {
        reconcile.compare(turn(), reconcile.begun(shop), new Page<>(List.of(there), null));
    }

    private List<String> told(String column) {
        return jdbc.sql("select sku || ' ' || coalesce(" + column + "::text, '?') from integration.webshop_item "
                        + "where shop = :id")
                .param("id", shop)
                .query(String.class)
                .list();
    }

    @Test
    void whatOneComparisonMissesStaysAndWhatTwoMissIsGone() {
        comparesWhole(listed(cup, 0));
        assertThat(told("state")).containsExactly(cup + " SENT");

        comparesWhole();
        assertThat(told("state")).as("perhaps its page moved up").containsExactly(cup + " SENT");
        comparesWhole(listed(cup, 0));
        comparesWhole();
        assertThat(told("state")).containsExactly(cup + " SENT");

        comparesWhole();
        assertThat(told("state")).isEmpty();
    }

    @Test
    void whoLostTheTurnDoesNotSayWhatTheShopHas() {
        comparesWhole(listed(cup, 0));
        ShopReconcile.Run run = reconcile.begun(shop);
        theTurnIs(OTHERS);
        jdbc.sql("update integration.webshop_item set number = 7 where shop = :id")
                .param("id", shop)
                .update();

        reconcile.compare(turn(), run, new Page<>(List.of(listed(cup, 0)), null));

        assertThat(told("number::int")).containsExactly(cup + " 7");
        assertThat(reconcile.begun(shop).id()).as("it is still to be done").isEqualTo(run.id());
    }

    @Test
    void whatTheShopChangedItselfWhileItsListWasReadIsNotSure() {
        comparesWhole(listed(cup, 0));
        ShopReconcile.Run run = reconcile.begun(shop);
        numbers.distrust(shop, List.of(cup));

        reconcile.compare(turn(), run, new Page<>(List.of(listed(cup, 0)), null));

        assertThat(told("number")).containsExactly(cup + " ?");
        assertThat(told("state")).containsExactly(cup + " WAITING");
        comparesWhole(listed(cup, 0));
        assertThat(told("number::int")).containsExactly(cup + " 0");
    }

    @Test
    void whoLostTheTurnDoesNotSayHowFarTheOrdersWereRead() {
        orders.page(turn(), new ShopWithOrders(() -> theTurnIs(OTHERS), List.of(), "more"));

        assertThat(cursor()).isEqualTo("2026-11-24 00:00:00 -");
        theTurnIs(US);
        orders.page(turn(), new ShopWithOrders(() -> {}, List.of(), "more"));
        assertThat(cursor()).isEqualTo("2026-11-24 00:00:00 more");
    }

    @Test
    void otherSettingsBeginTheReadingAgain() {
        orders.page(turn(), new ShopWithOrders(() -> {}, List.of(), "more"));
        ShopReconcile.Run run = reconcile.begun(shop);
        reconcile.compare(turn(), run, new Page<>(List.of(), "more"));
        Webshop settings = turn().shop();

        shops.put(
                new Webshop(
                        shop,
                        "any",
                        "medusa",
                        settings.url(),
                        "web",
                        Webshop.Mode.LOCATION,
                        Map.of(shop, "there"),
                        Map.of(),
                        false,
                        settings.ordersEvery(),
                        settings.reconcileEvery()),
                Map.of("apiKey", "any"),
                null,
                1L);

        assertThat(cursor()).isEqualTo("2026-11-24 00:00:00 -");
        assertThat(reconcile.begun(shop).page()).isNull();
    }

    private String cursor() {
        return jdbc.sql("""
                        select to_char(orders_from at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS ') || coalesce(orders_page, '-')
                        from integration.webshop where id = :id
                        """).param("id", shop).query(String.class).single();
    }

    private record ShopWithOrders(
            Runnable meanwhile,
            List<ShopOrder> told,
            @Nullable String next) implements ConnectedShop {
        @Override
        public Page<ShopItem> items(@Nullable String page) {
            return new Page<>(List.of(), null);
        }

        @Override
        public List<PushAnswer> push(List<StockTarget> targets) {
            return List.of();
        }

        @Override
        public Page<ShopOrder> orders(Instant since, @Nullable String page) {
            meanwhile.run();
            return new Page<>(told, next);
        }
    }

    @Test
    void anOrderFromTheFutureHidesNoneThatComeBeforeIt() {
        ShopOrder tomorrow = order(1, 0, Instant.now().plus(Duration.ofDays(1)));

        orders.page(turn(), new ShopWithOrders(() -> {}, List.of(tomorrow), null));

        assertThat(jdbc.sql("select orders_from <= now() from integration.webshop where id = :id")
                        .param("id", shop)
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }
}
