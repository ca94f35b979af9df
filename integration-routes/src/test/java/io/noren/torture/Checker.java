package io.noren.torture;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import io.noren.packaged.WholeAudit;
import io.noren.torture.Acknowledged.Reservation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Compares, from outside and when all is quiet, everything that was acknowledged with everything that the hub shows: the
 * ledger row by row, the counters, the reservations, the change feed, and what the web shop was told.
 */
final class Checker {
    private static final int PAGE = 1_000;

    private final HubApi hub;
    private final List<Cell> cells;
    private final long openingStock;
    private final Limits limits;
    private final Acknowledged acknowledged;

    private final Map<String, List<String>> findings = new TreeMap<>();
    private final Map<Cell, Long> onHand = new HashMap<>();
    private final Map<Cell, Long> promised = new HashMap<>();
    private final Map<String, Map<String, Long>> keptByOwner = new HashMap<>();
    private final Map<Cell, Map<String, Long>> fulfilled = new HashMap<>();
    private final Map<Cell, Integer> changes = new HashMap<>();

    Checker(HubApi hub, List<Cell> cells, long openingStock, Limits limits, Acknowledged acknowledged) {
        this.hub = hub;
        this.cells = cells;
        this.openingStock = openingStock;
        this.limits = limits;
        this.acknowledged = acknowledged;
        List.of("lost", "doubled", "oversold", "counters that differ", "holes in the feed", "not told", "audit")
                .forEach(kind -> findings.put(kind, new ArrayList<>()));
    }

    /** What is wrong, by kind; every kind is there, empty when all is well. */
    Map<String, List<String>> check(Map<Cell, BitSet> told) {
        acknowledged.reservations().forEach(this::checkReservation);
        checkOwners();
        cells.forEach(this::checkLedger);
        checkCounters();
        checkFeed();
        cells.forEach(cell -> checkTold(cell, told.getOrDefault(cell, new BitSet())));
        WholeAudit.of(hub).differences().forEach(difference -> found("audit", difference.toString()));
        return findings;
    }

    private void found(String kind, String what) {
        findings.computeIfAbsent(kind, any -> new ArrayList<>()).add(what);
    }

    private void checkReservation(Reservation reservation) {
        JsonNode shown = hub.get("/api/v1/reservations/" + reservation.id);
        String state = shown.path("state").asString();
        if (!reservation.mayBe().contains(state)) {
            found("lost", "reservation " + reservation.id + " is " + state + ", not one of " + reservation.mayBe());
        }
        for (Acknowledged.Line line : reservation.lines()) {
            if (state.equals("HELD") || state.equals("COMMITTED")) {
                promised.merge(line.cell(), line.quantity(), Long::sum);
                keptByOwner
                        .computeIfAbsent(reservation.owner, any -> new HashMap<>())
                        .merge(line.cell().sku(), line.quantity(), Long::sum);
            } else if (state.equals("FULFILLED")) {
                fulfilled
                        .computeIfAbsent(line.cell(), any -> new HashMap<>())
                        .merge(reservation.id, -line.quantity(), Long::sum);
            }
        }
    }

    private void checkOwners() {
        keptByOwner.forEach((owner, kept) -> kept.forEach((sku, quantity) -> {
            if (quantity > limits.perOwner(sku)) {
                found("oversold", owner + " has " + quantity + " of " + sku);
            }
        }));
    }

