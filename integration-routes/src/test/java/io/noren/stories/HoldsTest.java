package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.security.Scope;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many at one shelf at the same moment, over HTTP. */
class HoldsTest extends Story {
    /** More with {@code -Dnoren.last-ten.rounds=1000}. */
    private static final int ROUNDS = Integer.getInteger("noren.last-ten.rounds", 50);

    private static final int SHOPPERS = 64;

    @Test
    void ofSixtyFourShoppersWhoWantTheLastTenExactlyTenGetOneEachTime() throws Exception {
        Store ginza = store("ginza");
        long began = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            String shirt = item("SHIRT-" + round);
            ginza.has(10, shirt);
            AtomicInteger shopper = new AtomicInteger();
            String basket = named("round-" + round);

            List<Answer> answers = allAtOnce(SHOPPERS, () -> {
                int number = shopper.incrementAndGet();
                // Every other one would ask again under the same key if the answer were lost.
                Hub hubOfShopper = number % 2 == 0 ? hub : hub.with("Idempotency-Key", basket + "-" + number);
                return hubOfShopper.post("/api/v1/reservations", hold(basket + "-" + number, shirt, ginza, 1));
            });

            assertThat(answers)
                    .as("round " + round)
                    .hasSize(SHOPPERS)
                    .extracting(Answer::status)
                    .containsOnly(201, 409);
            assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(10);
            assertThat(answers)
                    .filteredOn(each -> each.status() == 409)
                    .extracting(Answer::code)
                    .containsOnly("INSUFFICIENT_STOCK");
            assertThat(cell(ginza, shirt).path("reserved").asInt()).isEqualTo(10);
            assertThat(cell(ginza, shirt).path("available").asInt()).isZero();
        }
        System.out.printf(
                "%d rounds of %d shoppers for the last 10: 10 each time, %.1f s%n",
                ROUNDS, SHOPPERS, (System.nanoTime() - began) / 1e9);
        whenQueuesAreQuiet();
    }

    @Test
    void askedAgainUnderItsKeyEachOfManyGetsItsOwnFirstAnswer() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(20, shirt);
        AtomicInteger shopper = new AtomicInteger();

        List<Answer> answers = allAtOnce(48, () -> {
            // Each of 24 asks twice, at the same moment.
            int number = shopper.incrementAndGet() % 24;
            return hub.with("Idempotency-Key", named("key-" + number))
                    .post("/api/v1/reservations", hold(named("shopper-" + number), shirt, ginza, 1));
        });

        assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
        assertThat(answers.stream()
                        .filter(each -> each.status() == 201)
                        .map(each -> each.raw().body())
                        .distinct())
                .hasSize(20);
        assertThat(answers).filteredOn(each -> each.status() == 201).hasSize(40);
        assertThat(cell(ginza, shirt).path("reserved").asInt()).isEqualTo(20);
        for (int number = 0; number < 24; number++) {
            assertThat(hub.with("Idempotency-Key", named("key-" + number))
                            .post("/api/v1/reservations", hold(named("shopper-" + number), shirt, ginza, 1))
                            .header("Idempotency-Replayed"))
                    .isEqualTo("true");
        }
    }

    @Test
    void whatIsDoneTogetherIsFollowedByEachOnesOwnCorrelation() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(40, shirt);
        webShop();
        AtomicInteger shopper = new AtomicInteger();

        allAtOnce(32, () -> {
            String name = named("shopper-" + shopper.incrementAndGet());
            return hub.with("X-Correlation-Id", name).post("/api/v1/reservations", hold(name, shirt, ginza, 1));
        });

        theWebShopHearsOfEach(shirt, "RESERVATION_CREATED", "shopper-");
    }

    @Test
    void deliveriesReportedAtTheSameMomentAreFollowedByEachOnesOwnCorrelation() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza");
        webShop();
        AtomicInteger partner = new AtomicInteger();

        List<Answer> answers = allAtOnce(32, () -> {
            String name = named("partner-" + partner.incrementAndGet());
            return hub.with("X-Correlation-Id", name)
                    .post("/api/v1/stock/movements", """
                    {"movements": [{"id": "%s", "sku": "%s", "location": "%s", "delta": 1, "reason": "RECEIVED",
                        "occurredAt": "2026-03-01T01:02:03Z"}]}""".formatted(name, shirt, ginza.id));
        });

        assertThat(answers)
                .extracting(each ->
                        each.json().path("results").path(0).path("result").asString())
                .containsOnly("RECORDED");
        assertThat(cell(ginza, shirt).path("onHand").asInt()).isEqualTo(32);
        theWebShopHearsOfEach(shirt, "RECEIVED", "partner-");
    }

    private void theWebShopHearsOfEach(String sku, String cause, String correlation) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jdbc.sql("""
                                select correlation from integration.webhook_delivery where body like :sku
                                    and body like :cause
                                """)
                                .param("sku", "%" + sku + "%")
                                .param("cause", "%\"" + cause + "\"%")
                                .query(String.class)
                                .list())
                        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 32)
                                .mapToObj(n -> named(correlation + n))
                                .toList()));
    }

    @Test
    void goodsKeptInOneStoreAreKeptInAnotherInstead() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(2, shirt);
        Store ueno = store("ueno").has(1, shirt);
        JsonNode held = hub.post("/api/v1/reservations", hold(named("shopper"), shirt, ginza, 1))
                .json();
        String reservation = "/api/v1/reservations/" + held.path("id").asString();
        String toUeno = "{\"location\": \"" + ueno.id + "\"}";

        assertThat(keyFor(Set.of(Scope.RESERVATIONS), ginza.id)
                        .post(reservation + "/transfer", toUeno)
                        .code())
                .isEqualTo("LOCATION_FORBIDDEN");
        Hub once = hub.with("Idempotency-Key", named("transfer"));
        Answer moved = once.post(reservation + "/transfer", toUeno);

        assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
        assertThat(moved.json().path("transferredFrom")).isEqualTo(held.path("id"));
        assertThat(moved.json().path("lines").get(0).path("location").asString())
                .isEqualTo(ueno.id);
        assertThat(once.post(reservation + "/transfer", toUeno).raw().body())
                .isEqualTo(moved.raw().body());
        assertThat(hub.get(reservation).json().path("state").asString()).isEqualTo("TRANSFERRED");
        assertThat(cell(ginza, shirt).path("available").asInt()).isEqualTo(2);
        assertThat(cell(ueno, shirt).path("available").asInt()).isZero();

        JsonNode another = hub.post("/api/v1/reservations", hold(named("other"), shirt, ginza, 1))
                .json();
        Answer refused = hub.post(
                "/api/v1/reservations/" + another.path("id").asString() + "/transfer",
                "{\"location\": \"" + ueno.id + "\", \"lines\": [\"1\"]}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(refused.json().path("lines").get(0).path("available").asInt())
                .isZero();
    }

    @Test
    void limitsOfAnItemAreSetAndHeldAgainst() {
        String shirt = item("SHIRT");
        Store depot = store("depot").has(1, shirt);
        String limits = "/api/v1/items/" + shirt + "/promise-limits";

        Answer set = hub.put(limits, """
                {"maxPerOwner": 3, "beyondStock": [{"location": "%s", "backorder": 4}]}
                """.formatted(depot.id));

        assertThat(set.status()).as(set.toString()).isEqualTo(200);
        assertThat(hub.get(limits).json()).isEqualTo(set.json());
        assertThat(set.json().path("beyondStock").get(0).path("backorder").asInt())
                .isEqualTo(4);
        Answer tooMany = hub.post("/api/v1/reservations", hold(named("greedy"), shirt, depot, 4));
        assertThat(tooMany.status()).isEqualTo(409);
        assertThat(tooMany.code()).isEqualTo("OWNER_LIMIT_REACHED");
        Answer held = hub.post("/api/v1/reservations", hold(named("patient"), shirt, depot, 3));
        assertThat(held.status()).isEqualTo(201);
        assertThat(held.json().path("lines").get(0).path("backordered").asInt()).isEqualTo(2);
        Answer refused = hub.post("/api/v1/reservations", hold(named("late"), shirt, depot, 3));
        assertThat(refused.code()).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(refused.json().path("lines").get(0).path("available").asInt())
                .isEqualTo(2);
        assertThat(hub.put(limits, "{\"beyondStock\": [null]}").code()).isEqualTo("INVALID_FIELDS");
        assertThat(hub.put("/api/v1/items/nothing/promise-limits", "{}").code()).isEqualTo("NO_SUCH_ITEM");
        assertThat(keyFor(Set.of(Scope.RESERVATIONS)).put(limits, "{}").status())
                .isEqualTo(403);
    }

    private static String hold(String owner, String sku, Store store, int quantity) {
        return """
                {"owner": "%s", "channel": "web", "expiresIn": "PT15M",
                 "lines": [{"line": "1", "sku": "%s", "location": "%s", "quantity": %d}]}
                """.formatted(owner, sku, store.id, quantity);
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
