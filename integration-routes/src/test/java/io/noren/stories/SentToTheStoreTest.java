package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.security.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Ginza has no cups; Shibuya sends what Hanako ordered there, she pays online, fetches it and brings one back. */
class SentToTheStoreTest extends Story {

    @Test
    void theShopIsToldOnceOfEachStepAndTellsWhatBecameOfTheMoney() {
        String cup = item("CUP");
        Store shibuya = store("shibuya").has(5, cup);
        Store ginza = store("ginza");
        Subscribed web = webShop();
        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "from": "%s",
                 "lines": [{"line": "1", "sku": "%s", "quantity": 2, "unitPrice": {"amount": "1980", "currency": "JPY"}}]}
                """.formatted(named("WEB"), ginza.id, shibuya.id, cup));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.json().path("state").asString()).isEqualTo("AWAITING_TRANSFER");
        String id = placed.json().path("id").asString();
        String order = "/api/v1/pickup-orders/" + id;
        paid(order, "a", "AUTHORISED", 3960);

        assertThat(hub.get("/api/v1/pickup-orders/to-send?from=" + shibuya.id)
                        .json()
                        .path("orders")
                        .path(0)
                        .path("id")
                        .asString())
                .isEqualTo(id);
        String transfer = step(order, "send").path("transfer").path("shipment").asString();
        assertThat(shibuya.onHand(cup)).isEqualByComparingTo("3");
        // By the door through which all goods come.
        Answer received = hub.post("/api/v1/transfers/" + transfer + "/receive", """
                {"receipt": "box-1", "lines": [{"line": "1", "quantity": 2}]}
                """);
        assertThat(received.status()).as(received.toString()).isEqualTo(200);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("2");
        assertThat(hub.get("/api/v1/availability?sku=" + cup + "&location=" + ginza.id)
                        .json()
                        .path("items")
                        .path(0)
                        .path("available")
                        .asInt())
                .as("they are Hanako's")
                .isZero();
        for (String next : List.of("start-picking", "ready", "arrived")) {
            step(order, next);
        }
        String code = placed.json().path("handoverCode").asString();
        assertThat(hub.post(order + "/handover", "{\"code\":\"" + code + "\"}").status())
                .isEqualTo(200);
        paid(order, "b", "CAPTURED", 3960);
        paid(order, "b", "CAPTURED", 3960);
        Answer back = hub.post(order + "/returns", """
                {"key": "R-1", "lines": [{"line": "1", "quantity": 1, "condition": "RESELLABLE"}]}
                """);
        assertThat(back.status()).as(back.toString()).isEqualTo(200);
        JsonNode after = paid(order, "c", "REFUNDED", 1980);

        assertThat(after.path("paid").path("captured").asInt()).isEqualTo(3960);
        assertThat(after.path("paid").path("refunded").asInt()).isEqualTo(1980);
        assertThat(hub.post(order + "/payments", payment("d", "REFUNDED", 1981)).code())
                .isEqualTo("REFUNDED_TOO_MUCH");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("1");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(web.shop.aboutSubject(id))
                        .extracting(told -> told.event().path("type").asString())
                        .containsExactlyInAnyOrder(
                                "io.noren.pickup.placed",
                                "io.noren.pickup.sent",
                                "io.noren.pickup.goods-arrived",
                                "io.noren.pickup.ready",
                                "io.noren.pickup.arrived",
                                "io.noren.pickup.collected",
                                "io.noren.pickup.returned"));
        assertThat(parked()).isEmpty();
    }

    @Test
    void whoeverSendsNeedNotKnowWhoseItIsAndNobodyElseSendsIt() {
        String cup = item("CUP");
        Store shibuya = store("shibuya").has(5, cup);
        Store ginza = store("ginza");
        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "from": "%s", "contact": {"name": "山田花子", "phone": "+819012345678"},
                 "lines": [{"line": "1", "sku": "%s", "quantity": 2}]}
                """.formatted(named("WEB"), ginza.id, shibuya.id, cup));
        String order = "/api/v1/pickup-orders/" + placed.json().path("id").asString();
        Hub sender = keyFor(Set.of(Scope.PICKUP), shibuya.id);
        Hub receiver = keyFor(Set.of(Scope.PICKUP), ginza.id);

        assertThat(sender.get("/api/v1/pickup-orders/to-send?from=" + shibuya.id)
                        .raw()
                        .body())
                .contains(named("WEB"))
                .doesNotContain("山田花子", "9012345678");
        assertThat(receiver.get("/api/v1/pickup-orders/to-send?from=" + shibuya.id)
                        .status())
                .isEqualTo(403);
        assertThat(sender.get(order).status()).isEqualTo(403);
        assertThat(receiver.post(order + "/send").status()).isEqualTo(403);
        assertThat(sender.post(order + "/send").status()).isEqualTo(200);
        assertThat(sender.post(order + "/receive").status()).isEqualTo(403);
        assertThat(receiver.post(order + "/receive").json().path("state").asString())
                .isEqualTo("ARRIVED");
        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
    }

    private JsonNode step(String order, String step) {
        Answer answer = hub.post(order + "/" + step, "{}");
        assertThat(answer.status()).as(step + " " + answer).isEqualTo(200);
        return answer.json();
    }

    private JsonNode paid(String order, String key, String kind, int amount) {
        Answer told = hub.post(order + "/payments", payment(key, kind, amount));
        assertThat(told.status()).as(told.toString()).isEqualTo(200);
        return told.json();
    }

    private static String payment(String key, String kind, int amount) {
        return """
                {"key": "%s", "kind": "%s", "amount": %d, "currency": "JPY", "at": "2026-11-24T05:51:47Z"}
                """.formatted(key, kind, amount);
    }
}
