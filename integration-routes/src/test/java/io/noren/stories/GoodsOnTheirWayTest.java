package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.security.Scope;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goods go from the warehouse to Ginza; the web shop hears of it, and devices that lost an answer ask again. */
class GoodsOnTheirWayTest extends Story {

    @Test
    void theWebShopIsToldWhatIsOnItsWayAndWhatHasArrived() {
        String shirt = item("SHIRT");
        Store warehouse = store("warehouse").has(5, shirt);
        Store ginza = store("ginza");
        Subscribed web = webShop();
        String transfer = asked(hub, shirt, warehouse, ginza, 3);

        hub.post(transfer + "/dispatch", "{}");

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(web.shop.available(shirt, warehouse.id)).isEqualByComparingTo("2");
            assertThat(web.shop.about(shirt, ginza.id)).singleElement().satisfies(told -> {
                assertThat(told.event().path("data").path("incoming").asInt()).isEqualTo(3);
                assertThat(told.event().path("data").path("available").asInt()).isZero();
            });
        });

        hub.post(transfer + "/receive", "{\"receipt\":\"box-1\",\"lines\":[{\"line\":\"1\",\"quantity\":3}]}");

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("3"));
        assertThat(web.shop.forged()).isEmpty();
        assertThat(parked()).isEmpty();
    }

    @Test
    void whoeverLostTheAnswerGetsItAgainAndNothingMovesTwice() {
        String shirt = item("SHIRT");
        Store warehouse = store("warehouse").has(5, shirt);
        Store ginza = store("ginza");
        String transfer = asked(hub, shirt, warehouse, ginza, 3);
        Hub once = hub.with("Idempotency-Key", named("dispatch"));

        Answer first = once.post(transfer + "/dispatch", "{}");
        Answer again = once.post(transfer + "/dispatch", "{}");

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        String box = "{\"receipt\":\"box-1\",\"lines\":[{\"line\":\"1\",\"quantity\":2}]}";
        hub.with("Idempotency-Key", named("one")).post(transfer + "/receive", box);
        Answer otherKey = hub.with("Idempotency-Key", named("two")).post(transfer + "/receive", box);
        assertThat(otherKey.status())
                .as("the receipt's own number makes it once")
                .isEqualTo(200);
        assertThat(otherKey.json().path("lines").path(0).path("outstanding").asInt())
                .isEqualTo(1);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("2");
        assertThat(warehouse.onHand(shirt)).isEqualByComparingTo("2");
    }

    @Test
    void aKeyForGinzaReceivesThereAndSendsNothingFromTheWarehouse() {
        String shirt = item("SHIRT");
        Store warehouse = store("warehouse").has(5, shirt);
        Store ginza = store("ginza");
        Hub desk = keyFor(Set.of(Scope.INVENTORY_WRITE), ginza.id);
        String transfer = asked(desk, shirt, warehouse, ginza, 3);

        assertThat(desk.post(transfer + "/dispatch", "{}").code()).isEqualTo("LOCATION_FORBIDDEN");
        assertThat(hub.post(transfer + "/dispatch", "{}").status()).isEqualTo(200);
        assertThat(desk.post(
                                transfer + "/receive",
                                "{\"receipt\":\"box-1\",\"lines\":[{\"line\":\"1\",\"quantity\":3}]}")
                        .status())
                .isEqualTo(200);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
    }

    private String asked(Hub caller, String sku, Store from, Store to, int quantity) {
        Answer asked = caller.post(
                "/api/v1/transfers",
                "{\"reference\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"lines\":[{\"line\":\"1\",\"sku\":\"%s\",\"quantity\":%d}]}"
                        .formatted(named("T"), from.id, to.id, sku, quantity));
        assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
        return String.valueOf(asked.header("Location"));
    }
}
