package io.noren.packaged;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A small retailer: its items, stores and members as the hub is told of them, and the customers at its tills. */
public final class Retailer {
    public static final List<String> STORES = List.of("ginza", "shibuya", "umeda");
    public static final int OPENING_STOCK = 1_000;

    private static final int TILLS_PER_STORE = 3;
    private static final int MEMBERS = 20;
    private static final int MEMBER_EVERY = 7;

    /** As the standard rule has it: one point for every 100 yen of a receipt. */
    private static final int YEN_PER_POINT = 100;

    private final Random random;
    private final List<TillSale.Line> shelf;
    private final List<String> cards = IntStream.range(0, MEMBERS)
            .mapToObj(n -> "29000000%04d".formatted(n))
            .toList();
    private final Map<String, String> memberOfCard = new LinkedHashMap<>();
    private final Map<String, Integer> lastSequence = new HashMap<>();

    public Retailer(Random random, int items) {
        this.random = random;
        this.shelf = IntStream.range(0, items)
                .mapToObj(n -> new TillSale.Line("C-%04d".formatted(n), gtin(n), 1, 98 + 37 * n))
                .toList();
    }

    public List<Cell> cells() {
        return STORES.stream()
                .flatMap(store -> shelf.stream().map(item -> new Cell(item.sku(), store)))
                .toList();
    }

    /** Tells the hub of everything there is before the doors open. */
    public void introduceTo(HubApi hub) {
        for (String store : STORES) {
            hub.put("/api/v1/locations/" + store, Map.of("name", store, "kind", "STORE", "zone", "Asia/Tokyo"));
        }
        for (TillSale.Line item : shelf) {
            hub.put(
                    "/api/v1/items/" + item.sku(),
                    Map.of("gtin", item.gtin(), "name", Map.of("en", item.sku()), "unit", "EACH"));
        }
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<Map<String, Object>> opening = cells().stream()
                .map(cell -> Map.<String, Object>of(
                        "id",
                        "opening/" + cell.location() + "/" + cell.sku(),
                        "sku",
                        cell.sku(),
                        "location",
                        cell.location(),
                        "delta",
                        OPENING_STOCK,
                        "reason",
                        "INITIAL",
                        "occurredAt",
                        now))
                .toList();
        for (JsonNode row : hub.post("/api/v1/stock/movements", Map.of("movements", opening))
                .get("results")) {
            if (!row.get("result").asString().equals("RECORDED")) {
                throw new AssertionError("opening stock: " + row);
            }
        }
        for (String card : cards) {
            JsonNode member = hub.post(
                    "/api/v1/members",
                    Map.of(
                            "familyName",
                            "Card",
                            "givenName",
                            card,
                            "identifiers",
                            List.of(Map.of("type", "CARD", "value", card, "provenBy", "SIGHTED"))));
            memberOfCard.put(card, member.get("id").asString());
        }
    }

    /** The next customer at some till. */
    public TillSale nextSale() {
        String store = STORES.get(random.nextInt(STORES.size()));
        int till = 1 + random.nextInt(TILLS_PER_STORE);
        int sequence = lastSequence.merge(store + "/" + till, 1, Integer::sum);
        List<TillSale.Line> lines = new ArrayList<>();
        int wanted = 1 + random.nextInt(4);
        for (int n = 0; n < wanted; n++) {
            TillSale.Line item = shelf.get(random.nextInt(shelf.size()));
            lines.add(new TillSale.Line(item.sku(), item.gtin(), 1 + random.nextInt(2), item.price()));
        }
        String card = random.nextInt(MEMBER_EVERY) == 0 ? cards.get(random.nextInt(cards.size())) : null;
        return new TillSale(store, till, sequence, Instant.now().truncatedTo(ChronoUnit.SECONDS), card, lines);
    }

    /** What must be on hand everywhere after these sales, each counted once. */
    public Map<Cell, Long> onHandAfter(List<TillSale> sales) {
        Map<Cell, Long> onHand = new HashMap<>();
        cells().forEach(cell -> onHand.put(cell, (long) OPENING_STOCK));
        for (TillSale sale : sales) {
            sale.lines()
                    .forEach(line ->
                            onHand.merge(new Cell(line.sku(), sale.store()), (long) -line.quantity(), Long::sum));
        }
        return onHand;
    }

    /** How many changes each cell must have gone through after these sales, each counted once. */
    public Map<Cell, Long> changesAfter(List<TillSale> sales) {
        Map<Cell, Long> changes = new HashMap<>();
        cells().forEach(cell -> changes.put(cell, 1L));
        for (TillSale sale : sales) {
            sale.lines().forEach(line -> changes.merge(new Cell(line.sku(), sale.store()), 1L, Long::sum));
        }
        return changes;
    }

    /** By member, the points that these sales earn, each counted once. */
    public Map<String, Long> pointsAfter(List<TillSale> sales) {
        Map<String, Long> points = new HashMap<>();
        memberOfCard.values().forEach(member -> points.put(member, 0L));
        for (TillSale sale : sales) {
            String card = sale.card();
            if (card != null) {
                points.merge(memberOfCard.get(card), sale.total() / YEN_PER_POINT, Long::sum);
            }
        }
        return points;
    }

    /** From the range that GS1 keeps for examples. */
    private static String gtin(int number) {
        String digits = "952%09d".formatted(number);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }
}
