package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Files of counts of every cell, and how long a hub and the least that any system must do take for one. */
final class Snapshots {
    static final int STORES = 20;

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final int rows;

    /** @param rows of a file: so many cells there are */
    Snapshots(int rows) {
        this.rows = rows;
    }

    /** Seconds from the first byte sent until it is done, with the hub and with {@link BareImport}. */
    record Took(double hub, double bare) {}

    /** Makes the items and the stores. */
    void introduce(int port) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/noren?user=postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                    select 'SKU-' || n, 'Thing', 'EACH', true, now() from generate_series(0, %d) n;
                    insert into inventory.location (id, name, kind, zone, pickup_enabled, tills, changed_at)
                    select 'store-' || n, 'Store', 'STORE', 'Asia/Tokyo', false, '{}', now() from generate_series(0, %d) n;
                    """.formatted(rows / STORES, STORES - 1));
        }
    }

    /** @param percent of all cells that have another number than before */
    Took send(HubApi hub, BareImport bare, int percent, int counted) throws IOException, SQLException {
        String csv = snapshot(percent, counted);
        long changed = percent == 0 ? 0 : (rows - 1) / (100 / percent) + 1;
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
        return new Took(took, least);
    }

    private static String state(HubApi hub, String id) {
        return hub.get("/api/v1/stock/imports/" + id).path("state").asString();
    }

    /** Every cell; so many of a hundred with the given count, the others as they were before it. */
    private String snapshot(int percent, int counted) {
        Instant now = Instant.now();
        StringBuilder csv = new StringBuilder(rows * 50).append("sku,location,counted,countedAt\n");
        int step = percent == 0 ? 0 : 100 / percent;
        for (int row = 0; row < rows; row++) {
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
}
