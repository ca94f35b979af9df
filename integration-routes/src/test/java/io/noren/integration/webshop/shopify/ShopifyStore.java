package io.noren.integration.webshop.shopify;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the local Shopify keeps: items by SKU, how many are on hand where and committed to orders, orders. An order commits
 * and leaves what is on hand; a fulfilment takes both. A mutation changes all or nothing.
 */
final class ShopifyStore {
    private static final Set<String> REASONS = Set.of(
            "correction", "cycle_count_available", "damaged", "other", "promotion", "received", "restock", "shrinkage");
    private static final Pattern SINCE = Pattern.compile("updated_at:>='?([^'\\s]+)'?");

    private final Clock time;
    private final Set<String> locations = new HashSet<>();
    private final Map<String, String> skus = new LinkedHashMap<>();
    private final Map<String, Integer> onHand = new LinkedHashMap<>();
    private final Map<String, Integer> committed = new LinkedHashMap<>();
    private final List<ShopifyOrder> orders = new ArrayList<>();
    private long next = 1_000;
    private int changes;

    ShopifyStore(Clock time) {
        this.time = time;
    }

    static String location(long id) {
        return "gid://shopify/Location/" + id;
    }

    // ---- the shop's people

    synchronized void opens(long location) {
        locations.add(location(location));
    }

    /** A variant with this SKU is stocked at a location; the same SKU again is another variant, as Shopify allows. */
    synchronized String stocks(String sku, long location, int quantity) {
        opens(location);
        String item = "gid://shopify/InventoryItem/" + next++;
        skus.put(item, sku);
        onHand.put(cell(item, location(location)), quantity);
        return item;
    }

    /** Its variant is deleted. */
    synchronized void loses(String sku) {
        skus.remove(item(sku));
    }

    /** Somebody corrects what is on hand in Shopify's admin. */
    synchronized void somebodySets(String sku, long location, int quantity) {
        onHand.put(cell(item(sku), location(location)), quantity);
    }

    /** What Shopify sells. */
    synchronized int available(String sku, long location) {
        return number("available", cell(item(sku), location(location)));
    }

    synchronized int onHand(String sku, long location) {
        return number("on_hand", cell(item(sku), location(location)));
    }

    private int number(String name, String cell) {
        int there = onHand.getOrDefault(cell, 0);
        int promised = committed.getOrDefault(cell, 0);
        return switch (name) {
            case "on_hand" -> there;
            case "committed" -> promised;
            default -> there - promised;
        };
    }

    /** How many numbers were changed through the API. */
    synchronized int changes() {
        return changes;
    }

    /** A shopper buys: what is available is less at once. */
    synchronized ShopifyOrder sells(long location, Map<String, Integer> wanted) {
        ShopifyOrder order = new ShopifyOrder(next++, location, time.instant());
        wanted.forEach((sku, quantity) -> {
            order.lines.add(new ShopifyOrder.Line(next++, sku, quantity));
            committed.merge(cell(item(sku), location(location)), quantity, Integer::sum);
        });
        orders.add(order);
        return order;
    }

    synchronized ShopifyOrder cancels(ShopifyOrder order) {
        order.cancelledAt = time.instant();
        order.updatedAt = time.instant();
        uncommit(order);
        return order;
    }

    synchronized ShopifyOrder fulfils(ShopifyOrder order) {
        Map<Long, Integer> all = new LinkedHashMap<>();
        order.lines.forEach(line -> all.put(line.id(), line.quantity()));
        return fulfils(order, all);
    }

    /** @param quantities by line */
    synchronized ShopifyOrder fulfils(ShopifyOrder order, Map<Long, Integer> quantities) {
        order.fulfilments.add(new ShopifyOrder.Fulfilment(next++, quantities));
        order.updatedAt = time.instant();
        for (ShopifyOrder.Line line : order.lines) {
            String cell = cell(item(line.sku()), location(order.location));
            int sent = quantities.getOrDefault(line.id(), 0);
            committed.merge(cell, -sent, Integer::sum);
            onHand.merge(cell, -sent, Integer::sum);
        }
        return order;
    }

