package io.noren.integration.webshop.shopify;

import static io.noren.integration.webshop.shopify.ShopifyParcels.number;

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
            "nodes { id sku quantity currentQuantity unfulfilledQuantity } pageInfo { hasNextPage endCursor }";
    private static final String ORDERS =
            """
            query($first: Int!, $after: String, $query: String!) {
              orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes { id name sourceName createdAt updatedAt cancelledAt displayFulfillmentStatus
                  lineItems(first: %1$d) { %2$s }
                  fulfillmentOrders(first: 3) { %3$s } }
                pageInfo { hasNextPage endCursor } } }
            """.formatted(LINES_AT_FIRST, LINES, ShopifyParcels.FULFILLMENT_ORDERS.formatted(LINES_AT_FIRST));
    private static final String MORE_LINES = """
            query($id: ID!, $first: Int!, $after: String) {
              order(id: $id) { lineItems(first: $first, after: $after) { %s } } }
            """.formatted(LINES);

    private final ShopifyGraphql graphql;
    private final ShopifyParcels parcels;
    private final boolean withoutTills;

    ShopifyOrders(ShopifyGraphql graphql, boolean withoutTills) {
        this.graphql = graphql;
        this.withoutTills = withoutTills;
        this.parcels = new ShopifyParcels(graphql);
    }

    Page<ShopOrder> since(Instant since, @Nullable String page) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("first", ORDERS_A_PAGE);
        variables.put("after", page);
        variables.put(
                "query",
                "updated_at:>='" + since.minus(FOUND_LATER) + "' AND status:any"
                        + (withoutTills ? " AND -source_name:pos" : ""));
        JsonNode found = graphql.ask(ORDERS, variables).path("orders");
        List<ShopOrder> orders = new ArrayList<>();
        for (JsonNode order : found.path("nodes")) {
            if (!withoutTills || !order.path("sourceName").asString("").equals("pos")) {
                orders.add(order(order));
            }
        }
        JsonNode info = found.path("pageInfo");
        return new Page<>(
                orders,
                info.path("hasNextPage").asBoolean(false)
                        ? info.path("endCursor").asString("")
                        : null);
    }

    private ShopOrder order(JsonNode order) {
        List<JsonNode> told = new ArrayList<>();
        JsonNode found = order.path("lineItems");
        found.path("nodes").forEach(told::add);
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
            found.path("nodes").forEach(told::add);
        }
        ShopOrder.Status status = status(order);
        Map<String, String> places = parcels.places(order);
        Map<String, BigDecimal> sent = mixesSentAndRefunded(order, told) ? parcels.sent(order) : Map.of();
        List<ShopOrder.Line> lines = new ArrayList<>();
        told.forEach(line -> add(line, status, places, sent, lines));
        return new ShopOrder(
                number(order.path("id")),
                order.path("name").asString(""),
                status,
                Instant.parse(order.path("createdAt").asString("")),
                Instant.parse(order.path("updatedAt").asString("")),
                lines);
    }

    /** A line's quantities alone do not say whether what was refunded had been sent. */
    private static boolean mixesSentAndRefunded(JsonNode order, List<JsonNode> lines) {
        return !order.path("cancelledAt").isString()
                && !order.path("displayFulfillmentStatus").asString("").equals("UNFULFILLED")
                && lines.stream()
                        .anyMatch(line -> quantity(line, "quantity").compareTo(quantity(line, "currentQuantity")) > 0);
    }

    private static void add(
            JsonNode line,
            ShopOrder.Status status,
            Map<String, String> places,
            Map<String, BigDecimal> sent,
            List<ShopOrder.Line> lines) {
        String sku = line.path("sku").asString("");
        if (sku.isBlank()) {
            return; // a tip or a service: nothing of ours
        }
        String id = number(line.path("id"));
        BigDecimal current = quantity(line, "currentQuantity");
        BigDecimal open = quantity(line, "unfulfilledQuantity");
        BigDecimal left = sent.getOrDefault(id, current.subtract(open).max(BigDecimal.ZERO));
        if (status == ShopOrder.Status.CANCELLED) {
            // An order of which something has left cannot be cancelled; what is not open in one was never sent.
            lines.add(new ShopOrder.Line(id, sku, places.get(id), current, BigDecimal.ZERO));
        } else {
            lines.add(new ShopOrder.Line(id, sku, places.get(id), left.add(open), left));
        }
    }

    private static BigDecimal quantity(JsonNode line, String name) {
        return line.path(name).decimalValue(BigDecimal.ZERO);
    }

    private static ShopOrder.Status status(JsonNode order) {
        if (order.path("cancelledAt").isString()) {
            return ShopOrder.Status.CANCELLED;
        }
        return order.path("displayFulfillmentStatus").asString("").equals("FULFILLED")
                ? ShopOrder.Status.FULFILLED
                : ShopOrder.Status.OPEN;
    }
}
