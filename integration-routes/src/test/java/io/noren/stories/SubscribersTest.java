package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Those who want to be told, and do not always listen. */
class SubscribersTest extends Story {

    @ParameterizedTest
    @ValueSource(ints = {500, 429, 302, 404})
    void whatAShopDidNotTakeIsLoggedAndToldAgainUntilItDoes(int status) {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        whenQueuesAreQuiet();
        Subscribed web = webShop();
        web.shop.answers(exchange -> {
            exchange.getResponseHeaders().add("Location", web.shop.address() + "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
        });

        ginza.till(1).reports(sale(1).of(1, shirt));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(web.shop.about(shirt, ginza.id)).isNotEmpty());
        String event = web.shop.about(shirt, ginza.id).get(0).id();
        await().untilAsserted(() -> {
            JsonNode logged = web.deliveries(event).get(0);
            assertThat(logged.path("state").asString()).isEqualTo("PENDING");
            assertThat(logged.path("lastStatus").asInt()).isEqualTo(status);
            assertThat(logged.path("attempts").asInt()).isPositive();
        });
        web.shop.answersWith(204);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                web.deliveries(event).get(0).path("state").asString())
                        .isEqualTo("DELIVERED"));
        assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("4");
        assertThat(web.shop.forged()).isEmpty();
    }

    @Test
    void aDeadSubscriberDoesNotDelayAnotherOne() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(100, shirt);
        Subscribed dead = webShop();
        CountDownLatch end = new CountDownLatch(1);
        dead.shop.answers(exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Subscribed alive = webShop();

        for (int n = 1; n <= 20; n++) {
            ginza.till(1).reports(sale(n).of(1, shirt));
        }

        await().atMost(Duration.ofSeconds(8)) // less than a dead one's time limit
                .untilAsserted(
                        () -> assertThat(alive.shop.available(shirt, ginza.id)).isEqualByComparingTo("80"));
        end.countDown();
    }

    @Test
    void whoTakesManyAtOnceIsToldInOneRequestWhatCameMeanwhile() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(100, shirt);
        whenQueuesAreQuiet();
        Subscribed web = webShop(10);
        CountDownLatch awake = new CountDownLatch(1);
        web.shop.answers(exchange -> {
            try {
                awake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(204, -1);
        });

        for (int n = 1; n <= 40; n++) {
            ginza.till(1).reports(sale(n).of(1, shirt));
        }
        await().atMost(PATIENCE).until(() -> waiting(web) == 40);
        awake.countDown();

        await().atMost(PATIENCE).until(() -> waiting(web) == 0);
        assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("60");
        assertThat(web.shop.about(shirt, ginza.id))
                .extracting(WebShop.Told::id)
                .doesNotHaveDuplicates()
                .hasSize(40);
        assertThat(web.shop.batches()).allMatch(size -> size <= 10).contains(10);
        assertThat(web.shop.forged()).isEmpty();
    }

    @Test
    void whatIsToBlameInABatchDoesNotKeepItsNeighboursBack() {
        String shirt = item("SHIRT");
        String odd = item("ODD");
        Store ginza = store("ginza").has(100, shirt).has(100, odd);
        whenQueuesAreQuiet();
        Subscribed web = webShop(10);
        web.shop.answers(exchange -> exchange.sendResponseHeaders(400, -1));

        ginza.till(1).reports(sale(1).of(1, shirt));
        ginza.till(1).reports(sale(2).of(1, odd));
        await().atMost(PATIENCE)
                .until(() -> web.shop.available(shirt, ginza.id) != null && web.shop.available(odd, ginza.id) != null);
        int before = web.shop.batches().size();
        String bad = web.shop.about(odd, ginza.id).get(0).id();
        web.shop.answersBy(event -> event.path("id").asString().equals(bad) ? 400 : 204);

        String good = web.shop.about(shirt, ginza.id).get(0).id();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                web.deliveries(good).get(0).path("state").asString())
                        .isEqualTo("DELIVERED"));
        assertThat(web.shop.batches().stream().skip(before)).containsOnly(1);
        assertThat(web.deliveries(bad).get(0).path("state").asString()).isEqualTo("PENDING");
    }

    private static long waiting(Subscribed web) {
        return web.deliveries().stream()
                .filter(each -> each.path("state").asString().equals("PENDING"))
                .count();
    }

    @Test
    void whoCannotBeReachedIsNamedInTheLog() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        whenQueuesAreQuiet();
        Subscribed web = webShop();
        web.shop.close();

        ginza.till(1).reports(sale(1).of(1, shirt));

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode newest = hub.get("/api/v1/webhooks/" + web.id + "/deliveries?limit=1")
                    .json()
                    .path("items")
                    .get(0);
            assertThat(newest.path("lastError").asString("")).startsWith("ConnectException");
        });
    }

    @Test
    void aReplayTellsTheSameEventsAgainAndADeletionEndsAll() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        whenQueuesAreQuiet();
        Subscribed web = webShop();
        ginza.till(1).reports(sale(1).of(1, shirt));
        await().untilAsserted(() -> assertThat(web.shop.about(shirt, ginza.id)).hasSize(1));

        Answer replayed = hub.post("/api/v1/webhooks/" + web.id + "/replay", "{\"after\":0}");

        assertThat(replayed.status()).isEqualTo(202);
        assertThat(replayed.json().path("deliveries").asInt()).isEqualTo(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(web.shop.about(shirt, ginza.id)).hasSize(2));
        assertThat(web.shop.about(shirt, ginza.id).get(1).id())
                .as("by its id a subscriber knows it again")
                .isEqualTo(web.shop.about(shirt, ginza.id).get(0).id());

        assertThat(hub.delete("/api/v1/webhooks/" + web.id).status()).isEqualTo(204);
        ginza.till(1).reports(sale(2).of(1, shirt));
        whenQueuesAreQuiet();
        assertThat(hub.get("/api/v1/webhooks/" + web.id).code()).isEqualTo("UNKNOWN_WEBHOOK");
        assertThat(jdbc.sql("select count(*) from integration.webhook_delivery where subscription = cast(? as uuid)")
                        .param(web.id)
                        .query(Long.class)
                        .single())
                .as("nothing more is written down for it")
                .isEqualTo(1);
    }

    @Test
    void theSecretIsShownOnce() {
        Answer made =
                hub.post("/api/v1/webhooks", "{\"url\":\"http://localhost:1/hooks\",\"events\":[\"stock.changed\"]}");
        String id = made.json().path("id").asString();

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.raw().body()).contains("whsec_");
        assertThat(hub.get("/api/v1/webhooks/" + id).raw().body()).doesNotContain("whsec_", "secret");
        assertThat(hub.get("/api/v1/webhooks").raw().body()).doesNotContain("whsec_");
        hub.delete("/api/v1/webhooks/" + id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events\":[\"stock.changed\"]}",
                "{\"url\":\"https://203.0.113.7/\",\"events\":[]}",
                "{\"url\":\"https://203.0.113.7/\",\"events\":[\"Stock Changed\"]}",
                "{\"url\":\"ht tp://x\",\"events\":[\"stock.changed\"]}",
                "{\"url\":\"file:///etc/passwd\",\"events\":[\"stock.changed\"]}",
                "{\"url\":{},\"events\":\"stock.changed\"}",
                "{\"url\":\"https://203.0.113.7/\",\"events\":[\"stock.changed\"],\"batch\":0}",
                "{\"url\":\"https://203.0.113.7/\",\"events\":[\"stock.changed\"],\"batch\":101}",
            })
    void anOddWishIsRefusedWithItsReason(String wish) {
        Answer answer = hub.post("/api/v1/webhooks", wish);

        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.code()).isIn("INVALID_FIELDS", "MALFORMED_JSON", "TARGET_REFUSED");
    }

    @Test
    void aShopThatHearsTheSameTwiceOrLateStillEndsWithTheTruth() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(50, shirt);
        Subscribed web = webShop();
        AtomicInteger heard = new AtomicInteger();
        web.shop.answers(exchange -> exchange.sendResponseHeaders(heard.incrementAndGet() % 3 == 0 ? 503 : 204, -1));

        for (int n = 1; n <= 20; n++) {
            ginza.till(1).reports(sale(n).of(1, shirt));
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(web.shop.available(shirt, ginza.id)).isEqualByComparingTo("30"));
    }
}
