package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many shoppers a second see an item with this store's stock of this moment, beside the same bytes from bare Spring MVC
 * in the same run, and how long it takes at 500 a second. Not part of the tests: {@code mvn -q -pl integration-routes -am
 * verify -Pbenchmark}.
 */
class ShopperPageBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.read-seconds", 4);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.read-warm-up", 10);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final int ITEMS = 300;
    private static final int STORES = 5;
    private static final int PACE = 500;
    private static final int PACED_SECONDS = 10;
    private static final String KEY = "nrn_benchmark";

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Askers clients = new Askers(CLIENTS, KEY);

    @Test
    void pages() throws Exception {
        List<String> report = new ArrayList<>(List.of("", ""));
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), KEY)) {
            Stream.of(System.getProperty("noren.benchmark.jvm", "").split(" "))
                    .filter(option -> !option.isEmpty())
                    .forEach(hub::withJvm);
            // All clients are one stranger to the hub.
            hub.with("NOREN_LIMITS_REQUESTSPERSECONDPERSTRANGER", "1000000");
            hub.start();
            open(hub.api());
            Function<Random, URI> page = random -> hub.address()
                    .resolve("/p/S-%04d?store=store-%d&lang=ja"
                            .formatted(random.nextInt(ITEMS), random.nextInt(STORES)));
            Function<Random, URI> part = random -> hub.address()
                    .resolve("/p/S-%04d/stock?store=store-%d".formatted(random.nextInt(ITEMS), random.nextInt(STORES)));
            byte[] whole = clients.get(page.apply(new Random(0))).body();
            byte[] fragment = clients.get(part.apply(new Random(0))).body();
            assertThat(whole.length).isGreaterThan(5_000);
            Files.write(folder.path().resolve("page.json"), whole);
            Files.write(folder.path().resolve("part.json"), fragment);
            try (BareMvc bare = BareMvc.start(freePort(), hub.postgresPort(), folder.path())) {
                URI constantPage = bare.address().resolve("/constant?name=page");
                URI constantPart = bare.address().resolve("/constant?name=part");
                await().atMost(Duration.ofSeconds(60))
                        .failFast(() -> !bare.isAlive())
                        .ignoreExceptions()
                        .until(() -> clients.get(constantPage).body().length == whole.length);
                report.add(1, WarmUp.with(hub.api(), () -> {
                    clients.rate(page, 3);
                    clients.rate(part, 3);
                }));
                report.add(
                        "| %d clients, median of %d runs of %d s | hub/s | same bytes/s | ratio | at %d/s: p50, p99 in ms | bytes |"
                                .formatted(CLIENTS, ROUNDS, SECONDS, PACE));
                report.add("|---|---|---|---|---|---|");
                report.add(row("an item's page", page, constantPage, whole.length));
                report.add(row("its stock alone", part, constantPart, fragment.length));
            }
        } finally {
            clients.close();
        }
        report.add("");
        System.out.println(String.join(System.lineSeparator(), report));
    }

    private String row(String name, Function<Random, URI> hub, URI constant, int bytes) throws Exception {
        List<Function<Random, URI>> both = List.of(hub, random -> constant);
        double[][] rates = new double[both.size()][ROUNDS];
        for (Function<Random, URI> one : both) {
            clients.rate(one, WARM_UP_SECONDS);
        }
        // In turn, so that what else the machine does meets both alike.
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < both.size(); i++) {
                rates[i][round] = clients.rate(both.get(i), SECONDS);
            }
        }
        double[] waits = clients.waits(hub, PACE, PACED_SECONDS);
        double ours = Askers.at(0.5, rates[0]);
        double bare = Askers.at(0.5, rates[1]);
        return "| %s | %.0f | %.0f | %.2f | %.1f, %.1f | %d |"
                .formatted(name, ours, bare, ours / bare, Askers.at(0.5, waits), Askers.at(0.99, waits), bytes);
    }

    private static void open(HubApi hub) {
        for (int store = 0; store < STORES; store++) {
            hub.put(
                    "/api/v1/locations/store-" + store,
                    Map.of(
                            "name",
                            "店舗 " + store,
                            "kind",
                            "STORE",
                            "zone",
                            "Asia/Tokyo",
                            "pickup",
                            Map.of("enabled", true),
                            "position",
                            Map.of("latitude", 35.6 + store / 50.0, "longitude", 139.7)));
        }
        List<Map<String, Object>> movements = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            String sku = "S-%04d".formatted(item);
            Map<String, Object> body = new HashMap<>(Map.of("unit", "EACH", "category", "tea"));
            body.put("name", Map.of("ja", "抹茶 " + item, "en", "Matcha " + item));
            body.put("price", Map.of("amount", 1980, "currency", "JPY"));
            hub.put("/api/v1/items/" + sku, body);
            hub.put(
                    "/api/v1/items/" + sku + "/reviews",
                    Map.of(
                            "average",
                            4.3,
                            "reviews",
                            128,
                            "latest",
                            List.of(Map.of(
                                    "rating",
                                    5,
                                    "title",
                                    "香りがよい",
                                    "text",
                                    "毎朝点てています。",
                                    "language",
                                    "ja",
                                    "day",
                                    "2026-11-03"))));
            IntStream.range(0, STORES)
                    .forEach(store -> movements.add(Map.of(
                            "id",
                            "open/" + sku + "/" + store,
                            "sku",
                            sku,
                            "location",
                            "store-" + store,
                            "delta",
                            20 + store,
                            "reason",
                            "RECEIVED",
                            "occurredAt",
                            "2026-11-20T00:00:00Z")));
        }
        for (int from = 0; from < movements.size(); from += 500) {
            hub.post(
                    "/api/v1/stock/movements",
                    Map.of("movements", movements.subList(from, Math.min(movements.size(), from + 500))));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
