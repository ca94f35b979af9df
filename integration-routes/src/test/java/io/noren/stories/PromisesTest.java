package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Holding goods for a shopper, and handing them over in a store. */
class PromisesTest extends Story {

    @Test
    void ofThirtyTwoShoppersWhoWantTheLastTenExactlyTenGetOne() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(10, shirt);
        AtomicInteger shopper = new AtomicInteger();

        List<Answer> answers = allAtOnce(32, () -> hold("shopper " + shopper.incrementAndGet(), ginza, shirt, 1));

        assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
        assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(10);
        assertThat(answers)
                .filteredOn(each -> each.status() == 409)
                .extracting(Answer::code)
                .containsOnly("INSUFFICIENT_STOCK");
        assertThat(cell(ginza, shirt).path("reserved").asInt()).isEqualTo(10);
        assertThat(cell(ginza, shirt).path("available").asInt()).isZero();
        whenQueuesAreQuiet();
    }

    @Test
    void anOnlineOrderIsPickedAndHandedOverOnceForItsCode() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Subscribed web = webShop();

        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "channel": "web",
                 "contact": {"name": "山田花子", "phone": "+819012345678"},
                 "lines": [{"line": "1", "sku": "%s", "quantity": 2}], "payment": {"method": "PAID_ONLINE"}}
                """.formatted(named("order"), ginza.id, shirt));

        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(placed.json().path("state").asString()).isEqualTo("PLACED");
        String code = placed.json().path("handoverCode").asString();
        assertThat(code).isNotBlank();
        String order = "/api/v1/pickup-orders/" + placed.json().path("id").asString();
        assertThat(hub.get(order).raw().body()).as("the code is shown once").doesNotContain(code);
        await().untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("3"));

        assertThat(hub.post(order + "/handover", "{\"code\":\"" + code + "\"}").code())
                .as("not before it is ready")
                .isEqualTo("WRONG_STEP");
        assertThat(step(order, "accept")).isEqualTo("ACCEPTED");
        assertThat(step(order, "start-picking")).isEqualTo("PICKING");
        assertThat(step(order, "ready")).isEqualTo("READY");
        assertThat(hub.post(order + "/handover", "{\"code\":\"000-000\"}").code())
                .isEqualTo("WRONG_HANDOVER_CODE");
        assertThat(ginza.onHand(shirt)).as("still in the store").isEqualByComparingTo("5");

        Answer collected = hub.post(order + "/handover", "{\"code\":\"" + code + "\"}");

        assertThat(collected.json().path("state").asString()).isEqualTo("COLLECTED");
        assertThat(hub.post(order + "/handover", "{\"code\":\"" + code + "\"}").code())
                .isEqualTo("ALREADY_COLLECTED");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
        assertThat(cell(ginza, shirt).path("reserved").asInt()).isZero();
        String id = placed.json().path("id").asString();
        await().untilAsserted(() -> assertThat(web.shop.aboutSubject(id))
                .extracting(told -> told.event().path("type").asString())
                .contains("io.noren.pickup.placed", "io.noren.pickup.ready", "io.noren.pickup.collected"));
        assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("3");
        assertThat(web.shop.aboutSubject(id).toString())
                .as("a webhook carries no person and no code")
                .doesNotContain("山田花子", "9012345678", code);
    }

    @Test
    void aCancelledOrderGivesItsGoodsBack() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "lines": [{"line": "1", "sku": "%s", "quantity": 5}]}
                """.formatted(named("order"), ginza.id, shirt));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        assertThat(hold("shopper", ginza, shirt, 1).code()).isEqualTo("INSUFFICIENT_STOCK");

        hub.post("/api/v1/pickup-orders/" + placed.json().path("id").asString() + "/cancel");

        assertThat(cell(ginza, shirt).path("available").asInt()).isEqualTo(5);
        assertThat(hold("shopper", ginza, shirt, 5).status()).isEqualTo(201);
        whenQueuesAreQuiet();
    }

    private String step(String order, String step) {
        return hub.post(order + "/" + step).json().path("state").asString();
    }

    private Answer hold(String owner, Store store, String sku, int quantity) {
        return hub.post("/api/v1/reservations", """
                {"owner": "%s", "channel": "web", "expiresIn": "PT15M",
                 "lines": [{"line": "1", "sku": "%s", "location": "%s", "quantity": %d}]}
                """.formatted(named(owner), sku, store.id, quantity));
    }

    private JsonNode cell(Store store, String sku) {
        return hub.get("/api/v1/availability?sku=" + sku + "&location=" + store.id)
                .json()
                .path("items")
                .get(0)
                .path("locations")
                .get(0);
    }
}
