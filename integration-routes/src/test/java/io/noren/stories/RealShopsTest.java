package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.realshops.RealMedusa;
import io.noren.realshops.RealShop;
import io.noren.realshops.RealVendure;
import io.noren.testing.TestServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/**
 * Real shops on this machine, when {@code -Dnoren.real.shops=<folder>} says where they may be installed; see
 * docs/webshops.md. What is measured is printed.
 */
@EnabledIfSystemProperty(named = "noren.real.shops", matches = ".+")
class RealShopsTest extends Story {
    private static final Path FOLDER = Path.of(System.getProperty("noren.real.shops", "target/real-shops"));
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int ROUNDS = 20;
    private static final int ORDERS = 10;

    @Test
    void medusaAndNorenSellFromTheSameShelf() throws Exception {
        try (RealShop shop = new RealMedusa(FOLDER, TestServers.freshDatabase())) {
            theyEndEqual(shop, "medusa");
        }
    }

    @Test
    void vendureAndNorenSellFromTheSameShelf() throws Exception {
        try (RealShop shop = new RealVendure(FOLDER, TestServers.freshDatabase())) {
            theyEndEqual(shop, "vendure");
        }
    }

    private void theyEndEqual(RealShop shop, String id) throws Exception {
        String cup = item("CUP");
        Store ginza = store("ginza").has(100, cup);
        shop.start();
        shop.furnish();
        shop.sells(cup);
        assertThat(hub.put("/api/v1/webshops/" + id, shop.settings()).status()).isEqualTo(200);
        until(() -> shop.available(cup), 100);

        stockReachesTheShop(shop, id, ginza, cup);
        ordersReachNoren(shop, id, cup);
        aParcelAndACancellation(shop, id, ginza, cup);
        aMinuteWithoutTheShop(shop, id, ginza, cup);
        nothingDiffers(id);
        assertThat(parkedFrom(id)).isEmpty();
    }

    private void stockReachesTheShop(RealShop shop, String id, Store ginza, String cup) {
        List<Long> millis = new ArrayList<>();
        for (int n = 1; n <= ROUNDS; n++) {
            int before = shop.available(cup);
            long began = System.nanoTime();
            ginza.has(1, cup);
            until(() -> shop.available(cup), before + 1);
            millis.add((System.nanoTime() - began) / 1_000_000);
        }
        say(id, "from a movement in Noren to the number in the shop", millis);
        assertThat(median(millis)).isLessThan(1_000);
    }

    private void ordersReachNoren(RealShop shop, String id, String cup) throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int n = 1; n <= ORDERS; n++) {
            Callable<String> pay = shop.fillsABasket(cup, 1);
            String order = pay.call();
            long placed = System.nanoTime();
            await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> isKept(id, order));
            millis.add((System.nanoTime() - placed) / 1_000_000);
        }
        say(id, "from an order placed in the shop to its reservation in Noren", millis);
        assertThat(median(millis)).isLessThan(1_000);
        theShelvesAreEqual(shop, cup);
    }

    private boolean isKept(String id, String order) {
        JsonNode kept = hub.get("/api/v1/reservations?owner=webshop:" + id + ":" + order)
                .json()
                .path("reservations");
        return !kept.isEmpty()
                && StreamSupport.stream(kept.spliterator(), false)
                        .allMatch(each -> each.path("state").asString().equals("COMMITTED"));
    }

    private void aParcelAndACancellation(RealShop shop, String id, Store ginza, String cup) throws Exception {
        String sent = shop.fillsABasket(cup, 3).call();
        String cancelled = shop.fillsABasket(cup, 2).call();
        await().atMost(LONG).until(() -> isKept(id, sent) && isKept(id, cancelled));
        int onHand = ginza.onHand(cup).intValue();
        int available = inNoren(cup);

        shop.sends(sent, 2);
        shop.cancels(cancelled);

        until(() -> ginza.onHand(cup).intValue(), onHand - 2);
        until(() -> inNoren(cup), available + 2);
        theShelvesAreEqual(shop, cup);
    }

    /** While it is away the shelf moves a hundred times; when it is back it hears the last number only. */
    private void aMinuteWithoutTheShop(RealShop shop, String id, Store ginza, String cup) throws Exception {
        shop.stop();
        IntStream.range(0, 100).forEach(n -> ginza.has(n % 3 + 1, cup));
        await().pollDelay(A_MINUTE)
                .atMost(LONG)
                .until(() -> !state(id).path("failingSince").isMissingNode());
        assertThat(state(id).path("waiting").asInt()).isEqualTo(1);

        shop.start();
        long up = System.nanoTime();
        theShelvesAreEqual(shop, cup);

        say(id, "from the shop's return until both are equal", List.of((System.nanoTime() - up) / 1_000_000));
    }

    private void nothingDiffers(String id) {
        int before =
                state(id).path("lastReconcile").path("startedAt").asString("").hashCode();
        hub.post("/api/v1/webshops/" + id + "/reconcile");
        await().atMost(LONG).until(() -> {
            JsonNode last = state(id).path("lastReconcile");
            return last.path("startedAt").asString("").hashCode() != before && last.has("endedAt");
        });
        JsonNode last = state(id).path("lastReconcile");
        System.out.println(id + ": last reconcile " + last);
        assertThat(last.path("different").asInt()).isZero();
        assertThat(last.path("items").asInt()).isPositive();
    }

    private void theShelvesAreEqual(RealShop shop, String cup) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> shop.available(cup) == inNoren(cup));
        whenQueuesAreQuiet();
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> shop.available(cup) == inNoren(cup));
    }

    private int inNoren(String cup) {
        return hub.get("/api/v1/availability?channel=web&sku=" + cup)
                .json()
                .path("items")
                .path(0)
                .path("available")
                .asInt();
    }

    private JsonNode state(String id) {
        return hub.get("/api/v1/webshops/" + id).json().path("state");
    }

    private static void until(IntSupplier number, int wanted) {
        await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> number.getAsInt() == wanted);
    }

    private static long median(List<Long> millis) {
        return sorted(millis).get(millis.size() / 2);
    }

    private static List<Long> sorted(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted;
    }

    private static void say(String id, String what, List<Long> millis) {
        List<Long> sorted = sorted(millis);
        System.out.printf(
                "%s: %s: median %d ms, longest %d ms of %d%n",
                id, what, median(sorted), sorted.get(sorted.size() - 1), sorted.size());
    }
}