    private void checkLedger(Cell cell) {
        Map<String, Long> expected = acknowledged.movementsOf(cell);
        expected.put("opening/" + cell.location() + "/" + cell.sku(), openingStock);
        fulfilled.getOrDefault(cell, Map.of()).forEach(expected::put);
        Set<String> seen = new HashSet<>();
        Acknowledged.Count newest = acknowledged.newestCountOf(cell).orElse(null);
        long sum = 0;
        long since = 0;
        for (JsonNode row : ledger(cell)) {
            if (promisesMore(row)
                    && row.path("reserved").asLong() + row.path("committed").asLong()
                            > row.path("onHand").asLong() + limits.beyondStock(cell.sku())) {
                found("oversold", cell + ": " + row);
            }
            if (!row.path("quantityName").asString().equals("ON_HAND")) {
                continue;
            }
            if (row.path("reason").asString().equals("CYCLE_COUNT")) {
                sum += row.path("delta").asLong();
                continue;
            }
            String id = row.path("reason").asString().equals("RESERVATION_FULFILLED")
                    ? row.path("document").asString().replaceFirst("^.*/", "")
                    : row.path("id").asString();
            long delta = row.path("delta").asLong();
            sum += delta;
            if (newest == null || occurredAt(row).isAfter(newest.countedAt())) {
                since += delta;
            }
            if (!seen.add(id)) {
                found("doubled", cell + ": " + row);
            } else if (expected.getOrDefault(id, 0L) != delta) {
                found("doubled", cell + ", acknowledged " + expected.get(id) + ": " + row);
            }
        }
        expected.keySet().stream()
                .filter(id -> !seen.contains(id))
                .forEach(id -> found("lost", cell + ": " + id + " " + expected.get(id)));
        onHand.put(cell, sum);
        long observed = newest == null ? 0 : newest.counted();
        if (sum != observed + since) {
            found("counters that differ", cell + ": " + sum + ", not what was counted, " + newest + ", and " + since);
        }
    }

    private static boolean promisesMore(JsonNode row) {
        String reason = row.path("reason").asString();
        return (reason.equals("RESERVATION_CREATED") || reason.equals("RESERVATION_TRANSFERRED"))
                && row.path("delta").asLong() > 0;
    }

    private static Instant occurredAt(JsonNode row) {
        return Instant.parse(row.path("occurredAt").asString());
    }

    private List<JsonNode> ledger(Cell cell) {
        List<JsonNode> rows = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/movements?sku=" + cell.sku() + "&location=" + cell.location() + "&limit="
                    + PAGE + after);
            page.path("movements").forEach(rows::add);
            after = "&after=" + page.path("next").asString("");
        } while (page.path("movements").size() == PAGE);
        return rows;
    }

    private void checkCounters() {
        List<String> skus = cells.stream().map(Cell::sku).distinct().toList();
        JsonNode answer = hub.post("/api/v1/availability/query", Map.of("skus", skus));
        for (JsonNode item : answer.path("items")) {
            for (JsonNode at : item.path("locations")) {
                Cell cell = new Cell(
                        item.path("sku").asString(), at.path("location").asString());
                long reserved =
                        at.path("reserved").asLong() + at.path("committed").asLong();
                if (at.path("onHand").asLong() != onHand.getOrDefault(cell, 0L)
                        || reserved != promised.getOrDefault(cell, 0L)) {
                    found(
                            "counters that differ",
                            cell + ": on hand by the ledger " + onHand.get(cell) + ", promised "
                                    + promised.getOrDefault(cell, 0L) + "; " + at);
                }
            }
        }
    }

    private void checkFeed() {
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/changes?limit=" + PAGE + after);
            for (JsonNode change : page.path("changes")) {
                Cell cell = new Cell(
                        change.path("sku").asString(), change.path("location").asString());
                int sequence = change.path("sequence").asInt();
                if (sequence != changes.getOrDefault(cell, 0) + 1) {
                    found("holes in the feed", cell + ": " + sequence + " after " + changes.get(cell));
                }
                changes.put(cell, sequence);
            }
            after = "&after=" + page.path("next").asString();
        } while (!page.path("changes").isEmpty());
    }

    private void checkTold(Cell cell, BitSet told) {
        int last = changes.getOrDefault(cell, 0);
        if (told.nextClearBit(1) <= last || told.length() > last + 1) {
            found("not told", cell + ": " + told.nextClearBit(1) + " of " + last);
        }
    }

    int feedChanges() {
        return changes.values().stream().mapToInt(Integer::intValue).sum();
    }
}
