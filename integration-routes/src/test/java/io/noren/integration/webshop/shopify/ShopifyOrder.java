package io.noren.integration.webshop.shopify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An order in the local Shopify, as its webhooks and its GraphQL tell of it; guarded by the store. */
final class ShopifyOrder {
    /** Lines that the question for orders asks for. */
    private static final int AT_FIRST = 20;

    final long id;
    final long location;
    final Instant createdAt;
    final List<Line> lines = new ArrayList<>();
    Instant updatedAt;
    String sourceName = "web";

    @Nullable
    Instant cancelledAt;

    final List<Fulfilment> fulfilments = new ArrayList<>();
    /** By line, whether before or after they were sent. */
    final Map<Long, Integer> refunded = new HashMap<>();

    record Line(long id, String sku, int quantity) {}

    record Fulfilment(long id, Map<Long, Integer> quantities) {}

    ShopifyOrder(long id, long location, Instant createdAt) {
        this.id = id;
        this.location = location;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
    }

    private int sent(Line line) {
        return fulfilments.stream()
                .mapToInt(each -> each.quantities().getOrDefault(line.id(), 0))
                .sum();
    }

    private int current(Line line) {
        return cancelledAt == null ? line.quantity() - refunded.getOrDefault(line.id(), 0) : 0;
    }

    /** Less the larger of what was refunded and what was sent, as Shopify reckons. */
    private int unfulfilled(Line line) {
        return cancelledAt == null ? line.quantity() - Math.max(refunded.getOrDefault(line.id(), 0), sent(line)) : 0;
    }

    private boolean isFulfilled() {
        return !fulfilments.isEmpty() && lines.stream().allMatch(line -> unfulfilled(line) == 0);
    }

    Map<String, Object> asWebhook() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", id);
        order.put("admin_graphql_api_id", "gid://shopify/Order/" + id);
        order.put("name", "#" + id);
        order.put("created_at", createdAt);
        order.put("updated_at", updatedAt);
        order.put("cancelled_at", cancelledAt);
        order.put("financial_status", "paid");
        order.put("fulfillment_status", isFulfilled() ? "fulfilled" : null);
        order.put("location_id", null);
        order.put("test", false);
        order.put("email", "hanako@example.com");
        order.put("line_items", lines.stream().map(this::asWebhook).toList());
        return order;
    }

    private Map<String, Object> asWebhook(Line line) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", line.id());
        item.put("sku", line.sku());
        item.put("quantity", line.quantity());
        item.put("current_quantity", current(line));
        item.put("fulfillable_quantity", unfulfilled(line));
        item.put("fulfillment_status", unfulfilled(line) == 0 && sent(line) > 0 ? "fulfilled" : null);
        item.put("requires_shipping", true);
        return item;
    }

    Map<String, Object> asNode() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", "gid://shopify/Order/" + id);
        order.put("name", "#" + id);
        order.put("sourceName", sourceName);
        order.put("createdAt", createdAt);
        order.put("updatedAt", updatedAt);
        order.put("cancelledAt", cancelledAt);
        order.put(
                "displayFulfillmentStatus",
                isFulfilled() ? "FULFILLED" : fulfilments.isEmpty() ? "UNFULFILLED" : "PARTIALLY_FULFILLED");
        order.put("lineItems", lineItems(AT_FIRST, 0));
        order.put(
                "fulfillmentOrders",
                Map.of("nodes", List.of(fulfillmentOrder()), "pageInfo", Map.of("hasNextPage", false)));
        return order;
    }

    Map<String, Object> lineItems(int first, int after) {
        return page(lines, first, after, this::asNode);
    }

    private Map<String, Object> asNode(Line line) {
        return Map.of(
                "id",
                "gid://shopify/LineItem/" + line.id(),
                "sku",
                line.sku(),
                "quantity",
                line.quantity(),
                "currentQuantity",
                current(line),
                "unfulfilledQuantity",
                unfulfilled(line));
    }

    private Map<String, Object> fulfillmentOrder() {
        return Map.of(
                "id",
                "gid://shopify/FulfillmentOrder/" + id,
                "status",
                isFulfilled() ? "CLOSED" : "OPEN",
                "assignedLocation",
                Map.of("location", Map.of("id", ShopifyStore.location(location))),
                "lineItems",
                fulfillmentOrderLines(AT_FIRST, 0));
    }

    Map<String, Object> fulfillmentOrderLines(int first, int after) {
        return page(
                lines, first, after, line -> Map.of("lineItem", Map.of("id", "gid://shopify/LineItem/" + line.id())));
    }

    List<Map<String, Object>> fulfilmentsAsNodes() {
        return fulfilments.stream()
                .map(each ->
                        Map.<String, Object>of("id", "gid://shopify/Fulfillment/" + each.id(), "status", "SUCCESS"))
                .toList();
    }

    Map<String, Object> fulfilmentLines(Fulfilment of, int first, int after) {
        return page(
                List.copyOf(of.quantities().entrySet()),
                first,
                after,
                line -> Map.of(
                        "quantity",
                        line.getValue(),
                        "lineItem",
                        Map.of("id", "gid://shopify/LineItem/" + line.getKey())));
    }

    private static <T> Map<String, Object> page(
            List<T> all, int first, int after, Function<T, Map<String, Object>> asNode) {
        int to = Math.min(all.size(), after + first);
        return Map.of(
                "nodes",
                all.subList(after, to).stream().map(asNode).toList(),
                "pageInfo",
                Map.of("hasNextPage", to < all.size(), "endCursor", Integer.toString(to)));
    }
}
