package io.noren.integration.webshop.magento;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the local Magento keeps. An order reserves and leaves the source's quantity alone; a shipment takes from the
 * source and gives the reservation back. What it sells is the sources' sum less its reservations.
 */
final class MagentoStore {
    private final Clock time;
    private final Set<String> sources = new LinkedHashSet<>();
    private final Set<String> products = new LinkedHashSet<>();
    private final Map<String, BigDecimal> quantities = new LinkedHashMap<>();
    private final Map<String, BigDecimal> reserved = new LinkedHashMap<>();
    private final Set<String> refused = new LinkedHashSet<>();
    private final List<Order> orders = new ArrayList<>();
    private int next = 1;
    private int changes;

    /** An order; guarded by the store. */
    static final class Order {
        final int id;
        final Map<String, Integer> lines;
        final Instant createdAt;
        Instant updatedAt;
        final Map<String, Integer> shipped = new LinkedHashMap<>();
        String state = "new";
        String status = "pending";

        Order(int id, Map<String, Integer> lines, Instant createdAt) {
            this.id = id;
            this.lines = lines;
            this.createdAt = createdAt;
            this.updatedAt = createdAt;
        }

        String increment() {
            return "%09d".formatted(id);
        }
    }

    MagentoStore(Clock time) {
        this.time = time;
    }

    // ---- the shop's people

    synchronized void hasSource(String code) {
        sources.add(code);
    }

    synchronized void has(String sku, String source, int quantity) {
        products.add(sku);
        sources.add(source);
        quantities.put(sku + "@" + source, BigDecimal.valueOf(quantity));
    }

    /** A product is deleted, and its source items with it. */
    synchronized void loses(String sku) {
        products.remove(sku);
        quantities.keySet().removeIf(cell -> cell.startsWith(sku + "@"));
    }

    synchronized void somebodySets(String sku, String source, int quantity) {
        quantities.put(sku + "@" + source, BigDecimal.valueOf(quantity));
    }

    synchronized BigDecimal quantity(String sku, String source) {
        return quantities.getOrDefault(sku + "@" + source, BigDecimal.ZERO);
    }

    /** A plugin of this shop refuses whatever is saved of it. */
    synchronized void refuses(String sku) {
        refused.add(sku);
    }

    /** What Magento offers: the sources' sum less what its own orders hold. */
    synchronized BigDecimal salable(String sku) {
        return quantities.entrySet().stream()
                .filter(each -> each.getKey().startsWith(sku + "@"))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .subtract(reserved.getOrDefault(sku, BigDecimal.ZERO));
    }

    /** SKUs that have source items and no product: what an unchecked save leaves behind. */
    synchronized Set<String> orphans() {
        Set<String> found = new LinkedHashSet<>();
        quantities.keySet().forEach(cell -> found.add(cell.substring(0, cell.lastIndexOf('@'))));
        found.removeAll(products);
        return found;
    }

    synchronized int changes() {
        return changes;
    }

    synchronized Order sells(Map<String, Integer> wanted) {
        Order order = new Order(next++, wanted, time.instant());
        orders.add(order);
        reserve(order, 1);
        return order;
    }

    synchronized Order invoices(Order order) {
        return becomes(order, "processing", "processing");
    }

    synchronized Order cancels(Order order) {
        reserve(order, -1);
        return becomes(order, "canceled", "canceled");
    }

    synchronized Order ships(Order order, String source) {
        reserve(order, -1);
        order.lines.forEach((sku, quantity) ->
                quantities.merge(sku + "@" + source, BigDecimal.valueOf(-quantity), BigDecimal::add));
        return becomes(order, "complete", "complete");
    }

    /** A parcel with some of it: of an order that is invoiced no column changes, and so not its time either. */
    synchronized Order shipsSome(Order order, String sku, int quantity, String source) {
        order.shipped.merge(sku, quantity, Integer::sum);
        reserved.merge(sku, BigDecimal.valueOf(-quantity), BigDecimal::add);
        quantities.merge(sku + "@" + source, BigDecimal.valueOf(-quantity), BigDecimal::add);
        return order;
    }

