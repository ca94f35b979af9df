package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.webshop.medusa.LocalMedusa;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A connected web shop sells from the same shelf as the stores, whatever happens between. */
class WebshopsTest extends Story {
    private static final Instant LONG_AGO = Instant.parse("2026-03-01T00:00:00Z");

    private final LocalMedusa shop = new LocalMedusa();
    private final String id = named("shop");
    private final String channel = named("web");

    @AfterEach
    void theShopIsDisconnected() {
        hub.put("/api/v1/webshops/" + id, shop.settings(channel, ", \"active\": false"));
        shop.close();
    }

    private void connected() {
        connected("");
    }

    private void connected(String more) {
        Answer made = hub.put("/api/v1/webshops/" + id, shop.settings(channel, more));
        assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> state().path("lastReconcile").has("endedAt"));
    }

    private JsonNode state() {
        return hub.get("/api/v1/webshops/" + id).json().path("state");
    }

    private static void until(IntSupplier number, int wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> number.getAsInt() == wanted);
    }

    private int offered(String sku) {
        return hub.get("/api/v1/availability?channel=" + channel + "&sku=" + sku)
                .json()
                .path("items")
                .path(0)
                .path("available")
                .asInt();
    }

    private JsonNode kept(String order) {
        return hub.get("/api/v1/reservations?owner=webshop:" + id + ":" + order)
                .json()
                .path("reservations");
    }

    private void untilAllIsTold() {
        whenQueuesAreQuiet();
        await().atMost(PATIENCE).until(() -> state().path("waiting").asInt() == 0);
    }

    @Test
    void whatChangesOnTheShelfIsInTheShopAndWhatIsNotOursIsLeftAlone() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        Store kobe = store("kobe").has(3, cup);
        shop.sells(cup, 0);
        shop.sells("NOT-OURS", 77);

        connected();
        until(() -> shop.stocked(cup), 8);
        ginza.has(2, cup);
        until(() -> shop.stocked(cup), 10);
        kobe.till(1).reports(Receipt.sale(1).of(1, cup));
        until(() -> shop.stocked(cup), 9);

        assertThat(shop.stocked("NOT-OURS")).isEqualTo(77);
        assertThat(state().path("lastReconcile").path("unknown").asInt()).isEqualTo(1);
    }

    @Test
    void anOrderIsKeptOnceAndTakenOffOnce() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(10, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 10);

        String order = shop.order(cup, 2);

        until(() -> offered(cup), 8);
        untilAllIsTold();
        assertThat(shop.stocked(cup))
                .as("Medusa takes its orders off by itself")
                .isEqualTo(10);
        assertThat(shop.available(cup)).isEqualTo(8);
        assertThat(kept(order)).hasSize(1);
        assertThat(kept(order).path(0).path("state").asString()).isEqualTo("COMMITTED");
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("10");
    }

    @Test
    void parcelsLeaveInPartsAndWhatIsCancelledIsFree() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(10, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 10);
        String order = shop.order(cup, 5);
        until(() -> offered(cup), 5);

        shop.sends(order, 2);
        until(() -> ginza.onHand(cup).intValue(), 8);
        untilAllIsTold();
        assertThat(offered(cup)).isEqualTo(5);
        assertThat(shop.available(cup)).isEqualTo(5);

        shop.changes(order, 4);
        until(() -> offered(cup), 6);
        shop.cancels(order);
        until(() -> offered(cup), 8);
        untilAllIsTold();
        assertThat(shop.available(cup)).isEqualTo(8);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("8");
        assertThat(parkedFrom(id)).isEmpty();
    }

    @Test
    void aVariantThatIsDeletedAfterItWasOrderedChangesNothingOnTheShelf() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(10, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 10);
        String order = shop.order(cup, 5);
        shop.sends(order, 2);
        until(() -> ginza.onHand(cup).intValue(), 8);

        shop.deletesVariantOf(order);
        shop.sends(order, 1);

        until(() -> ginza.onHand(cup).intValue(), 7);
        untilAllIsTold();
        assertThat(offered(cup)).as("two are still kept for it").isEqualTo(5);
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("7");
        assertThat(parkedFrom(id)).isEmpty();
    }

    @Test
    void theKitOfADeletedVariantStaysWhatItWas() {
        String cup = item("CUP");
        String saucer = item("SAUCER");
        Store ginza = store("ginza").has(10, cup).has(10, saucer);
        connected();
        String order = shop.orderKit(named("TEA-SET"), 3, cup, saucer);
        until(() -> offered(saucer), 7);
        until(() -> offered(cup), 7);

        shop.deletesVariantOf(order);
        shop.sends(order, 1);
        until(() -> ginza.onHand(cup).intValue(), 9);
        until(() -> ginza.onHand(saucer).intValue(), 9);
        untilAllIsTold();
        assertThat(offered(cup)).as("two are still kept for it").isEqualTo(7);

        shop.sends(order, 2);
        until(() -> ginza.onHand(cup).intValue(), 7);
        until(() -> ginza.onHand(saucer).intValue(), 7);
        untilAllIsTold();
        assertThat(offered(cup)).isEqualTo(7);
        assertThat(parkedFrom(id)).isEmpty();
    }

    @Test
    void whatHasLeftDoesNotLeaveAgainUnderAnotherNameOrAsMore() {
        String cup = item("CUP");
        String mug = item("MUG");
        Store ginza = store("ginza").has(10, cup).has(10, mug);
        connected();
        String order = shop.order(cup, 3);
        shop.sends(order, 2);
        until(() -> ginza.onHand(cup).intValue(), 8);

        shop.remakesVariantOf(order, Map.of(mug, 1));
        String next = shop.order(cup, 1);
        await().atMost(PATIENCE).until(() -> kept(next).size() == 1);
        untilAllIsTold();
        shop.remakesVariantOf(order, Map.of(mug, 1, cup, 2));
        shop.sends(order, 1);

        until(() -> ginza.onHand(cup).intValue(), 7);
        untilAllIsTold();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("7");
        assertThat(ginza.onHand(mug)).isEqualByComparingTo("10");
        assertThat(offered(mug)).as("none was ever sold").isEqualTo(10);
        assertThat(offered(cup)).isEqualTo(6);
        assertThat(parkedFrom(id)).isEmpty();
    }

    @Test
    void whatIsKeptIsFreedByACancellationAlsoWhenTheItemIsNoLongerStocked() {
        String cup = item("CUP");
        store("ginza").has(10, cup);
        connected();
        String order = shop.order(cup, 3);
        await().atMost(PATIENCE).until(() -> kept(order).size() == 1);
        isNoLongerStocked(cup);

        shop.cancels(order);

        await().atMost(PATIENCE)
                .until(() -> kept(order).path(0).path("state").asString().equals("RELEASED"));
    }

    @Test
    void noOrderIsMissedWhenAnotherChangesBetweenTwoPages() {
        String cup = item("CUP");
        store("ginza").has(500, cup);
        shop.sells(cup, 0);
        List<String> orders = IntStream.range(0, 120)
                .mapToObj(n -> shop.orderBackThen(cup, LONG_AGO.plusSeconds(60 * n)))
                .toList();
        // It goes to the end, and what came behind it moves up by one.
        shop.afterTheNextPageOfOrders(() -> orders.subList(0, 30).forEach(order -> shop.changes(order, 2)));

        connected(", \"ordersFrom\": \"2026-01-01T00:00:00Z\"");

        until(() -> offered(cup), 500 - 150);
        untilAllIsTold();
        assertThat(orders).allMatch(order -> kept(order).size() >= 1);
    }

    @Test
    void moreOrdersThanAPageThatChangedAtTheSameMomentAreAllRead() {
        String cup = item("CUP");
        store("ginza").has(500, cup);
        shop.sells(cup, 0);
        IntStream.range(0, 130).forEach(n -> shop.orderBackThen(cup, LONG_AGO));

        connected(", \"ordersFrom\": \"2026-01-01T00:00:00Z\"");

        until(() -> offered(cup), 500 - 130);
    }

    @Test
    void whatHadLeftBeforeTheShopWasConnectedIsNotBooked() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(10, cup);
        shop.sells(cup, 12);
        String order = shop.order(cup, 5);
        shop.sends(order, 2);

        connected(", \"ordersFrom\": \"2026-01-01T00:00:00Z\"");

        until(() -> offered(cup), 7);
        untilAllIsTold();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("10");
        assertThat(shop.available(cup)).isEqualTo(7);
        shop.sends(order, 3);
        until(() -> ginza.onHand(cup).intValue(), 7);
        untilAllIsTold();
        assertThat(shop.available(cup)).isEqualTo(7);
    }

    @Test
    void anOrderComesFromSeveralStoresWhereNoneHasAll() {
        String cup = item("CUP");
        store("ginza").has(3, cup);
        store("kobe").has(2, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 5);

        String order = shop.order(cup, 5);

        until(() -> offered(cup), 0);
        assertThat(kept(order)).hasSize(2);
    }

    @Test
    void whatTheShopSoldAndNobodyHasWaitsForAPerson() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(1, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 1);

        String order = shop.order(cup, 3);

        await().atMost(PATIENCE).until(() -> parkedFrom(id).size() == 1);
        JsonNode parked = parkedFrom(id).get(0);
        assertThat(parked.path("code").asString()).isEqualTo("INSUFFICIENT_STOCK");
        assertThat(parked.path("reason").asString())
                .contains("Order 1")
                .contains("2")
                .contains(cup);
        assertThat(kept(order).path(0).path("lines").path(0).path("quantity").asInt())
                .as("what there was is kept")
                .isEqualTo(1);

        ginza.has(9, cup);
        whenQueuesAreQuiet();
        assertThat(hub.post("/api/v1/parked/" + parked.path("id").asString() + "/retry")
                        .status())
                .isEqualTo(202);
        until(() -> offered(cup), 7);
        untilAllIsTold();
        assertThat(shop.available(cup)).isEqualTo(7);
        assertThat(parkedFrom(id)).isEmpty();
    }

    @Test
    void oneBadItemIsSetApartAndDoesNotHoldUpTheOthers() {
        String cup = item("CUP");
        String bad = item("BAD");
        String plate = item("PLATE");
        shop.sells(cup, 0);
        shop.sells(bad, 0);
        shop.sells(plate, 0);
        shop.minds(bad);
        store("ginza").has(4, cup).has(5, bad).has(6, plate);

        connected();

        until(() -> shop.stocked(cup), 4);
        until(() -> shop.stocked(plate), 6);
        until(() -> state().path("quarantined").asInt(), 1);
        JsonNode item = hub.get("/api/v1/webshops/" + id + "/items?state=QUARANTINED")
                .json()
                .path("items")
                .path(0);
        assertThat(item.path("sku").asString()).isEqualTo(bad);
        assertThat(item.path("reason").asString()).contains("Something is wrong");
        assertThat(shop.stocked(bad)).isZero();

        shop.mindsNothing();
        hub.post("/api/v1/webshops/" + id + "/items/retry?sku=" + bad);
        until(() -> shop.stocked(bad), 5);
        assertThat(state().path("quarantined").asInt()).isZero();
    }

    @Test
    void aShopThatIsAwayCostsOneRowAnItemAndHearsTheLastNumberOnly() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(10, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 10);
        shop.isAway(true);

        IntStream.range(0, 30).forEach(n -> ginza.has(1, cup));
        whenQueuesAreQuiet();
        await().atMost(PATIENCE).until(() -> state().has("failingSince"));
        assertThat(state().path("waiting").asInt()).isEqualTo(1);
        assertThat(state().path("lastError").asString()).contains("503");
        shop.forgetWhatWasAsked();
        shop.isAway(false);

        until(() -> shop.stocked(cup), 40);
        untilAllIsTold();
        assertThat(shop.written(cup)).isEqualTo(1);
        assertThat(state().has("failingSince")).isFalse();
    }

    @Test
    void aNumberWhoseAnswerWasLostIsNotTakenForTheOneBefore() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(8, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 8);
        untilAllIsTold();
        shop.losesAnswers(3);

        ginza.till(1).reports(Receipt.sale(1).of(3, cup));
        until(() -> shop.stocked(cup), 5);
        ginza.has(3, cup);

        until(() -> shop.stocked(cup), 8);
    }

    @Test
    void aShopThatAsksForPatienceIsLeftAlone() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(1, cup);
        shop.sells(cup, 0);
        connected(", \"ordersFrom\": \"2026-01-01T00:00:00Z\"");
        until(() -> shop.stocked(cup), 1);
        shop.answersFirst(new LocalMedusa.Answer(429, "slow down", Map.of("Retry-After", "2")));
        await().atMost(PATIENCE).until(() -> state().has("retryAt"));
        shop.forgetWhatWasAsked();

        ginza.has(1, cup);
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        assertThat(shop.asked("/admin")).isEmpty();

        until(() -> shop.stocked(cup), 2);
    }

    @Test
    void whatSomebodyTypedInTheShopIsFoundAndSetRight() {
        String cup = item("CUP");
        store("ginza").has(10, cup);
        shop.sells(cup, 0);
        connected();
        until(() -> shop.stocked(cup), 10);
        untilAllIsTold();
        shop.counts(cup, 99);

        hub.post("/api/v1/webshops/" + id + "/reconcile");

        until(() -> shop.stocked(cup), 10);
        JsonNode found = hub.get("/api/v1/webshops/" + id + "/reconciles")
                .json()
                .path("reconciles")
                .path(0);
        assertThat(found.path("different").asInt()).isEqualTo(1);
        assertThat(found.path("examples").path(0).asString()).startsWith(cup);
    }

    @Test
    void otherRulesAreOtherNumbersInTheShop() {
        String cup = item("CUP");
        store("ginza").has(10, cup);
        shop.sells(cup, 0);
        hub.put("/api/v1/channels/" + channel, "{\"name\": \"Web\"}");
        connected();
        until(() -> shop.stocked(cup), 10);

        hub.put("/api/v1/availability-rules/" + named("rule"), """
                {"scope": {"channel": "%s"}, "buffer": {"quantity": 3}}
                """.formatted(channel));

        until(() -> shop.stocked(cup), 7);
    }

    @Test
    void onlyTheShopItselfMayKnock() {
        String cup = item("CUP");
        store("ginza").has(10, cup);
        shop.sells(cup, 0);
        hub.put("/api/v1/webshops/" + id, shop.settings(channel, "").replace("PT0.1S", "PT10M"));
        until(() -> shop.stocked(cup), 10);
        untilAllIsTold();
        shop.order(cup, 1);
        String door = "/hooks/webshops/" + id + "/orders";
        String signature = LocalMedusa.signature("hush", "{}");

        assertThat(stranger.post(door, "{}").status()).isEqualTo(401);
        assertThat(stranger.with("x-noren-signature", signature)
                        .post(door, "{ }")
                        .status())
                .isEqualTo(401);
        assertThat(stranger.with("x-noren-signature", signature)
                        .post("/hooks/webshops/nobody/orders", "{}")
                        .status())
                .isEqualTo(401);
        assertThat(offered(cup)).isEqualTo(10);

        assertThat(stranger.with("x-noren-signature", signature)
                        .post(door, "{}")
                        .status())
                .isEqualTo(200);
        until(() -> offered(cup), 9);
    }

    @Test
    void whatLetsUsIntoTheShopIsNeverShown() {
        shop.sells("NOT-OURS", 1);
        connected();

        for (String path : new String[] {"", "/" + id, "/" + id + "/items", "/" + id + "/orders"}) {
            assertThat(hub.get("/api/v1/webshops" + path).raw().body()).doesNotContain(LocalMedusa.KEY, "hush");
        }
        Answer renamed = hub.put(
                "/api/v1/webshops/" + id,
                shop.settings(channel, "")
                        .replaceAll("\"credentials\": [^}]*},", "")
                        .replace("Local", "Other"));
        assertThat(renamed.status()).isEqualTo(200);
        assertThat(hub.put(
                                "/api/v1/webshops/" + id,
                                shop.settings(channel, ", \"version\": 1").replace("Local", "Third"))
                        .status())
                .isEqualTo(412);
        String cup = item("CUP");
        store("ginza").has(3, cup);
        shop.sells(cup, 0);
        hub.post("/api/v1/webshops/" + id + "/reconcile");
        until(() -> shop.stocked(cup), 3);
    }

    @Test
    void settingsThatCannotBeAreRefusedWithTheirField() {
        String path = "/api/v1/webshops/" + id;
        assertThat(hub.put(path, shop.settings(channel, "").replace("medusa", "nothing"))
                        .code())
                .isEqualTo("UNKNOWN_SHOP_SYSTEM");
        assertThat(hub.put(path, shop.settings(channel, "").replace("apiKey", "other"))
                        .code())
                .isEqualTo("BAD_WEBSHOP");
        assertThat(hub.put(
                                path,
                                shop.settings(channel, "")
                                        .replace(shop.address().toString(), "http://example.com"))
                        .code())
                .isEqualTo("BAD_WEBSHOP");
        assertThat(hub.put(path, shop.settings(channel, ", \"mode\": \"LOCATION\""))
                        .code())
                .isIn("UNKNOWN_LOCATION", "BAD_WEBSHOP");
        assertThat(hub.get(path).status()).isEqualTo(404);
    }
}
