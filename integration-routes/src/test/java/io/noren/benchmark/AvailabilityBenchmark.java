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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many answers about stock a second, beside two bare Spring MVC endpoints over the same PostgreSQL in the same run:
 * one that runs the SQL for each request, one that answers constant JSON of the same size. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark}.
 */
class AvailabilityBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.read-seconds", 4);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.read-warm-up", 10);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final int STORES = 500;
    private static final int ITEMS = 400;
    /** Sold everywhere; all others in five stores. */
    private static final int ITEMS_EVERYWHERE = 5;

    private static final int STORES_OF_AN_ITEM = 5;
    private static final String KEY = "nrn_benchmark";

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Askers clients = new Askers(CLIENTS, KEY);

    /** One kind of question, as the part of the address after its question mark. */
    private record Work(String name, String file, Function<Random, String> question) {}

    private static final List<Work> WORKS = List.of(
            new Work("1 SKU in 5 stores", "few", random -> {
                int item = random.nextInt(ITEMS);
                return "sku=" + sku(item) + "&location=" + stores(item).collect(Collectors.joining("&location="));
            }),
            new Work("100 SKUs, 5 stores each", "many", random -> {
                int first = random.nextInt(ITEMS);
                return IntStream.range(first, first + 100)
                        .mapToObj(item -> "sku=" + sku(item % ITEMS))
                        .collect(Collectors.joining("&"));
            }),
            new Work("1 SKU in 500 stores", "everywhere", random -> "sku=E-" + random.nextInt(ITEMS_EVERYWHERE)));

    @Test
    void availability() throws Exception {
        List<String> report = new ArrayList<>(List.of(
                "",
                "",
                "| answers/s: %d clients, median of %d runs of %d s | hub | bare SQL | ratio | constant JSON | ratio | bytes |"
                        .formatted(CLIENTS, ROUNDS, SECONDS),
                "|---|---|---|---|---|---|---|"));
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), KEY)) {
            Stream.of(System.getProperty("noren.benchmark.jvm", "").split(" "))
                    .filter(option -> !option.isEmpty())
                    .forEach(hub::withJvm);
            hub.start();
            open(hub.api());
            try (BareMvc bare = BareMvc.start(freePort(), hub.postgresPort(), folder.path())) {
                URI api = hub.address();
                report.add(1, WarmUp.with(hub.api(), () -> {
                    for (Work work : WORKS) {
                        clients.rate(random -> asked(api, work, random), 3);
                    }
                }));
                for (Work work : WORKS) {
                    byte[] answer = clients.get(asked(api, work, new Random(0))).body();
                    Files.write(folder.path().resolve(work.file() + ".json"), answer);
                    Function<Random, URI> ofHub = random -> asked(api, work, random);
                    Function<Random, URI> ofSql = random ->
                            bare.address().resolve("/sql?" + work.question().apply(random));
                    URI constant = bare.address().resolve("/constant?name=" + work.file());
                    await().atMost(Duration.ofSeconds(60))
                            .failFast(() -> !bare.isAlive())
                            .ignoreExceptions()
                            .until(() -> clients.get(constant).body().length == answer.length);
                    report.add(row(work, answer.length, ofHub, ofSql, random -> constant));
                }
            }
        } finally {
            clients.close();
        }
        report.add("");
        System.out.println(String.join(System.lineSeparator(), report));
    }

    private static URI asked(URI api, Work work, Random random) {
        return api.resolve("/api/v1/availability?" + work.question().apply(random));
    }

    private String row(
            Work work, int bytes, Function<Random, URI> hub, Function<Random, URI> sql, Function<Random, URI> constant)
            throws Exception {
        List<Function<Random, URI>> all = List.of(hub, sql, constant);
        double[][] rates = new double[all.size()][ROUNDS];
        for (Function<Random, URI> one : all) {
            clients.rate(one, WARM_UP_SECONDS);
        }
        // In turn, so that what else the machine does meets all of them alike.
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < all.size(); i++) {
                rates[i][round] = clients.rate(all.get(i), SECONDS);
            }
        }
        double ours = Askers.at(0.5, rates[0]);
        double ofSql = Askers.at(0.5, rates[1]);
        double ofConstant = Askers.at(0.5, rates[2]);
        return "| %s | %.0f | %.0f | %.2f | %.0f | %.2f | %d |"
                .formatted(work.name(), ours, ofSql, ours / ofSql, ofConstant, ours / ofConstant, bytes);
    }

    /** Stores, items, and what is on their shelves. */
    private static void open(HubApi hub) {
        for (int store = 0; store < STORES; store++) {
            hub.put(
                    "/api/v1/locations/" + store(store),
                    Map.of("name", store(store), "kind", "STORE", "zone", "Asia/Tokyo"));
        }
        List<Map<String, Object>> stock = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            put(hub, sku(item));
            String sku = sku(item);
            stores(item).forEach(store -> stock.add(received(sku, store)));
        }
        for (int item = 0; item < ITEMS_EVERYWHERE; item++) {
            String sku = "E-" + item;
            put(hub, sku);
            IntStream.range(0, STORES).forEach(store -> stock.add(received(sku, store(store))));
        }
        for (int from = 0; from < stock.size(); from += 1_000) {
            hub.post(
                            "/api/v1/stock/movements",
                            Map.of("movements", stock.subList(from, Math.min(from + 1_000, stock.size()))))
                    .get("results")
                    .forEach(row -> assertThat(row.get("result").asString()).isEqualTo("RECORDED"));
        }
    }

    private static void put(HubApi hub, String sku) {
        hub.put("/api/v1/items/" + sku, Map.of("name", Map.of("en", sku), "unit", "EACH"));
    }

    private static Map<String, Object> received(String sku, String store) {
        return Map.of(
                "id",
                "opening/" + sku + "/" + store,
                "sku",
                sku,
                "location",
                store,
                "delta",
                100,
                "reason",
                "RECEIVED",
                "occurredAt",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String sku(int item) {
        return "A-%04d".formatted(item);
    }

    private static String store(int store) {
        return "store-%03d".formatted(store);
    }

    private static Stream<String> stores(int item) {
        return IntStream.range(0, STORES_OF_AN_ITEM).mapToObj(n -> store((item * STORES_OF_AN_ITEM + n * 7) % STORES));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