    private void reserve(Order order, int sign) {
        order.lines.forEach(
                (sku, quantity) -> reserved.merge(sku, BigDecimal.valueOf((long) sign * quantity), BigDecimal::add));
    }

    private Order becomes(Order order, String state, String status) {
        order.state = state;
        order.status = status;
        order.updatedAt = time.instant();
        return order;
    }

    // ---- what the API asks

    synchronized List<Map<String, Object>> sourceItems(Criteria criteria) {
        List<Map<String, Object>> found = new ArrayList<>();
        quantities.forEach((cell, quantity) -> found.add(Map.of(
                "sku",
                cell.substring(0, cell.lastIndexOf('@')),
                "source_code",
                cell.substring(cell.lastIndexOf('@') + 1),
                "quantity",
                quantity,
                "status",
                quantity.signum() > 0 ? 1 : 0)));
        return criteria.found(found);
    }

    synchronized List<Map<String, Object>> products(Criteria criteria) {
        return criteria.found(products.stream()
                .map(sku -> Map.<String, Object>of("sku", sku, "type_id", "simple"))
                .toList());
    }

    synchronized List<Map<String, Object>> orders(Criteria criteria) {
        return criteria.found(orders.stream().map(this::asJson).toList());
    }

    private Map<String, Object> asJson(Order order) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entity_id", order.id);
        json.put("increment_id", order.increment());
        json.put("state", order.state);
        json.put("status", order.status);
        json.put("created_at", written(order.createdAt));
        json.put("updated_at", written(order.updatedAt));
        json.put("customer_email", "hanako@example.com");
        List<Map<String, Object>> items = new ArrayList<>();
        order.lines.forEach((sku, quantity) -> {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("item_id", order.id * 100 + items.size());
            item.put("sku", sku);
            item.put("product_type", "simple");
            item.put("qty_ordered", quantity);
            item.put("qty_canceled", order.state.equals("canceled") ? quantity : 0);
            item.put("qty_shipped", order.state.equals("complete") ? quantity : order.shipped.getOrDefault(sku, 0));
            item.put("qty_refunded", 0);
            items.add(item);
        });
        json.put("items", items);
        return json;
    }

    // Whole seconds of UTC with a space, as Magento writes them.
    private static String written(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }

    // ---- what the API changes

    /** All or none; empty when saved, else what Magento answers. */
    synchronized Map<String, Object> saved(JsonNode items) {
        for (JsonNode item : items) {
            String sku = item.path("sku").asString("");
            if (sku.isBlank()) {
                return invalid("sku", "can not be empty.");
            }
            if (!sku.equals(sku.strip())) {
                return invalid("sku", "can not contain leading or trailing spaces.");
            }
            if (item.path("source_code").asString("").isBlank()) {
                return invalid("source_code", "can not be empty.");
            }
            if (!item.path("quantity").isNumber()) {
                return invalid("quantity", "should be numeric.");
            }
            if (item.path("status").asInt(-1) != 0 && item.path("status").asInt(-1) != 1) {
                return invalid("status", "should a known status.");
            }
        }
        for (JsonNode item : items) {
            if (!sources.contains(item.path("source_code").asString(""))
                    || refused.contains(item.path("sku").asString(""))) {
                return Map.of("message", "Could not save Source Item");
            }
        }
        items.forEach(item -> {
            BigDecimal number = item.path("quantity").decimalValue();
            BigDecimal before = quantities.put(
                    item.path("sku").asString("") + "@"
                            + item.path("source_code").asString(""),
                    number);
            changes += before != null && before.compareTo(number) == 0 ? 0 : 1;
        });
        return Map.of();
    }

    private static Map<String, Object> invalid(String field, String what) {
        return Map.of(
                "message",
                "Validation Failed: \"" + field + "\" " + what,
                "errors",
                List.of(Map.of("message", "\"%field\" " + what, "parameters", Map.of("field", field))));
    }
}
