package io.noren.integration.webshop.vendure;

import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Vendure's orders in our words. Nothing of the customer is asked for. */
final class VendureOrders {
    private static final String FIELDS = """
            items {
              id code state orderPlacedAt updatedAt
              lines { id quantity productVariant { sku trackInventory }
                fulfillmentLines { quantity fulfillment { state } } }
            }""";

    /** By both times, because placing an order does not touch its updatedAt; in no order. */
    static final String CHANGED = """
            query ($updated: DateTime!, $placed: DateTime!, $take: Int!) {
              orders(options: { take: $take, filter: {
                  orderPlacedAt: { isNull: false },
                  _or: [{ updatedAt: { after: $updated } }, { orderPlacedAt: { after: $placed } }] } }) { %s }
            }""".formatted(FIELDS);

    /** By this one, the longest ago first, and those of one moment in an order that does not change. */
    static final String UPDATED = """
            query ($after: DateTime!, $skip: Int!, $take: Int!) {
              orders(options: { skip: $skip, take: $take, sort: { updatedAt: ASC, id: ASC }, filter: {
                  orderPlacedAt: { isNull: false }, updatedAt: { after: $after } } }) { %s }
            }""".formatted(FIELDS);

    static final String PLACED = """
            query ($after: DateTime!, $skip: Int!, $take: Int!) {
              orders(options: { skip: $skip, take: $take, sort: { orderPlacedAt: ASC, id: ASC }, filter: {
                  orderPlacedAt: { after: $after } } }) { %s }
            }""".formatted(FIELDS);

    static final String CHOSEN = """
            query ($ids: [String!]!, $take: Int!) {
              orders(options: { take: $take, filter: { id: { in: $ids } } }) { %s }
            }""".formatted(FIELDS);

    /** What Vendure has not yet taken off its stock, or has put back. */
    private static final Set<String> NOT_LEFT = Set.of("Created", "Cancelled");

    private VendureOrders() {}

    /** Whether the shop keeps stock of a variant at all. */
    static boolean hasStock(JsonNode variant) {
        return !variant.path("trackInventory").asString("INHERIT").equals("FALSE");
    }

    static List<ShopOrder> readAll(JsonNode answer) {
        List<ShopOrder> orders = new ArrayList<>();
        answer.path("orders").path("items").forEach(order -> orders.add(read(order)));
        return orders;
    }

    private static ShopOrder read(JsonNode order) {
        Instant placed = Instant.parse(order.path("orderPlacedAt").asString());
        Instant updated = Instant.parse(order.path("updatedAt").asString());
        List<Line> lines = new ArrayList<>();
        for (JsonNode line : order.path("lines")) {
            JsonNode variant = line.path("productVariant");
            lines.add(new Line(
                    line.path("id").asString(),
                    hasStock(variant) ? variant.path("sku").asString("") : "",
                    null,
                    line.path("quantity").decimalValue(),
                    left(line)));
        }
        return new ShopOrder(
                order.path("id").asString(),
                order.path("code").asString(),
                order.path("state").asString("").equals("Cancelled") ? Status.CANCELLED : Status.OPEN,
                placed,
                updated.isAfter(placed) ? updated : placed,
                lines);
    }

    private static BigDecimal left(JsonNode line) {
        BigDecimal left = BigDecimal.ZERO;
        for (JsonNode part : line.path("fulfillmentLines")) {
            if (!NOT_LEFT.contains(part.path("fulfillment").path("state").asString(""))) {
                left = left.add(part.path("quantity").decimalValue());
            }
        }
        return left;
    }
}
