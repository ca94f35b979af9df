package io.noren.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.FeedCursor;
import io.noren.packaged.HubApi;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;

/** What asks the ledger, one call after the other, about cells taken at random. */
final class LedgerCalls {
    private static final int WARM_UP = 200;
    private static final int CALLS = 300;

    private final HubApi hub;
    private final int port;
    private final int cells;
    private final long filled;
    private final Random random = new Random(1);

    /**
     * @param port of the hub's PostgreSQL
     * @param cells that have movements
     * @param filled how many movements {@link FilledLedger} has written
     */
    LedgerCalls(HubApi hub, int port, int cells, long filled) {
        this.hub = hub;
        this.port = port;
        this.cells = cells;
        this.filled = filled;
    }

    /** The median of each in milliseconds, in the order of what was asked. */
    Map<String, Double> medians() throws SQLException {
        Instant now = Instant.now();
        Instant longAgo = now.minus(Duration.ofDays(200));
        Map<String, Double> medians = new LinkedHashMap<>();
        time(medians, "`GET /stock/movements?sku&location`", n -> hub.get("/api/v1/stock/movements?" + cell()));
        time(medians, "`GET /stock/as-of`, an hour ago", n -> asOf(now.minus(Duration.ofHours(1))));
        time(medians, "`GET /stock/as-of`, 200 days ago", n -> asOf(longAgo));
        String nearTheEnd = cursorNearTheEnd();
        time(
                medians,
                "`GET /stock/changes?after=`, 100 near the end",
                n -> hub.get("/api/v1/stock/changes?after=" + nearTheEnd));
        time(medians, "`GET /stock/changes`, the first 100", n -> hub.get("/api/v1/stock/changes"));
        time(
                medians,
                "`POST /stock/movements`, one",
                n -> post(UUID.randomUUID().toString(), "RECORDED"));
        time(medians, "`POST /stock/movements`, one with a known key", n -> post(knownKey(), "CONFLICT"));
        return medians;
    }

    private void time(Map<String, Double> medians, String name, IntFunction<JsonNode> call) {
        double[] millis = new double[CALLS];
        for (int n = -WARM_UP; n < CALLS; n++) {
            long began = System.nanoTime();
            call.apply(n);
            if (n >= 0) {
                millis[n] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(millis);
        medians.put(name, millis[CALLS / 2]);
    }

    private String cell() {
        int cell = random.nextInt(cells);
        return "sku=SKU-" + cell / Snapshots.STORES + "&location=store-" + cell % Snapshots.STORES;
    }

    private JsonNode asOf(Instant at) {
        return hub.get("/api/v1/stock/as-of?" + cell() + "&at=" + at);
    }

    /** What a follower has read that is a hundred changes behind. */
    private String cursorNearTheEnd() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/noren?user=postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select feed_tx::text, id from inventory.stock_movement
                        order by feed_tx desc, id desc offset 100 limit 1
                        """)) {
            row.next();
            return new FeedCursor(row.getLong(1), row.getLong(2)).toString();
        }
    }

    /** As {@link FilledLedger} makes them. */
    private String knownKey() {
        long movement = Math.floorMod(random.nextLong(), filled);
        try {
            ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("MD5")
                    .digest(Long.toString(movement).getBytes(UTF_8)));
            return new UUID(digest.getLong(), digest.getLong()) + "/1";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode post(String id, String expected) {
        int cell = random.nextInt(cells);
        JsonNode answer = hub.post(
                "/api/v1/stock/movements",
                Map.of(
                        "movements",
                        List.of(Map.of(
                                "id",
                                id,
                                "sku",
                                "SKU-" + cell / Snapshots.STORES,
                                "location",
                                "store-" + cell % Snapshots.STORES,
                                "delta",
                                1,
                                "reason",
                                "FOUND",
                                "occurredAt",
                                Instant.now().toString()))));
        assertThat(answer.at("/results/0/result").asString())
                .as(answer.toString())
                .isEqualTo(expected);
        return answer;
    }
}
