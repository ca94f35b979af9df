package io.noren.simulator;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import io.noren.packaged.WholeAudit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Compares, from outside and when all is quiet, the tills' journals with everything that the hub shows: the ledger by
 * transaction, the levels, the feed, the points, and what is said of each till.
 */
final class Checker {
    private static final int PAGE = 1_000;

    private final HubApi hub;
    private final Chain chain;
    private final List<Journal> journals;
    private final Day day;

    private final Map<String, List<String>> findings = new TreeMap<>();
    private final Map<Cell, Long> onHand = new HashMap<>();
    private final Map<Cell, Integer> rows = new HashMap<>();

    Checker(HubApi hub, Chain chain, List<Journal> journals, Day day) {
        this.hub = hub;
        this.chain = chain;
        this.journals = journals;
        this.day = day;
        List.of("lost", "doubled", "levels that differ", "holes in the feed", "points that differ", "audit", "parked")
                .forEach(kind -> findings.put(kind, new ArrayList<>()));
    }

    /** What is wrong, by kind; every kind is there, empty when all is well. */
    Map<String, List<String>> check() {
        Map<Cell, Map<String, Long>> expected = expected();
        chain.cells().forEach(cell -> checkLedger(cell, expected.getOrDefault(cell, Map.of())));
        checkLevels();
        checkFeed();
        checkPoints();
        WholeAudit.of(hub).differences().forEach(difference -> found("audit", difference.toString()));
        hub.get("/api/v1/parked").get("items").forEach(item -> found("parked", item.toString()));
        new TillChecker(hub, chain, journals, day, this::found).check();
        return findings;
    }

    private void found(String kind, String what) {
        findings.computeIfAbsent(kind, any -> new ArrayList<>()).add(what);
    }

    /** By cell, what each transaction that was told has moved there. */
    private Map<Cell, Map<String, Long>> expected() {
        Map<Cell, Map<String, Long>> expected = new HashMap<>();
        for (Journal journal : journals) {
            journal.told()
                    .forEach(told -> journal.moved(told)
                            .forEach((cell, delta) -> expected.computeIfAbsent(cell, any -> new HashMap<>())
                                    .put(journal.till().key(day.businessDay(), told.number()), delta)));
        }
        return expected;
    }

    private void checkLedger(Cell cell, Map<String, Long> expected) {
        Map<String, Long> shown = new HashMap<>();
        long sum = 0;
        int count = 0;
        for (JsonNode row : ledger(cell)) {
            count++;
            sum += row.path("delta").asLong();
            if (!row.path("id").asString().equals(Chain.opening(cell))) {
                shown.merge(row.path("document").asString(), row.path("delta").asLong(), Long::sum);
            }
        }
        onHand.put(cell, sum);
        rows.put(cell, count);
        expected.forEach((transaction, delta) -> {
            long there = shown.getOrDefault(transaction, 0L);
            if (there != delta) {
                boolean more = Math.abs(there) > Math.abs(delta);
                found(more ? "doubled" : "lost", cell + " by " + transaction + ": " + there + ", not " + delta);
            }
        });
        shown.forEach((transaction, delta) -> {
            if (!expected.containsKey(transaction)) {
                found("doubled", cell + " by " + transaction + ": " + delta + ", which nobody told");
            }
        });
    }

    private List<JsonNode> ledger(Cell cell) {
        List<JsonNode> ledger = new ArrayList<>();
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/movements?sku=" + cell.sku() + "&location=" + cell.location() + "&limit="
                    + PAGE + after);
            page.path("movements").forEach(ledger::add);
            after = "&after=" + page.path("next").asString("");
        } while (page.path("movements").size() == PAGE);
        return ledger;
    }

    private void checkLevels() {
        Map<Cell, Long> expected = new HashMap<>();
        chain.cells().forEach(cell -> expected.put(cell, (long) Chain.OPENING_STOCK));
        expected().forEach((cell, moved) -> moved.values().forEach(delta -> expected.merge(cell, delta, Long::sum)));
        List<String> skus = chain.items().stream().map(Item::sku).toList();
        int shown = 0;
        for (JsonNode item :
                hub.post("/api/v1/availability/query", Map.of("skus", skus)).path("items")) {
            for (JsonNode at : item.path("locations")) {
                Cell cell = new Cell(
                        item.path("sku").asString(), at.path("location").asString());
                shown++;
                compare(cell, expected.getOrDefault(cell, 0L), at.path("onHand").asLong());
            }
        }
        if (shown != expected.size()) {
            found("levels that differ", shown + " levels are shown, not " + expected.size());
        }
        expected.forEach((cell, level) -> compare(cell, level, onHand.getOrDefault(cell, 0L)));
    }

    private void compare(Cell cell, long expected, long shown) {
        if (shown != expected) {
            found("levels that differ", cell + ": " + shown + ", not " + expected);
        }
    }

    /** Each cell's sequence numbers from 1 on without a hole, one for each row of its ledger. */
    private void checkFeed() {
        Map<Cell, Integer> last = new HashMap<>();
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/changes?limit=" + PAGE + after);
            for (JsonNode change : page.path("changes")) {
                Cell cell = new Cell(
                        change.path("sku").asString(), change.path("location").asString());
                int sequence = change.path("sequence").asInt();
                if (sequence != last.getOrDefault(cell, 0) + 1) {
                    found("holes in the feed", cell + ": " + sequence + " after " + last.get(cell));
                }
                last.put(cell, sequence);
            }
            after = "&after=" + page.path("next").asString();
        } while (!page.path("changes").isEmpty());
        rows.forEach((cell, count) -> {
            if (!count.equals(last.get(cell))) {
                found("holes in the feed", cell + ": ends with " + last.get(cell) + ", not " + count);
            }
        });
    }

    private void checkPoints() {
        Map<String, Long> expected = new HashMap<>();
        chain.cards().forEach(card -> expected.put(card, 0L));
        for (Journal journal : journals) {
            journal.told().forEach(told -> {
                String card = journal.card(told);
                if (card != null) {
                    expected.merge(card, journal.points(told), Long::sum);
                }
            });
        }
        expected.forEach((card, points) -> {
            JsonNode shown = hub.get("/api/v1/members/" + chain.memberOf(card) + "/points");
            // A card with which more came back than was bought owes.
            long balance = shown.get("spendable").asLong() - shown.get("debt").asLong();
            if (balance != points) {
                found("points that differ", card + ": " + balance + ", not " + points);
            }
        });
    }
}
