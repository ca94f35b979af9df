package io.noren.benchmark;

import io.noren.packaged.TestFolder;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Noren and real shops at the same work: stock writes, availability reads, reservations; the same machine, the same
 * settings of PostgreSQL, one system running at a time. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=PeersBenchmark -Dnoren.real.shops=<folder>};
 * {@code -Dnoren.benchmark.systems=noren,medusa,vendure} says which.
 *
 * <p>After the rates, all clients want the last pieces of one item; then each system is asked how many it has promised.
 */
@EnabledIfSystemProperty(
        named = "noren.real.shops",
        matches = ".+",
        disabledReason = "say where Medusa and Vendure may be installed: -Dnoren.real.shops=<folder>")
class PeersBenchmark {
    /** Of each item, so that nothing runs out while rates are measured. */
    static final int PLENTY = 1_000_000;

    private static final Path FOLDER = Path.of(System.getProperty("noren.real.shops", "target/real-shops"));
    private static final List<String> SYSTEMS =
            List.of(System.getProperty("noren.benchmark.systems", "noren,medusa,vendure")
                    .split(","));
    private static final int SECONDS = Integer.getInteger("noren.benchmark.peer-seconds", 10);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.peer-warm-up", 60);
    private static final int CLIENTS = 16;
    private static final String LAST = "LAST";
    private static final int LAST_PIECES = 20;
    private static final int TRIES = 3;
    private static final List<String> SKUS =
            IntStream.range(0, 50).mapToObj("A-%03d"::formatted).toList();

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);

    private interface Request {
        /** Whether it did what was wanted. */
        boolean send(String sku) throws Exception;
    }

    private interface Doing {
        void send(String sku) throws Exception;
    }

    /** What came of a run: requests done, refused for lack of goods, and all other errors by what they said. */
    private static final class Run {
        private long done;
        private long refused;
        private double seconds;
        private final Map<String, Long> errors = new TreeMap<>();

        void add(Request request, String sku) {
            try {
                if (request.send(sku)) {
                    done++;
                } else {
                    refused++;
                }
            } catch (Exception e) {
                errors.merge(brief(e), 1L, Long::sum);
            }
        }

        void add(Run other) {
            done += other.done;
            refused += other.refused;
            other.errors.forEach((error, times) -> errors.merge(error, times, Long::sum));
        }

        double perSecond() {
            return done / seconds;
        }

        /** Without ids, so that equal errors are counted together. */
        private static String brief(Exception e) {
            String said = String.valueOf(e.getMessage())
                    .replaceAll("\\s+", " ")
                    .replaceAll("\\w*_[0-9A-Z]{20,}", "…")
                    .replaceAll("\\d{2,}(?=\\D*@)|\\b\\d{4,}\\b", "…");
            return said.length() > 400 ? said.substring(0, 150) + " … " + said.substring(said.length() - 250) : said;
        }
    }

    private record Row(String name, double writes, double reads, double reservations) {}

    @Test
    void peers() throws Exception {
        List<Row> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try {
            for (String system : SYSTEMS) {
                try (StockSystem running = started(system)) {
                    rows.add(row(running, notes));
                }
            }
        } finally {
            clients.shutdownNow();
        }
        print(rows, notes);
    }

    private StockSystem started(String system) throws Exception {
        return switch (system) {
            case "noren" -> new NorenSystem(folder.path());
            case "medusa" -> PeerSystem.medusa(FOLDER);
            case "vendure" -> PeerSystem.vendure(FOLDER);
            default -> throw new IllegalArgumentException(system);
        };
    }

    private Row row(StockSystem system, List<String> notes) throws Exception {
        system.start();
        for (String sku : SKUS) {
            system.sells(sku, PLENTY);
        }
        system.sells(LAST, LAST_PIECES);
        Run writes = measured(system, "stock writes", notes, done(system::write));
        if (system instanceof NorenSystem noren) {
            Run batches = measured(system, "batches", notes, done(sku -> noren.writeBatch(SKUS)));
            notes.add("Noren's batch API, %d movements a request: %.0f stock writes/s"
                    .formatted(NorenSystem.BATCH, batches.perSecond() * NorenSystem.BATCH));
        }
        Run reads = measured(system, "reads", notes, done(system::read));
        Run warm = run(WARM_UP_SECONDS, system::reserve);
        Run reservations = run(SECONDS, system::reserve);
        tellErrors(system, "reservations", reservations, notes);
        long kept = 0;
        for (String sku : SKUS) {
            kept += system.kept(sku);
        }
        notes.add("%s: %d reservations answered as done, %d kept by its own account"
                .formatted(system.name(), warm.done + reservations.done, kept));
        lastPieces(system, notes);
        return new Row(system.name(), writes.perSecond(), reads.perSecond(), reservations.perSecond());
    }

    /** Everybody wants the last pieces at once. */
    private void lastPieces(StockSystem system, List<String> notes) throws Exception {
        List<Future<Run>> running = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int client = 0; client < CLIENTS; client++) {
            running.add(clients.submit(() -> {
                Run run = new Run();
                go.await();
                for (int n = 0; n < TRIES; n++) {
                    run.add(system::reserve, LAST);
                }
                return run;
            }));
        }
        go.countDown();
        Run all = new Run();
        for (Future<Run> one : running) {
            all.add(one.get());
        }
        int kept = system.kept(LAST);
        notes.add(
                "%s, the last %d pieces, %d clients: %d answered as reserved, %d refused; kept by its own account %d%s"
                        .formatted(
                                system.name(),
                                LAST_PIECES,
                                CLIENTS,
                                all.done,
                                all.refused,
                                kept,
                                Math.max(kept, all.done) > LAST_PIECES ? " — OVERSOLD" : ""));
        tellErrors(system, "the last pieces", all, notes);
    }

    private Run measured(StockSystem system, String what, List<String> notes, Request request) throws Exception {
        run(WARM_UP_SECONDS, request);
        Run run = run(SECONDS, request);
        tellErrors(system, what, run, notes);
        return run;
    }

    /** Closed loop: each client asks again when it has its answer. */
    private Run run(int seconds, Request request) throws Exception {
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        List<Future<Run>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            Random random = new Random(31L * client + began);
            running.add(clients.submit(() -> {
                Run run = new Run();
                while (System.nanoTime() < end) {
                    run.add(request, SKUS.get(random.nextInt(SKUS.size())));
                }
                return run;
            }));
        }
        Run all = new Run();
        for (Future<Run> one : running) {
            all.add(one.get());
        }
        all.seconds = (System.nanoTime() - began) / 1e9;
        return all;
    }

    private static Request done(Doing doing) {
        return sku -> {
            doing.send(sku);
            return true;
        };
    }

    private static void tellErrors(StockSystem system, String what, Run run, List<String> notes) {
        if (run.refused > 0 && !what.startsWith("the last")) {
            notes.add("%s, %s: %d refused although there was plenty".formatted(system.name(), what, run.refused));
        }
        run.errors.forEach(
                (error, times) -> notes.add("%s, %s: %d errors: %s".formatted(system.name(), what, times, error)));
    }

    private static void print(List<Row> rows, List<String> notes) {
        var machine = ManagementFactory.getOperatingSystemMXBean();
        List<String> report = new ArrayList<>(List.of(
                "",
                "%d cores, %s, Java %s, %d clients, %d s each, load before the end %.1f"
                        .formatted(
                                machine.getAvailableProcessors(),
                                machine.getName(),
                                Runtime.version(),
                                CLIENTS,
                                SECONDS,
                                machine.getSystemLoadAverage()),
                "",
                "| system | stock writes/s | reads/s | reservations/s |",
                "|---|---|---|---|"));
        rows.forEach(row ->
                report.add("| %s | %.1f | %.1f | %.1f |".formatted(row.name, row.writes, row.reads, row.reservations)));
        rows.stream()
                .filter(row -> row.name.equals("Noren"))
                .findFirst()
                .ifPresent(ours -> rows.stream()
                        .filter(row -> row != ours)
                        .forEach(row -> report.add("| Noren : %s | %.1f | %.1f | %.1f |"
                                .formatted(
                                        row.name,
                                        ours.writes / row.writes,
                                        ours.reads / row.reads,
                                        ours.reservations / row.reservations))));
        report.add("");
        report.add("A reservation of Vendure is a placed order, its nearest thing.");
        report.addAll(notes);
        System.out.println(String.join(System.lineSeparator(), report));
    }
}