    /** The money is given back; what was sent is not put back on the shelf. */
    synchronized ShopifyOrder refunds(ShopifyOrder order, long line, int quantity) {
        order.refunded.merge(line, quantity, Integer::sum);
        order.updatedAt = time.instant();
        return order;
    }

    private void uncommit(ShopifyOrder order) {
        order.lines.forEach(line ->
                committed.merge(cell(item(line.sku()), location(order.location)), -line.quantity(), Integer::sum));
    }

    private String item(String sku) {
        return skus.entrySet().stream()
                .filter(each -> each.getValue().equals(sku))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static String cell(String item, String location) {
        return item + "@" + location;
    }

    // ---- what the API asks

    /** A location's levels, item by item; null when there is no such location. */
    synchronized @Nullable Map<String, Object> location(JsonNode variables) {
        String location = variables.path("location").asString("");
        List<Map<String, Object>> found = new ArrayList<>();
        skus.forEach((id, sku) -> {
            String cell = cell(id, location);
            if (onHand.containsKey(cell)) {
                found.add(
                        Map.of("item", Map.of("id", id, "sku", sku, "tracked", true), "quantities", quantities(cell)));
            }
        });
        return locations.contains(location) ? Map.of("inventoryLevels", page(found, variables)) : null;
    }

    synchronized List<Object> levels(JsonNode variables) {
        List<Object> found = new ArrayList<>();
        String location = variables.path("location").asString("");
        for (JsonNode id : variables.path("ids")) {
            String cell = cell(id.asString(""), location);
            Map<String, Object> node = new LinkedHashMap<>();
            if (!skus.containsKey(id.asString(""))) {
                found.add(null);
                continue;
            }
            node.put("id", id.asString(""));
            node.put("sku", skus.get(id.asString("")));
            node.put("inventoryLevel", onHand.containsKey(cell) ? Map.of("quantities", quantities(cell)) : null);
            found.add(node);
        }
        return found;
    }

    private List<Map<String, Object>> quantities(String cell) {
        return List.of(
                Map.of("name", "on_hand", "quantity", number("on_hand", cell)),
                Map.of("name", "committed", "quantity", number("committed", cell)));
    }

    synchronized Map<String, Object> ordersSince(JsonNode variables) {
        Matcher since = SINCE.matcher(variables.path("query").asString(""));
        String from = since.find() ? since.group(1) : "";
        return page(
                orders.stream()
                        .filter(each -> each.updatedAt.toString().compareTo(from) >= 0)
                        .sorted((a, b) -> a.updatedAt.compareTo(b.updatedAt))
                        .map(ShopifyOrder::asNode)
                        .toList(),
                variables);
    }

    /** An order, or of a fulfilment order or a fulfilment the lines, with as many as are asked for. */
    synchronized Map<String, Object> one(String kind, JsonNode variables) {
        String gid = variables.path("id").asString("");
        long id = Long.parseLong(gid.substring(gid.lastIndexOf('/') + 1));
        int first = variables.path("first").asInt(0);
        int after = variables.path("after").asInt(0);
        for (ShopifyOrder order : orders) {
            if (kind.equals("fulfillment")) {
                for (ShopifyOrder.Fulfilment each : order.fulfilments) {
                    if (each.id() == id) {
                        return Map.of("fulfillmentLineItems", order.fulfilmentLines(each, first, after));
                    }
                }
            } else if (order.id == id && kind.equals("fulfillmentOrder")) {
                return Map.of("lineItems", order.fulfillmentOrderLines(first, after));
            } else if (order.id == id) {
                return Map.of("lineItems", order.lineItems(first, after), "fulfillments", order.fulfilmentsAsNodes());
            }
        }
        throw new IllegalArgumentException(gid);
    }

    private static Map<String, Object> page(List<Map<String, Object>> all, JsonNode variables) {
        int from = variables.path("after").asInt(0);
        int to = Math.min(all.size(), from + variables.path("first").asInt(0));
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("hasNextPage", to < all.size());
        info.put("endCursor", Integer.toString(to));
        return Map.of("nodes", all.subList(Math.min(from, to), to), "pageInfo", info);
    }

    // ---- what the API changes

    synchronized Map<String, Object> changed(String field, JsonNode input) {
        List<Map<String, Object>> errors = new ArrayList<>();
        checkAll(field, input, errors);
        Map<String, Integer> after = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (JsonNode each : input.path(field)) {
            List<String> path = List.of("input", field, Integer.toString(index++));
            String cell = cell(
                    each.path("inventoryItemId").asString(""),
                    each.path("locationId").asString(""));
            Map<String, Object> error = wrong(each, input.path("name").asString(""), cell, path, seen);
            if (error != null) {
                errors.add(error);
                continue;
            }
            int change = field.equals("quantities")
                    ? each.path("quantity").asInt() - number(input.path("name").asString(""), cell)
                    : each.path("delta").asInt();
            after.put(cell, number("on_hand", cell) + change);
        }
        if (!errors.isEmpty()) {
            Map<String, Object> refused = new LinkedHashMap<>();
            refused.put("inventoryAdjustmentGroup", null);
            refused.put("userErrors", errors);
            return refused;
        }
        onHand.putAll(after);
        changes += after.size();
        return Map.of(
                "inventoryAdjustmentGroup",
                Map.of("id", "gid://shopify/InventoryAdjustmentGroup/" + next++),
                "userErrors",
                List.of());
    }

    private static void checkAll(String field, JsonNode input, List<Map<String, Object>> errors) {
        if (!REASONS.contains(input.path("reason").asString(""))) {
            errors.add(userError("INVALID_REASON", "The specified reason is invalid.", List.of("input", "reason")));
        }
        String name = input.path("name").asString("");
        if (!name.equals("available") && !(name.equals("on_hand") && field.equals("quantities"))) {
            errors.add(userError(
                    "INVALID_NAME",
                    "The quantity name must be either 'available' or 'on_hand'.",
                    List.of("input", "name")));
        }
        String document = input.path("referenceDocumentUri").asString("");
        if (!document.isEmpty()
                && (document.startsWith("gid://shopify/")
                        || !URI.create(document).isAbsolute())) {
            errors.add(userError(
                    "INVALID_REFERENCE_DOCUMENT",
                    "The specified reference document is invalid.",
                    List.of("input", "referenceDocumentUri")));
        }
    }

    private @Nullable Map<String, Object> wrong(
            JsonNode asked, String name, String cell, List<String> path, Set<String> seen) {
        if (!seen.add(cell)) {
            return userError(
                    "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
                    "The combination of inventoryItemId and locationId must be unique.",
                    path);
        }
        if (!skus.containsKey(asked.path("inventoryItemId").asString(""))) {
            return userError("INVALID_INVENTORY_ITEM", "The specified inventory item could not be found.", path);
        }
        if (!onHand.containsKey(cell)) {
            return userError(
                    "ITEM_NOT_STOCKED_AT_LOCATION",
                    "The specified inventory item is not stocked at the location.",
                    path);
        }
        if (asked.path("quantity").asLong(0) < 0) {
            return userError("INVALID_QUANTITY_NEGATIVE", "The quantity can't be negative.", path);
        }
        if (asked.path("quantity").asLong(0) > 1_000_000_000) {
            return userError(
                    "INVALID_QUANTITY_TOO_HIGH", "The total quantity can't be higher than 1,000,000,000.", path);
        }
        JsonNode expected = asked.path("changeFromQuantity");
        if (!expected.isNull() && expected.asInt() != number(name, cell)) {
            return userError(
                    "CHANGE_FROM_QUANTITY_STALE",
                    "The changeFromQuantity argument no longer matches the persisted quantity.",
                    path);
        }
        return null;
    }

    static Map<String, Object> refused(String code, String message, List<String> path) {
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("inventoryAdjustmentGroup", null);
        refused.put("userErrors", List.of(userError(code, message, path)));
        return refused;
    }

    private static Map<String, Object> userError(String code, String message, List<String> path) {
        return Map.of("code", code, "field", path, "message", message);
    }
}
