package io.noren.benchmark;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Quiet;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How many documents of one sale each a second are acknowledged, that is durable as facts, beside bare durable inserts
 * of the same bytes into the same PostgreSQL. The hub lowers stock and adds points at the same time. Not part of the
 * tests: {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=TillDocumentsBenchmark}.
 */
class TillDocumentsBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.seconds", 30);
    private static final int CLIENTS = 16;
    private static final int ITEMS = 300;

    /** More than are sent in a second. */
    private static final int PER_SECOND = 4_000;

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Retailer retailer = new Retailer(new Random(1), ITEMS);
    private final ExecutorService tills = Executors.newFixedThreadPool(CLIENTS);

    @Test
    void untilTheyAreDurable() throws Exception {
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_benchmark")) {
            String options = System.getProperty("noren.benchmark.jvm", "");
            Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).forEach(hub::withJvm);
            hub.start();
            retailer.introduceTo(hub.api());

            String warm = WarmUp.with(hub.api(), () -> acknowledged(hub.api(), 10));
            Quiet.await(hub.api());
            Duration hubBefore = hub.processorTime();
            Duration databaseBefore = hub.processorTimeOfDatabase();
            Answers answers = acknowledged(hub.api(), SECONDS);
            Quiet.await(hub.api());
            double hubWork = millis(hub.processorTime().minus(hubBefore), answers);
            double databaseWork = millis(hub.processorTimeOfDatabase().minus(databaseBefore), answers);
            List<byte[]> documents = documents(PER_SECOND);
            double bare = new BareDocuments(hub.postgresPort()).run(documents, CLIENTS, Math.max(5, SECONDS / 2));

            System.out.println(String.join(
                    System.lineSeparator(),
                    "",
                    warm,
                    "",
                    "| documents of %,.0f bytes, %d clients | per second |"
                            .formatted(
                                    documents.stream()
                                            .mapToInt(document -> document.length)
                                            .average()
                                            .orElseThrow(),
                                    CLIENTS),
                    "|---|---|",
                    "| the hub, acknowledged | %,.0f |".formatted(answers.perSecond()),
                    "| bare durable inserts | %,.0f |".formatted(bare),
                    "| ratio | %.0f %% |".formatted(100 * answers.perSecond() / bare),
                    "",
                    "A document was acknowledged after %.0f ms (p50), %.0f ms (p99). All that it causes took %.1f ms of"
                                    .formatted(answers.percentile(50), answers.percentile(99), hubWork)
                            + " processor time in the hub and %.1f ms in its PostgreSQL.".formatted(databaseWork),
                    ""));
        } finally {
            tills.shutdownNow();
        }
    }

    private static double millis(Duration work, Answers answers) {
        return work.toMillis() / (double) answers.nanos().length;
    }

    /** @param nanos how long each answer took, the shortest first */
    private record Answers(long[] nanos, double seconds) {
        double perSecond() {
            return nanos.length / seconds;
        }

        double percentile(int percent) {
            return nanos[(int) ((nanos.length - 1L) * percent / 100)] / 1e6;
        }
    }

    private Answers acknowledged(HubApi hub, int seconds) throws Exception {
        ConcurrentLinkedQueue<byte[]> documents = new ConcurrentLinkedQueue<>(documents(PER_SECOND * seconds));
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        List<Future<List<Long>>> work = IntStream.range(0, CLIENTS)
                .mapToObj(client -> tills.submit(() -> send(hub, documents, end)))
                .toList();
        List<Long> nanos = new ArrayList<>();
        for (Future<List<Long>> client : work) {
            nanos.addAll(client.get());
        }
        double took = (System.nanoTime() - began) / 1e9;
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Answers(sorted, took);
    }

    private static List<Long> send(HubApi hub, ConcurrentLinkedQueue<byte[]> documents, long end) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
            byte[] document = documents.poll();
            if (document == null) {
                throw new AssertionError("there are too few documents for a hub this fast");
            }
            HttpResponse<String> answer = hub.deliver("tills", "application/xml", document);
            if (answer.statusCode() != 202) {
                throw new AssertionError("answered with " + answer.statusCode() + ": " + answer.body());
            }
            nanos.add(System.nanoTime() - now);
        }
        return nanos;
    }

    private List<byte[]> documents(int count) {
        return Stream.generate(() -> retailer.nextSale().posLog().getBytes(StandardCharsets.UTF_8))
                .limit(count)
                .toList();
    }
}
