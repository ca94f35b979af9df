package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Orders as Shopify has them now, with the location that each line is sent from. Nothing about whose they are is asked. */
final class ShopifyOrders {
    /** So few, because each may cost so many points. */
    private static final int ORDERS_A_PAGE = 5;

    /** Shopify finds by an index that follows its orders a little later, and not in the order of their changes. */
    private static final Duration FOUND_LATER = Duration.ofMinutes(2);

    private static final int LINES_AT_FIRST = 20;
    private static final int LINES_A_PAGE = 100;

    private static final String LINES =
            "nodes { id sku currentQuantity unfulfilledQuantity } pageInfo { hasNextPage endCursor }";
    private static final String ORDERS = """
            query($first: Int!, $after: String, $query: String!) {
              orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes { id name createdAt updatedAt cancelledAt displayFulfillmentStatus
                  lineItems(first: %1$d) { %2$s }
                  fulfillmentOrders(first: 3) { nodes { assignedLocation { location { id } }
                    lineItems(first: %1$d) { nodes { lineItem { id } } } } } }
                pageInfo { hasNextPage endCursor } } }
            """.formatted(LINES_AT_FIRST, LINES);
    private static final String MORE_LINES = """
            query($id: ID!, $first: Int!, $after: String) {
              order(id: $id) { lineItems(first: $first, after: $after) { %s } } }
            """.formatted(LINES);

    private final ShopifyGraphql graphql;

    ShopifyOrders(ShopifyGraphql graphql) {
        this.graphql = graphql;
    }

    Page<ShopOrder> since(Instant since, @Nullable String page) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("first", ORDERS_A_PAGE);
        variables.put("after", page);
        variables.put("query", "updated_at:>='" + since.minus(FOUND_LATER) + "' AND status:any");
        JsonNode found = graphql.ask(ORDERS, variables).path("orders");
        List<ShopOrder> orders = new ArrayList<>();
        found.path("nodes").forEach(order -> orders.add(order(order)));
        JsonNode info = found.path("pageInfo");
        return new Page<>(
                orders,
                info.path("hasNextPage").asBoolean(false)
                        ? info.path("endCursor").asString("")
                        : null);
    }

    private ShopOrder order(JsonNode order) {
        Map<String, String> places = places(order.path("fulfillmentOrders"));
        List<ShopOrder.Line> lines = new ArrayList<>();
        JsonNode found = order.path("lineItems");
        ShopOrder.Status status = status(order);
        found.path("nodes").forEach(line -> add(line, status, places, lines));
        while (found.path("pageInfo").path("hasNextPage").asBoolean(false)) {
            found = graphql.ask(
                            MORE_LINES,
                            Map.of(
                                    "id",
                                    order.path("id").asString(""),
                                    "first",
                                    LINES_A_PAGE,
                                    "after",
                                    found.path("pageInfo").path("endCursor").asString("")))
                    .path("order")
                    .path("lineItems");
            found.path("nodes").forEach(line -> add(line, status, places, lines));
        }
        return new ShopOrder(
                number(order.path("id")),
                order.path("name").asString(""),
                status,
                Instant.parse(order.path("createdAt").asString("")),
                Instant.parse(order.path("updatedAt").asString("")),
                lines);
    }

    private static void add(
            JsonNode line, ShopOrder.Status status, Map<String, String> places, List<ShopOrder.Line> lines) {
        String sku = line.path("sku").asString("");
        if (sku.isBlank()) {
            return; // a tip or a service: nothing of ours
        }
        BigDecimal wanted = line.path("currentQuantity").decimalValue(BigDecimal.ZERO);
        BigDecimal open = line.path("unfulfilledQuantity").decimalValue(BigDecimal.ZERO);
        // An order of which something has left cannot be cancelled; what is not open in one was never sent.
        BigDecimal left = status == ShopOrder.Status.CANCELLED
                ? BigDecimal.ZERO
                : wanted.subtract(open).max(BigDecimal.ZERO);
        String id = number(line.path("id"));
        lines.add(new ShopOrder.Line(id, sku, places.get(id), wanted, left));
    }

    private static Map<String, String> places(JsonNode fulfillmentOrders) {
        Map<String, String> places = new HashMap<>();
        for (JsonNode each : fulfillmentOrders.path("nodes")) {
            JsonNode location = each.path("assignedLocation").path("location").path("id");
            if (location.isString()) {
                each.path("lineItems")
                        .path("nodes")
                        .forEach(line -> places.put(number(line.path("lineItem").path("id")), number(location)));
            }
        }
        return places;
    }

    private static ShopOrder.Status status(JsonNode order) {
        if (order.path("cancelledAt").isString()) {
            return ShopOrder.Status.CANCELLED;
        }
        return order.path("displayFulfillmentStatus").asString("").equals("FULFILLED")
                ? ShopOrder.Status.FULFILLED
                : ShopOrder.Status.OPEN;
    }

    // gid://shopify/Order/17 is 17 to people.
    private static String number(JsonNode gid) {
        String text = gid.asString("");
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
