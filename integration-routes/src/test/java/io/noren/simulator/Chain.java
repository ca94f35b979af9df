package io.noren.simulator;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The retailer whose tills they are, as the hub is told of it before the doors open. */
final class Chain {
    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    static final int OPENING_STOCK = 10_000;
    static final int YEN_PER_POINT = 100;

    private static final int ITEMS = 30;
    private static final int CARDS = 40;
    private static final int ROWS = 500;

    private final List<String> stores;
    private final List<Item> items = IntStream.range(0, ITEMS)
            .mapToObj(n -> new Item("S-%04d".formatted(n), gtin(n), YEN_PER_POINT * (1 + n % 9)))
            .toList();
    private final List<String> cards =
            IntStream.range(0, CARDS).mapToObj(n -> "28000000%04d".formatted(n)).toList();
    private final Map<String, String> members = new HashMap<>();

    Chain(int stores) {
        this.stores = IntStream.rangeClosed(1, stores)
                .mapToObj("store-%03d"::formatted)
                .toList();
    }

    List<String> stores() {
        return stores;
    }

    List<Item> items() {
        return items;
    }

    List<String> cards() {
        return cards;
    }

    String memberOf(String card) {
        return members.getOrDefault(card, "");
    }

    List<Cell> cells() {
        return stores.stream()
                .flatMap(store -> items.stream().map(item -> new Cell(item.sku(), store)))
                .toList();
    }

    void introduceTo(HubApi hub) {
        for (String store : stores) {
            hub.put("/api/v1/locations/" + store, Map.of("name", store, "kind", "STORE", "zone", ZONE.getId()));
        }
        for (Item item : items) {
            hub.put(
                    "/api/v1/items/" + item.sku(),
                    Map.of("gtin", item.gtin(), "name", Map.of("en", item.sku()), "unit", "EACH"));
        }
        fillShelves(hub);
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
            members.put(card, member.get("id").asString());
        }
    }

    private void fillShelves(HubApi hub) {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<Map<String, Object>> opening = new ArrayList<>();
        for (Cell cell : cells()) {
            opening.add(Map.of(
                    "id",
                    opening(cell),
                    "sku",
                    cell.sku(),
                    "location",
                    cell.location(),
                    "delta",
                    OPENING_STOCK,
                    "reason",
                    "INITIAL",
                    "occurredAt",
                    now));
        }
        for (int from = 0; from < opening.size(); from += ROWS) {
            List<Map<String, Object>> rows = opening.subList(from, Math.min(from + ROWS, opening.size()));
            for (JsonNode row : hub.post("/api/v1/stock/movements", Map.of("movements", rows))
                    .get("results")) {
                if (!row.get("result").asString().equals("RECORDED")) {
                    throw new AssertionError("opening stock: " + row);
                }
            }
        }
    }

    /** The id of the movement that filled a shelf. */
    static String opening(Cell cell) {
        return "opening/" + cell.location() + "/" + cell.sku();
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
