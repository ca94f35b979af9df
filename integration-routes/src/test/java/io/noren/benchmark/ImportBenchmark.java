package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * How long a full snapshot takes, from the first byte sent until it is completed, beside {@code COPY} and one merge
 * statement into bare tables of the same PostgreSQL. Not part of the tests:
 * {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=ImportBenchmark}.
 */
class ImportBenchmark {
    private static final int ROWS = Integer.getInteger("noren.benchmark.rows", 1_000_000);
    private static final int STORES = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    /** Of the whole hub: the file, three times as large, must not fit. */
    private static final String HEAP = System.getProperty("noren.benchmark.heap", "-Xmx256m");

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-import-benchmark");

    private final List<String> table = new ArrayList<>();

    @Test
    void aSnapshotBesideCopyAndOneMerge() throws Exception {
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_benchmark")) {
            hub.withJvm(HEAP);
            hub.start();
            introduce(hub.postgresPort());
            BareImport bare = new BareImport(hub.postgresPort());
            compare("all new", hub.api(), bare, snapshot(100, 10), ROWS);
            compare("changed 100 %", hub.api(), bare, snapshot(100, 11), ROWS);
            compare("changed 5 %", hub.api(), bare, snapshot(5, 12), (ROWS + 19) / 20);
            compare("changed 100 % again", hub.api(), bare, snapshot(100, 13), ROWS);
            compare("unchanged", hub.api(), bare, snapshot(0, 13), 0);
        }
        System.out.println(String.join(
                System.lineSeparator(),
                "",
                "| snapshot of %,d rows, heap of the hub %s | Noren | COPY + one merge | reached |"
                        .formatted(ROWS, HEAP),
                "|---|---|---|---|",
                String.join(System.lineSeparator(), table),
                ""));
    }

    private void compare(String name, HubApi hub, BareImport bare, String csv, long changed)
            throws IOException, SQLException {
        double least = bare.run(csv);
        long began = System.nanoTime();
        String id = hub.postFile("/api/v1/stock/imports?mode=counts", "text/csv", csv)
                .path("id")
                .asString();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !state(hub, id).equals("RUNNING"));
        double took = (System.nanoTime() - began) / 1e9;
        JsonNode done = hub.get("/api/v1/stock/imports/" + id);
        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("COMPLETED");
        assertThat(done.path("recorded").asLong()).isEqualTo(changed);
        table.add("| %s | %.1f s, %,.0f rows/s | %.1f s, %,.0f rows/s | %.0f %% |"
                .formatted(name, took, ROWS / took, least, ROWS / least, 100 * least / took));
    }

    private static String state(HubApi hub, String id) {
        return hub.get("/api/v1/stock/imports/" + id).path("state").asString();
    }

    /** Every cell; so many of a hundred with the given count, the others as they were before it. */
    private static String snapshot(int percent, int counted) {
        Instant now = Instant.now();
        StringBuilder csv = new StringBuilder(ROWS * 50).append("sku,location,counted,countedAt\n");
        int step = percent == 0 ? 0 : 100 / percent;
        for (int row = 0; row < ROWS; row++) {
            boolean changed = step > 0 && row % step == 0;
            // After a snapshot of five in a hundred the next one changes all of them, so nothing else is remembered.
            int quantity = changed || percent == 0 ? counted : counted - 1;
            csv.append("SKU-")
                    .append(row / STORES)
                    .append(",store-")
                    .append(row % STORES)
                    .append(',');
            csv.append(quantity).append(',').append(now).append('\n');
        }
        return csv.toString();
    }

    private static void introduce(int port) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/noren?user=postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                    select 'SKU-' || n, 'Thing', 'EACH', true, now() from generate_series(0, %d) n;
                    insert into inventory.location (id, name, kind, zone, pickup_enabled, tills, changed_at)
                    select 'store-' || n, 'Store', 'STORE', 'Asia/Tokyo', false, '{}', now() from generate_series(0, %d) n;
                    """.formatted(ROWS / STORES, STORES - 1));
        }
    }
}
