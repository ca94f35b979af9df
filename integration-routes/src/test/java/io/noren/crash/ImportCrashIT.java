package io.noren.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * A file that was answered with 202 is done once, row by row, though the hub is killed while it is at it: yesterday's
 * counts and today's movements, sent one after the other, each with a kill in its middle, the second with the database.
 */
class ImportCrashIT {
    private static final int STORES = 20;
    private static final int CELLS = 16_000;
    private static final int MOVEMENTS = 24_000;
    private static final int MOVED_CELLS = 6_000;
    private static final int UNKNOWN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-import-crash");

    private final Map<Cell, Long> onHand = new HashMap<>();
    private final Map<Cell, Long> changes = new HashMap<>();

    @Test
    void filesAreDoneOnceThoughTheHubIsKilledInTheMiddleOfEach() throws Exception {
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_crash")
                .withJvm("-XX:TieredStopAtLevel=1")
                // Who starts again waits until the dead one's claim is over.
                .with("NOREN_IMPORTS_LEASE", "3s")) {
            hub.start();
            introduce(hub.postgresPort());
            String counts = send(hub.api(), "counts", counts());
            String movements = send(hub.api(), "movements", movements());

            awaitTheMiddle(hub.api(), counts);
            hub.kill();
            hub.start();
            awaitTheMiddle(hub.api(), movements);
            hub.killWithDatabase();
            hub.start();

            assertDone(hub.api(), counts, CELLS + 2 * UNKNOWN, CELLS / 10, UNKNOWN);
            assertDone(hub.api(), movements, MOVEMENTS + UNKNOWN, 0, 0);
            assertThat(hub.api().get("/api/v1/stock/audit").get("differences")).isEmpty();
            feedTellsEachChangeOnce(hub.api());
        }
    }

    private static String send(HubApi hub, String mode, String csv) {
        return hub.postFile("/api/v1/stock/imports?mode=" + mode, "text/csv", csv)
                .get("id")
                .asString();
    }

    private static void awaitTheMiddle(HubApi hub, String id) {
        await("some rows of " + id + " are done")
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        hub.get("/api/v1/stock/imports/" + id).get("recorded").asLong() >= CELLS / 4);
        assertThat(hub.get("/api/v1/stock/imports/" + id).get("state").asString())
                .as("it is killed in the middle")
                .isEqualTo("RUNNING");
    }

    private static void assertDone(HubApi hub, String id, long rows, long unchanged, long duplicates) {
        String path = "/api/v1/stock/imports/" + id;
        await("import " + id + " is done")
                .atMost(PATIENCE)
                .until(() -> !hub.get(path).get("state").asString().equals("RUNNING"));
        JsonNode done = hub.get(path);
        assertThat(done.get("state").asString()).as(done.toString()).isEqualTo("COMPLETED");
        assertThat(done.get("rows").asLong()).isEqualTo(rows);
        assertThat(done.get("rejected").asLong()).as("rejected").isEqualTo(UNKNOWN);
        assertThat(done.get("unchanged").asLong()).as("unchanged").isEqualTo(unchanged);
        assertThat(done.get("duplicates").asLong()).as("duplicates").isEqualTo(duplicates);
        assertThat(done.get("recorded").asLong()).as("recorded").isEqualTo(rows - UNKNOWN - unchanged - duplicates);
    }

    /** Each cell's sequence numbers from 1 on, without a hole and none twice, and the last one tells the level. */
    private void feedTellsEachChangeOnce(HubApi hub) {
        Map<Cell, Long> last = new HashMap<>();
        Map<Cell, Long> level = new HashMap<>();
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/changes?limit=1000" + after);
            for (JsonNode change : page.get("changes")) {
                Cell cell = new Cell(
                        change.get("sku").asString(), change.get("location").asString());
                long sequence = change.get("sequence").asLong();
                if (sequence != last.getOrDefault(cell, 0L) + 1) {
                    throw new AssertionError(sequence + " of " + cell + " follows " + last.get(cell));
                }
                last.put(cell, sequence);
                level.put(cell, change.get("onHand").asLong());
            }
            after = "&after=" + page.get("next").asString();
        } while (!page.get("changes").isEmpty());
        assertThat(last.equals(changes))
                .as("as many changes of each cell as rows")
                .isTrue();
        assertThat(level.equals(onHand)).as("the levels are what the files say").isTrue();
    }

    /** One count of every cell, each under an id; of a tenth it says what the books say, and some come twice. */
    private String counts() {
        String yesterday = Instant.now().minus(Duration.ofDays(1)).toString();
        StringBuilder csv = new StringBuilder("sku,location,counted,countedAt,id\n");
        for (int row = 0; row < CELLS; row++) {
            long counted = row % 10;
            String line = of(cell(row)) + counted + "," + yesterday + ",count-" + row + "\n";
            csv.append(line);
            if (counted > 0) {
                moved(cell(row), counted);
            }
            if (row % (CELLS / UNKNOWN) == 0) {
                csv.append(line)
                        .append("NOBODY-KNOWS,store-1,1,")
                        .append(yesterday)
                        .append(",nobody-")
                        .append(row)
                        .append('\n');
            }
        }
        return csv.toString();
    }

    /** Some for each cell, without ids: only the place in the file tells whether a row was done. */
    private String movements() {
        StringBuilder csv = new StringBuilder("sku,location,delta,reason\n");
        for (int row = 0; row < MOVEMENTS; row++) {
            Cell cell = cell(row % MOVED_CELLS);
            long delta = row % 3 == 0 ? -1 : 2;
            csv.append(of(cell)).append(delta).append(",CORRECTION\n");
            moved(cell, delta);
            if (row % (MOVEMENTS / UNKNOWN) == 0) {
                csv.append("NOBODY-KNOWS,store-1,1,CORRECTION\n");
            }
        }
        return csv.toString();
    }

    private void moved(Cell cell, long delta) {
        onHand.merge(cell, delta, Long::sum);
        changes.merge(cell, 1L, Long::sum);
    }

    private static Cell cell(int row) {
        return new Cell("SKU-" + row / STORES, "store-" + row % STORES);
    }

    private static String of(Cell cell) {
        return cell.sku() + "," + cell.location() + ",";
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
                    """.formatted(CELLS / STORES, STORES - 1));
        }
    }
}
