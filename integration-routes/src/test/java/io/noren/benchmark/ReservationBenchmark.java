package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import io.noren.packaged.WholeAudit;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many reservations a second over HTTP, over many positions and on one, beside a bare Spring MVC endpoint that does
 * the least that is needed in the same PostgreSQL, in the same run. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=ReservationBenchmark}.
 *
 * <p>What the hub tells of each reservation (outbox, broker, flows) is done on the same two cores while it is measured;
 * before the bare endpoint has its turn everybody has been told.
 */
class ReservationBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.hold-seconds", 5);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.hold-warm-up", 10);
    private static final int ROUNDS = 3;
    private static final int ITEMS = 10_000;
    private static final int STORES = 10;
    private static final int MOVEMENTS = 5_000;
    private static final int MOST_CLIENTS = 64;
    private static final String KEY = "nrn_benchmark";
    private static final String HOT = "A-hot";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService clients = Executors.newFixedThreadPool(MOST_CLIENTS);
    private final AtomicLong owners = new AtomicLong();

    /** One kind of load. */
    private record Work(String name, int clients, boolean hot) {}

    private static final List<Work> WORKS = List.of(
            new Work("100,000 positions, 16 clients", 16, false),
            new Work("100,000 positions, 64 clients", 64, false),
            new Work("one position, 64 clients", 64, true));

    /** What came of a run. */
    private record Run(double perSecond, double p50, double p99, double slowestShare) {}

    @Test
    void reservations() throws Exception {
        List<String> report = new ArrayList<>(List.of(
                "",
                machine(),
                "",
                "| reservations/s, median of %d runs of %d s | hub | bare endpoint | ratio | hub p50 | hub p99 | bare p99 | slowest client's share |"
                        .formatted(ROUNDS, SECONDS),
                "|---|---|---|---|---|---|---|---|"));
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), KEY)) {
            Stream.of(System.getProperty("noren.benchmark.jvm", "").split(" "))
                    .filter(option -> !option.isEmpty())
                    .forEach(hub::withJvm);
            hub.start();
            open(hub);
            try (BareReservations bare = BareReservations.start(freePort(), hub.postgresPort(), folder.path())) {
                await().atMost(PATIENCE)
                        .failFast(() -> !bare.isAlive())
                        .ignoreExceptions()
                        .until(() -> {
                            hold(bare.address(), bareBody(new Random(), false));
                            return true;
                        });
                report.add(1, WarmUp.with(hub.api(), () -> {
                    for (Work work : WORKS) {
                        run(work, hub.address().resolve("/api/v1/reservations"), 3, false);
                    }
                }));
                for (Work work : WORKS) {
                    report.add(row(work, hub, bare));
                }
            }
            assertThat(WholeAudit.of(hub.api()).differences()).isEmpty();
        } finally {
            clients.shutdownNow();
        }
        report.add("");
        System.out.println(String.join(System.lineSeparator(), report));
    }

    private String row(Work work, PackagedHub hub, BareReservations bare) throws Exception {
        URI ofHub = hub.address().resolve("/api/v1/reservations");
        run(work, ofHub, WARM_UP_SECONDS, false);
        whenEverybodyWasTold(hub.api());
        run(work, bare.address(), WARM_UP_SECONDS / 2, true);
        List<Run> ours = new ArrayList<>();
        List<Run> others = new ArrayList<>();
        // In turn, so that what else the machine does meets both alike.
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(run(work, ofHub, SECONDS, false));
            whenEverybodyWasTold(hub.api());
            others.add(run(work, bare.address(), SECONDS, true));
        }
        Run our = median(ours);
        Run other = median(others);
        return "| %s | %.0f | %.0f | %.2f | %.1f ms | %.1f ms | %.1f ms | %.2f of the mean |"
                .formatted(
                        work.name(),
                        our.perSecond(),
                        other.perSecond(),
                        our.perSecond() / other.perSecond(),
                        our.p50(),
                        our.p99(),
                        other.p99(),
                        our.slowestShare());
    }

    /** Closed loop: each client asks again when it has its answer. */
    private Run run(Work work, URI address, int seconds, boolean bare) throws Exception {
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        List<Future<long[]>> running = new ArrayList<>();
        for (int client = 0; client < work.clients(); client++) {
            Random random = new Random(31L * client + began);
            running.add(clients.submit(() -> {
                LongStream.Builder took = LongStream.builder();
                for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
                    hold(address, bare ? bareBody(random, work.hot()) : body(random, work.hot()));
                    took.add(System.nanoTime() - now);
                }
                return took.build().toArray();
            }));
        }
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> one : running) {
            all.add(one.get());
        }
        double took = (System.nanoTime() - began) / 1e9;
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        int slowest = all.stream().mapToInt(each -> each.length).min().orElse(0);
        return new Run(
                sorted.length / took,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6,
                slowest * (double) work.clients() / sorted.length);
    }

    private void hold(URI address, String body) throws IOException, InterruptedException {
        int status = http.send(
                        HttpRequest.newBuilder(address)
                                .header("Authorization", "Bearer " + KEY)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray())
                .statusCode();
        if (status != 201) {
            throw new AssertionError(status + " from " + address);
        }
    }

    private String body(Random random, boolean hot) {
        return "{\"owner\":\"basket-%d\",\"channel\":\"web\",\"expiresIn\":\"PT2H\",\"lines\":[%s]}"
                .formatted(owners.incrementAndGet(), line(random, hot));
    }

    private String bareBody(Random random, boolean hot) {
        return "{\"owner\":\"basket-%d\",\"line\":%s}".formatted(owners.incrementAndGet(), line(random, hot));
    }

    private static String line(Random random, boolean hot) {
        return "{\"line\":\"1\",\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":1}"
                .formatted(hot ? HOT : sku(random.nextInt(ITEMS)), store(hot ? 0 : random.nextInt(STORES)));
    }

    private static Run median(List<Run> runs) {
        return runs.stream()
                .sorted((one, other) -> Double.compare(one.perSecond(), other.perSecond()))
                .toList()
                .get(runs.size() / 2);
    }

    private static void whenEverybodyWasTold(HubApi hub) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(hub::nothingWaits);
    }

    /** Stores and items, and what is on their shelves. */
    private static void open(PackagedHub hub) throws Exception {
        for (int store = 0; store < STORES; store++) {
            hub.api()
                    .put(
                            "/api/v1/locations/" + store(store),
                            Map.of("name", store(store), "kind", "STORE", "zone", "Asia/Tokyo"));
        }
        try (Connection connection = DriverManager.getConnection(BareReservations.url(hub.postgresPort()));
                PreparedStatement item = connection.prepareStatement("""
                        insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                        values (?, 'Any', 'EACH', true, now())
                        """);
                Statement statement = connection.createStatement()) {
            for (int n = 0; n <= ITEMS; n++) {
                item.setString(1, n == ITEMS ? HOT : sku(n));
                item.addBatch();
            }
            item.executeBatch();
            statement.execute("analyze inventory.item");
        }
        List<Map<String, Object>> stock = new ArrayList<>();
        IntStream.range(0, ITEMS)
                .forEach(item -> IntStream.range(0, STORES)
                        .forEach(store -> stock.add(received(sku(item), store(store), 1_000))));
        stock.add(received(HOT, store(0), 1_000_000));
        for (int from = 0; from < stock.size(); from += MOVEMENTS) {
            hub.api()
                    .post(
                            "/api/v1/stock/movements",
                            Map.of("movements", stock.subList(from, Math.min(from + MOVEMENTS, stock.size()))));
        }
        whenEverybodyWasTold(hub.api());
    }

    private static Map<String, Object> received(String sku, String store, int quantity) {
        return Map.of(
                "id",
                "opening/" + sku + "/" + store,
                "sku",
                sku,
                "location",
                store,
                "delta",
                quantity,
                "reason",
                "RECEIVED",
                "occurredAt",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String sku(int item) {
        return "A-%05d".formatted(item);
    }

    private static String store(int store) {
        return "store-%02d".formatted(store);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        return "%d cores, %s, Java %s, load before the run %.1f"
                .formatted(
                        system.getAvailableProcessors(),
                        system.getName(),
                        Runtime.version(),
                        system.getSystemLoadAverage());
    }
}
