package io.noren.integration.webshop.shopify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order in the local Shopify, as its webhooks and its GraphQL tell of it; guarded by the store. */
final class ShopifyOrder {
    final long id;
    final long location;
    final Instant createdAt;
    final List<Line> lines = new ArrayList<>();
    Instant updatedAt;

    @Nullable
    Instant cancelledAt;

    boolean fulfilled;

    record Line(long id, String sku, int quantity) {}

    ShopifyOrder(long id, long location, Instant createdAt) {
        this.id = id;
        this.location = location;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
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
        order.put("fulfillment_status", fulfilled ? "fulfilled" : null);
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
        item.put("current_quantity", cancelledAt == null ? line.quantity() : 0);
        item.put("fulfillable_quantity", fulfilled || cancelledAt != null ? 0 : line.quantity());
        item.put("fulfillment_status", fulfilled ? "fulfilled" : null);
        item.put("requires_shipping", true);
        return item;
    }

    Map<String, Object> asNode() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", "gid://shopify/Order/" + id);
        order.put("name", "#" + id);
        order.put("createdAt", createdAt);
        order.put("updatedAt", updatedAt);
        order.put("cancelledAt", cancelledAt);
        order.put("displayFulfillmentStatus", fulfilled ? "FULFILLED" : "UNFULFILLED");
        Map<String, Object> items = new LinkedHashMap<>();
        items.put("nodes", lines.stream().map(this::asNode).toList());
        items.put("pageInfo", Map.of("hasNextPage", false, "endCursor", ""));
        order.put("lineItems", items);
        order.put("fulfillmentOrders", Map.of("nodes", List.of(fulfillmentOrder())));
        return order;
    }

    private Map<String, Object> asNode(Line line) {
        int wanted = cancelledAt == null ? line.quantity() : 0;
        return Map.of(
                "id",
                "gid://shopify/LineItem/" + line.id(),
                "sku",
                line.sku(),
                "currentQuantity",
                wanted,
                "unfulfilledQuantity",
                fulfilled ? 0 : wanted);
    }

    private Map<String, Object> fulfillmentOrder() {
        return Map.of(
                "assignedLocation",
                Map.of("location", Map.of("id", ShopifyStore.location(location))),
                "lineItems",
                Map.of(
                        "nodes",
                        lines.stream()
                                .map(line -> Map.of("lineItem", Map.of("id", "gid://shopify/LineItem/" + line.id())))
                                .toList()));
    }
}
