package io.noren.torture;

import io.noren.packaged.Cell;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Whatever the hub said it has done, as its clients know it: nothing of this may be missing, none of it be there twice. */
final class Acknowledged {
    private final Map<Cell, Map<String, Long>> movements = new ConcurrentHashMap<>();
    private final Map<Cell, Count> newestCount = new ConcurrentHashMap<>();
    private final Map<String, Reservation> reservations = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> operations = new ConcurrentHashMap<>();
    private final AtomicLong unanswered = new AtomicLong();

    /** A reservation that the hub gave out, and the last step that it said it took. */
    static final class Reservation {
        final String id;
        final String owner;
        private volatile List<Line> lines;
        private volatile String step;

        Reservation(String id, String owner, List<Line> lines, String state) {
            this.id = id;
            this.owner = owner;
            this.lines = List.copyOf(lines);
            this.step = state;
        }

        /** What it still keeps; the rest was moved to another one. */
        List<Line> lines() {
            return lines;
        }

        void keepsOnly(List<Line> remaining) {
            lines = List.copyOf(remaining);
        }

        void reached(String state) {
            step = state;
        }

        boolean isOnlyHeld() {
            return step.equals("HELD");
        }

        /** Where it is found in the end: where it was brought; a hold that was not let go has come to its end. */
        Set<String> mayBe() {
            return isOnlyHeld() ? Set.of("EXPIRED") : Set.of(step);
        }
    }

    /** Goods promised at one place. */
    record Line(Cell cell, long quantity) {}

    /** Goods that came or went without a till. */
    record Move(String id, Cell cell, long delta, String reason, Instant occurredAt) {
        Map<String, Object> row() {
            return Map.of(
                    "id",
                    id,
                    "sku",
                    cell.sku(),
                    "location",
                    cell.location(),
                    "delta",
                    delta,
                    "reason",
                    reason,
                    "occurredAt",
                    occurredAt.toString());
        }
    }

    /** What was observed on a shelf. */
    record Count(String id, long counted, Instant countedAt) implements Comparable<Count> {
        @Override
        public int compareTo(Count other) {
            int byTime = countedAt.compareTo(other.countedAt);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    void counted(Cell cell, Count count) {
        newestCount.merge(cell, count, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    Optional<Count> newestCountOf(Cell cell) {
        return Optional.ofNullable(newestCount.get(cell));
    }

    void moved(Cell cell, String id, long delta) {
        movements.computeIfAbsent(cell, any -> new ConcurrentHashMap<>()).put(id, delta);
    }

    void moved(Move move) {
        moved(move.cell(), move.id(), move.delta());
    }

    void reserved(Reservation reservation) {
        reservations.put(reservation.id, reservation);
    }

    void done(String operation) {
        operations.computeIfAbsent(operation, any -> new AtomicLong()).incrementAndGet();
    }

    void unanswered() {
        unanswered.incrementAndGet();
    }

    Map<String, Long> movementsOf(Cell cell) {
        return new HashMap<>(movements.getOrDefault(cell, Map.of()));
    }

    List<Reservation> reservations() {
        return List.copyOf(reservations.values());
    }

    /** How many operations of each kind were acknowledged. */
    Map<String, Long> operations() {
        Map<String, Long> counted = new TreeMap<>();
        operations.forEach((operation, count) -> counted.put(operation, count.get()));
        return counted;
    }

    /** How many requests got no answer, or a 5xx, and were sent again. */
    long unansweredRequests() {
        return unanswered.get();
    }
}
