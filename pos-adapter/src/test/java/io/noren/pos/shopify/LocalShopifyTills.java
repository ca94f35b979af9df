package io.noren.pos.shopify;

import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A shop's Admin API in GraphQL, as far as orders and their agreements go. */
public final class LocalShopifyTills extends LocalVendor {
    private static final Pattern SINCE = Pattern.compile("updated_at:>='([^']+)'");

    private final Map<String, Order> orders = new LinkedHashMap<>();

    /** An order as the shop keeps it; each agreement is made once and never changed. */
    static final class Order {
        final long id;
        final String sourceName;
        final @Nullable Long location;
        Instant updatedAt;
        boolean test;
        private final List<Map<String, Object>> agreements = new ArrayList<>();

        Order(long id, String sourceName, @Nullable Long location, Instant at) {
            this.id = id;
            this.sourceName = sourceName;
            this.location = location;
            this.updatedAt = at;
        }

        /** @param sales each of {@link LocalShopifyTills#sale} */
        Order agrees(String reason, Instant at, List<Map<String, Object>> sales) {
            return agrees(reason, at, sales, List.of());
        }

        Order agrees(
                String reason, Instant at, List<Map<String, Object>> sales, List<Map<String, Object>> refundLines) {
            Map<String, Object> agreement = new LinkedHashMap<>();
            agreement.put("id", "gid://shopify/SalesAgreement/" + id + agreements.size());
            agreement.put("happenedAt", at.toString());
            agreement.put("reason", reason);
            agreement.put("user", Map.of("firstName", "Ichiro", "lastName", "Clerk-Private"));
            agreement.put("sales", sales);
            if (reason.equals("REFUND")) {
                agreement.put(
                        "refund", Map.of("note", "Hanako asked", "refundLineItems", Map.of("nodes", refundLines)));
            }
            agreements.add(agreement);
            updatedAt = at;
            return this;
        }

        String gid() {
            return "gid://shopify/Order/" + id;
        }
    }

    static Map<String, Object> sale(String sku, int quantity, String amount) {
        return Map.of(
                "lineType",
                "PRODUCT",
                "quantity",
                quantity,
                "totalAmount",
                Map.of("shopMoney", Map.of("amount", amount, "currencyCode", "JPY")),
                "lineItem",
                Map.of(
                        "id",
                        "gid://shopify/LineItem/" + sku,
                        "sku",
                        sku,
                        "name",
                        "Engraved for Hanako-Private",
                        "variant",
                        Map.of("id", "gid://shopify/ProductVariant/9" + Math.abs(sku.hashCode()))));
    }

    static Map<String, Object> refundLine(String sku, int quantity, String restockType) {
        return Map.of(
                "quantity",
                quantity,
                "restockType",
                restockType,
                "lineItem",
                Map.of("id", "gid://shopify/LineItem/" + sku));
    }

    synchronized Order order(long id, String sourceName, @Nullable Long location, Instant at) {
        Order order = new Order(id, sourceName, location, at);
        orders.put(order.gid(), order);
        return order;
    }

    @Override
    protected String door() {
        return "X-Shopify-Access-Token";
    }

    @Override
    protected synchronized void forgetAll() {
        orders.clear();
    }

    @Override
    protected synchronized Answer answer(Request request) {
        if (!VendorStory.TOKEN.equals(request.token())) {
            return Answer.of(401);
        }
        if (!request.path().matches("/admin/api/20[0-9]{2}-[0-9]{2}/graphql\\.json")) {
            return Answer.of(404);
        }
        JsonNode variables = request.body().path("variables");
        Map<String, Object> data = request.body().path("query").asString("").contains("orders(")
                ? Map.of("orders", list(variables))
                : single(variables);
        return Answer.json(Map.of("data", data, "extensions", Map.of("cost", Map.of("actualQueryCost", 3))));
    }

    private Map<String, Object> list(JsonNode variables) {
        String query = variables.path("query").asString("");
        Matcher since = SINCE.matcher(query);
        Instant from = since.find() ? Instant.parse(since.group(1)) : Instant.EPOCH;
        List<Order> found = orders.values().stream()
                .filter(order -> !order.updatedAt.isBefore(from))
                .filter(order -> !query.contains("source_name:pos") || order.sourceName.equals("pos"))
                .sorted(Comparator.comparing(order -> order.updatedAt))
                .toList();
        int begin = variables.path("after").isString()
                ? Integer.parseInt(variables.path("after").asString(""))
                : 0;
        int end = Math.min(found.size(), begin + variables.path("first").asInt(0));
        return Map.of(
                "nodes",
                found.subList(Math.min(begin, end), end).stream()
                        .map(order -> Map.of("id", order.gid(), "sourceName", order.sourceName))
                        .toList(),
                "pageInfo",
                Map.of("hasNextPage", end < found.size(), "endCursor", Integer.toString(end)));
    }

    private Map<String, Object> single(JsonNode variables) {
        Map<String, Object> data = new LinkedHashMap<>();
        Order order = orders.get(variables.path("id").asString(""));
        data.put("order", order == null ? null : whole(order, variables));
        return data;
    }

    private static Map<String, Object> whole(Order order, JsonNode variables) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", order.gid());
        told.put("sourceName", order.sourceName);
        told.put("test", order.test);
        told.put(
                "retailLocation",
                order.location == null ? null : Map.of("id", "gid://shopify/Location/" + order.location));
        told.put("email", "hanako.private@example.com");
        told.put("statusPageUrl", "https://shop.example/orders/token-private-77");
        told.put(
                "customer",
                Map.of("id", "gid://shopify/Customer/55", "displayName", "Hanako-Private", "phone", "090-7777-1234"));
        int begin = variables.path("after").isString()
                ? Integer.parseInt(variables.path("after").asString("").replace("a", ""))
                : 0;
        int end = Math.min(
                order.agreements.size(), begin + variables.path("agreements").asInt(0));
        List<Map<String, Object>> edges = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            Map<String, Object> agreement = new LinkedHashMap<>(order.agreements.get(i));
            agreement.put("sales", page((List<?>) agreement.get("sales"), variables));
            edges.add(Map.of("cursor", "a" + (i + 1), "node", agreement));
        }
        told.put(
                "agreements",
                Map.of(
                        "edges",
                        edges,
                        "pageInfo",
                        Map.of("hasNextPage", end < order.agreements.size(), "endCursor", "a" + end)));
        return told;
    }

    private static Map<String, Object> page(List<?> sales, JsonNode variables) {
        int begin = variables.path("salesAfter").isString()
                ? Integer.parseInt(variables.path("salesAfter").asString(""))
                : 0;
        int end = Math.min(sales.size(), begin + variables.path("sales").asInt(0));
        return Map.of(
                "nodes",
                sales.subList(Math.min(begin, end), end),
                "pageInfo",
                Map.of("hasNextPage", end < sales.size(), "endCursor", Integer.toString(end)));
    }
}
