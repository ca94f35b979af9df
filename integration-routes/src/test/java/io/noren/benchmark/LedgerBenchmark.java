package io.noren.benchmark;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a year of movements behind it costs: snapshots imported as in {@link ImportBenchmark} and calls that ask the
 * ledger, with a ledger of {@code -Dnoren.benchmark.ledger} movements over the last twelve months, beside one with a
 * hundredth of the movements, cells and months.
 *
 * <p>{@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=LedgerBenchmark
 * -Dnoren.benchmark.ledger=50000000}. With {@code -Dnoren.benchmark.folder=…} the large ledger is kept there and filled
 * only where it is not yet; {@code -Dnoren.benchmark.measure=false} ends after that, so that the measuring can have the
 * machine for itself.
 */
class LedgerBenchmark {
    private static final int ROWS = Integer.getInteger("noren.benchmark.rows", 1_000_000);
    private static final long LEDGER = Long.getLong("noren.benchmark.ledger", 5_000_000);
    private static final int SMALLER = 100;
    private static final String HEAP = System.getProperty("noren.benchmark.heap", "-Xmx256m");

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-ledger-benchmark");

    private final Snapshots snapshots = new Snapshots(ROWS);

    @Test
    void snapshotsAndCallsWithASmallAndALargeLedger() throws Exception {
        Path kept = Path.of(System.getProperty(
                "noren.benchmark.folder", folder.path().resolve("large").toString()));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        fillOnce(kept, ROWS, LEDGER, now.minus(Duration.ofDays(365)), now);
        if (!Boolean.parseBoolean(System.getProperty("noren.benchmark.measure", "true"))) {
            return;
        }
        Path small = folder.path().resolve("small");
        Instant month = YearMonth.now(ZoneOffset.UTC).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        fillOnce(small, ROWS / SMALLER, LEDGER / SMALLER, month, now);
        Map<String, Figure> before = measure(small, ROWS / SMALLER, LEDGER / SMALLER);
        Map<String, Figure> after = measure(kept, ROWS, LEDGER);

        List<String> table = new ArrayList<>(List.of(
                "",
                "| snapshots of %,d rows, heap of the hub %s | %,d movements | %,d movements | ratio |"
                        .formatted(ROWS, HEAP, LEDGER / SMALLER, LEDGER),
                "|---|---|---|---|"));
        before.forEach((name, less) -> {
            Figure more = requireNonNull(after.get(name), name);
            table.add("| %s | %s | %s | %.2f |".formatted(name, less.text(), more.text(), more.value() / less.value()));
        });
        System.out.println(String.join(System.lineSeparator(), table) + System.lineSeparator());
    }

    /** @param value seconds or milliseconds: less is better */
    private record Figure(double value, String text) {}

    private void fillOnce(Path at, int cells, long movements, Instant since, Instant until) throws Exception {
        Path filled = at.resolve("filled");
        if (Files.exists(filled)) {
            assertThat(Files.readString(filled))
                    .as("what %s was filled with", at)
                    .isEqualTo(cells + " " + movements);
            return;
        }
        Files.createDirectories(at);
        try (PackagedHub hub = hub(at)) {
            hub.start();
            int port = hub.postgresPort();
            snapshots.introduce(port);
            hub.kill();
            new FilledLedger(port, cells, Snapshots.STORES).fill(movements, since, until);
            hub.start();
            hub.terminate();
        }
        Files.writeString(filled, cells + " " + movements);
    }

    private Map<String, Figure> measure(Path at, int cells, long movements) throws Exception {
        Map<String, Figure> figures = new LinkedHashMap<>();
        try (PackagedHub hub = hub(at)) {
            hub.start();
            new LedgerCalls(hub.api(), hub.postgresPort(), cells, movements)
                    .medians()
                    .forEach((name, millis) ->
                            figures.put(name + ", p50", new Figure(millis, "%.1f ms".formatted(millis))));
            BareImport bare = new BareImport(hub.postgresPort());
            send(figures, hub, bare, "first counts, changed 100 %", 100, 10);
            send(figures, hub, bare, "changed 100 %", 100, 11);
            send(figures, hub, bare, "changed 5 %", 5, 12);
            assertThat(hub.api()
                            .get("/api/v1/stock/audit/progress")
                            .path("differences")
                            .asLong())
                    .isZero();
            hub.terminate();
        }
        return figures;
    }

    private void send(
            Map<String, Figure> figures, PackagedHub hub, BareImport bare, String name, int percent, int counted)
            throws Exception {
        Snapshots.Took took = snapshots.send(hub.api(), bare, percent, counted);
        figures.put(
                "import, " + name,
                new Figure(
                        took.hub(),
                        "%.1f s, %.0f %% of COPY + one merge".formatted(took.hub(), 100 * took.bare() / took.hub())));
    }

    private static PackagedHub hub(Path at) {
        return new PackagedHub("hub", at, "nrn_benchmark")
                .withJvm(HEAP)
                // The small ledger's stores are all but empty: a count of everything would wait for a person.
                .with("NOREN_INVENTORY_COUNTGUARD_CHANGEDSHARE", "1000");
    }
}
