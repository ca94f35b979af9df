package io.noren.integration.webshop.shopify;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** From where an order's lines are sent, and what of them was sent. What does not fit into one answer is asked for. */
final class ShopifyParcels {
    private static final int LINES_A_PAGE = 100;

    /** What the question for orders asks for, too. */
    static final String FULFILLMENT_ORDERS = """
            nodes { id status assignedLocation { location { id } }
              lineItems(first: %d) { nodes { lineItem { id } } pageInfo { hasNextPage endCursor } } }
            pageInfo { hasNextPage endCursor }""";

    private static final String MORE_ORDERS = """
            query($id: ID!, $after: String) { order(id: $id) { fulfillmentOrders(first: 3, after: $after) { %s } } }
            """.formatted(FULFILLMENT_ORDERS.formatted(LINES_A_PAGE));
    private static final String MORE_LINES = """
            query($id: ID!, $first: Int!, $after: String) { fulfillmentOrder(id: $id) {
              lineItems(first: $first, after: $after) { nodes { lineItem { id } } pageInfo { hasNextPage endCursor } } } }
            """;
    private static final String FULFILLMENTS = """
            query($id: ID!) { order(id: $id) { fulfillments(first: 100) { id status } } }
            """;
    private static final String FULFILLED_LINES = """
            query($id: ID!, $first: Int!, $after: String) { fulfillment(id: $id) {
              fulfillmentLineItems(first: $first, after: $after) {
                nodes { quantity lineItem { id } } pageInfo { hasNextPage endCursor } } } }
            """;

    private final ShopifyGraphql graphql;

    ShopifyParcels(ShopifyGraphql graphql) {
        this.graphql = graphql;
    }

    /** By line; where what has left came from counts only for lines that nobody is to send any more. */
    Map<String, String> places(JsonNode order) {
        Map<String, String> places = new HashMap<>();
        JsonNode found = order.path("fulfillmentOrders");
        found.path("nodes").forEach(each -> add(each, places));
        while (hasMore(found)) {
            found = graphql.ask(MORE_ORDERS, Map.of("id", order.path("id").asString(""), "after", cursor(found)))
                    .path("order")
                    .path("fulfillmentOrders");
            found.path("nodes").forEach(each -> add(each, places));
        }
        return places;
    }

    private void add(JsonNode fulfillmentOrder, Map<String, String> places) {
        JsonNode location =
                fulfillmentOrder.path("assignedLocation").path("location").path("id");
        String status = fulfillmentOrder.path("status").asString("");
        boolean over = status.equals("CLOSED") || status.equals("CANCELLED");
        if (!location.isString()) {
            return;
        }
        JsonNode found = fulfillmentOrder.path("lineItems");
        add(found, over, number(location), places);
        while (hasMore(found)) {
            found = page(MORE_LINES, fulfillmentOrder, found)
                    .path("fulfillmentOrder")
                    .path("lineItems");
            add(found, over, number(location), places);
        }
    }

    private static void add(JsonNode lines, boolean over, String place, Map<String, String> places) {
        for (JsonNode each : lines.path("nodes")) {
            String line = number(each.path("lineItem").path("id"));
            if (over) {
                places.putIfAbsent(line, place);
            } else {
                places.put(line, place);
            }
        }
    }

    /** By line, however much of it came back later. */
    Map<String, BigDecimal> sent(JsonNode order) {
        Map<String, BigDecimal> sent = new HashMap<>();
        JsonNode all = graphql.ask(FULFILLMENTS, Map.of("id", order.path("id").asString("")))
                .path("order")
                .path("fulfillments");
        for (JsonNode each : all) {
            if (each.path("status").asString("").equals("SUCCESS")) {
                JsonNode found;
                JsonNode before = all;
                do {
                    found = page(FULFILLED_LINES, each, before)
                            .path("fulfillment")
                            .path("fulfillmentLineItems");
                    for (JsonNode line : found.path("nodes")) {
                        sent.merge(
                                number(line.path("lineItem").path("id")),
                                line.path("quantity").decimalValue(BigDecimal.ZERO),
                                BigDecimal::add);
                    }
                    before = found;
                } while (hasMore(found));
            }
        }
        return sent;
    }

    private JsonNode page(String query, JsonNode of, JsonNode before) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("id", of.path("id").asString(""));
        variables.put("first", LINES_A_PAGE);
        variables.put("after", hasMore(before) ? cursor(before) : null);
        return graphql.ask(query, variables);
    }

    private static boolean hasMore(JsonNode found) {
        return found.path("pageInfo").path("hasNextPage").asBoolean(false);
    }

    private static String cursor(JsonNode found) {
        return found.path("pageInfo").path("endCursor").asString("");
    }

    // gid://shopify/Order/17 is 17 to people.
    static String number(JsonNode gid) {
        String text = gid.asString("");
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
