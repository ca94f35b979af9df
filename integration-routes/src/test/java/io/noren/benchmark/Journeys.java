package io.noren.benchmark;

import io.noren.packaged.TillSale;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Follows each sale from the moment when the till began to send it until the shop was told of its last line. */
final class Journeys {
    /** Ties {@link System#nanoTime} to the clock that the hub writes into what it tells. */
    private final Instant wallAtStart = Instant.now();

    private final long nanosAtStart = System.nanoTime();
    private final Map<String, Underway> underway = new ConcurrentHashMap<>();
    private final Queue<Journey> arrived = new ConcurrentLinkedQueue<>();
    private final Semaphore arrivals = new Semaphore(0);

    /** A finished journey and its stretches, in nanoseconds, to the sale's last line. */
    record Journey(long begun, long toHub, long toLedger, long toShop) {
        long whole() {
            return toHub + toLedger + toShop;
        }
    }

    private static final class Underway {
        private final long begun;
        private int linesLeft;

        Underway(long begun, int lines) {
            this.begun = begun;
            this.linesLeft = lines;
        }

        synchronized boolean lastLine() {
            return --linesLeft == 0;
        }
    }

    /** @param begun when the till begins to send, or should have begun if the generator is late */
    void begin(TillSale sale, long begun) {
        underway.put(sale.key(), new Underway(begun, sale.lines().size()));
    }

    /** For {@link io.noren.packaged.WebShop}. */
    void told(JsonNode change, long arrivedAt) {
        JsonNode document = change.get("document");
        Underway sale = document == null ? null : underway.get(document.asString());
        if (sale != null && sale.lastLine()) {
            underway.remove(document.asString());
            long received = nanos(change.get("receivedAt").asString());
            long recorded = nanos(change.get("recordedAt").asString());
            arrived.add(new Journey(sale.begun, received - sale.begun, recorded - received, arrivedAt - recorded));
            arrivals.release();
        }
    }

    /** Released once for every sale that has arrived. */
    Semaphore arrivals() {
        return arrivals;
    }

    int underway() {
        return underway.size();
    }

    /** What has arrived since the last call. */
    List<Journey> take() {
        List<Journey> taken = new ArrayList<>();
        for (Journey next = arrived.poll(); next != null; next = arrived.poll()) {
            taken.add(next);
        }
        return taken;
    }

    private long nanos(String wall) {
        return nanosAtStart + Duration.between(wallAtStart, Instant.parse(wall)).toNanos();
    }

    /** One line of a table: p50, p99 and the longest, in milliseconds. */
    static String row(String title, List<Journey> journeys, Function<Journey, Long> stretch) {
        long[] sorted = journeys.stream().mapToLong(stretch::apply).sorted().toArray();
        return "| %s | %.1f ms | %.1f ms | %.1f ms |"
                .formatted(title, at(sorted, 0.5) / 1e6, at(sorted, 0.99) / 1e6, at(sorted, 1) / 1e6);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
