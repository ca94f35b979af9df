package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many scans a second are answered with a redirect, beside a bare 307 of Spring MVC on the same server, Tomcat, in the
 * same run. Not part of the tests: {@code mvn -q -pl integration-routes -am verify -Pbenchmark}.
 */
class ResolverBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.read-seconds", 4);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.read-warm-up", 10);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final int ITEMS = 1_000;
    private static final String GLN = "9520000000004";
    private static final String KEY = "nrn_benchmark";

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Askers clients = new Askers(CLIENTS, KEY);

    @Test
    void redirects() throws Exception {
        List<String> report = new ArrayList<>(List.of(
                "",
                "",
                "| redirects/s: %d clients, median of %d runs of %d s | hub | bare 307 | ratio |"
                        .formatted(CLIENTS, ROUNDS, SECONDS),
                "|---|---|---|---|"));
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), KEY)) {
            Stream.of(System.getProperty("noren.benchmark.jvm", "").split(" "))
                    .filter(option -> !option.isEmpty())
                    .forEach(hub::withJvm);
            // All clients are one stranger to the hub.
            hub.with("NOREN_LIMITS_REQUESTSPERSECONDPERSTRANGER", "1000000");
            hub.with("NOREN_LINKS_HOSTS", "brand.example");
            // As wherever labels are printed.
            hub.with("NOREN_PUBLICURL", hub.address().toString());
            hub.start();
            open(hub.api());
            Function<Random, URI> scan =
                    random -> hub.address().resolve("/01/" + gtin(random.nextInt(ITEMS)) + "?414=" + GLN);
            Function<Random, URI> typed = random ->
                    hub.address().resolve("/01/" + gtin(random.nextInt(ITEMS)) + "/10/L7?linkType=gs1:instructions");
            assertThat(location(scan.apply(new Random(0)))).contains("/p/R-").contains("store=ginza");
            assertThat(location(typed.apply(new Random(0)))).startsWith("https://brand.example/R-");
            try (BareMvc bare = BareMvc.start(freePort(), hub.postgresPort(), folder.path())) {
                URI constant = bare.address().resolve("/redirect");
                await().atMost(Duration.ofSeconds(60))
                        .failFast(() -> !bare.isAlive())
                        .ignoreExceptions()
                        .until(() -> location(constant).startsWith("/p/"));
                report.add(1, WarmUp.with(hub.api(), () -> {
                    clients.redirectRate(scan, 3);
                    clients.redirectRate(typed, 3);
                }));
                report.add(row("a code, to its item's page in its store", scan, constant));
                report.add(row("a lot's code with a link type", typed, constant));
            }
        } finally {
            clients.close();
        }
        report.add("");
        System.out.println(String.join(System.lineSeparator(), report));
    }

    private String row(String name, Function<Random, URI> hub, URI constant) throws Exception {
        List<Function<Random, URI>> both = List.of(hub, random -> constant);
        double[][] rates = new double[both.size()][ROUNDS];
        for (Function<Random, URI> one : both) {
            clients.redirectRate(one, WARM_UP_SECONDS);
        }
        // In turn, so that what else the machine does meets both alike.
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < both.size(); i++) {
                rates[i][round] = clients.redirectRate(both.get(i), SECONDS);
            }
        }
        double ours = Askers.at(0.5, rates[0]);
        double bare = Askers.at(0.5, rates[1]);
        return "| %s | %.0f | %.0f | %.2f |".formatted(name, ours, bare, ours / bare);
    }

    private String location(URI address) throws IOException, InterruptedException {
        return clients.get(address).headers().firstValue("Location").orElse("");
    }

    private static void open(HubApi hub) {
        hub.put("/api/v1/locations/ginza", Map.of("name", "Ginza", "kind", "STORE", "zone", "Asia/Tokyo", "gln", GLN));
        for (int item = 0; item < ITEMS; item++) {
            String sku = "R-%04d".formatted(item);
            hub.put("/api/v1/items/" + sku, Map.of("name", Map.of("en", sku), "unit", "EACH", "gtin", gtin(item)));
        }
        hub.put("/api/v1/links", Map.of("links", List.of(instructions())));
    }

    private static Map<String, Object> instructions() {
        return Map.of(
                "linkType", "gs1:instructions",
                "href", "https://brand.example/{sku}",
                "title", "How to");
    }

    private static String gtin(int item) {
        String digits = "0952%09d".formatted(item);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
