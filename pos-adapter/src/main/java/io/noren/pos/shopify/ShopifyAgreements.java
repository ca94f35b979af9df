package io.noren.pos.shopify;

import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorTrouble;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One order with all of its agreements and all of their sales, however many pages that takes. */
final class ShopifyAgreements {
    private static final int AGREEMENTS = 3;
    private static final int SALES = 30;

    /** Nothing about whose it is: the customer's id only where it counts as a member's card. */
    private static final String ORDER = """
            query($id: ID!, $agreements: Int!, $after: String, $sales: Int!, $salesAfter: String, $customers: Boolean!) {
              order(id: $id) {
                id sourceName test retailLocation { id } customer @include(if: $customers) { id }
                agreements(first: $agreements, after: $after) {
                  edges { cursor node {
                    id happenedAt reason
                    sales(first: $sales, after: $salesAfter) {
                      nodes { lineType quantity totalAmount { shopMoney { amount currencyCode } }
                        ... on ProductSale { lineItem { id sku variant { id } } } }
                      pageInfo { hasNextPage endCursor } }
                    ... on RefundAgreement { refund { refundLineItems(first: 30) {
                      nodes { quantity restockType lineItem { id } } } } } } }
                  pageInfo { hasNextPage endCursor } } } }
            """;

    private final ShopifyGraphql graphql;
    private final boolean customers;

    ShopifyAgreements(ShopifyGraphql graphql, boolean customers) {
        this.graphql = graphql;
        this.customers = customers;
    }

    /** @return null when the shop has no such order, or does not show it any more */
    @Nullable
    JsonNode of(String id) {
        ObjectNode whole = null;
        ArrayNode agreements = VendorJson.MAPPER.createArrayNode();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode order = ask(id, AGREEMENTS, after, null);
            if (!order.isObject()) {
                return null;
            }
            JsonNode found = order.path("agreements");
            if (whole == null) {
                whole = (ObjectNode) order.deepCopy();
                whole.set("agreements", agreements);
            }
            for (JsonNode edge : found.path("edges")) {
                ObjectNode agreement = (ObjectNode) edge.path("node").deepCopy();
                agreement.set("sales", sales(id, after, edge.path("node").path("sales")));
                agreements.add(agreement);
                after = VendorJson.textOrNull(edge, "cursor");
            }
            more = found.path("pageInfo").path("hasNextPage").asBoolean(false)
                    && !found.path("edges").isEmpty();
        }
        return whole;
    }

    /** @param before the cursor of the agreement before theirs */
    private ArrayNode sales(String id, @Nullable String before, JsonNode first) {
        ArrayNode all = VendorJson.MAPPER.createArrayNode();
        JsonNode page = first;
        while (true) {
            if (!page.path("nodes").isArray()) {
                throw new VendorTrouble(VendorTrouble.Kind.AWAY, "Shopify's list of an order's sales broke off.");
            }
            page.path("nodes").forEach(all::add);
            if (!page.path("pageInfo").path("hasNextPage").asBoolean(false)) {
                return all;
            }
            page = ask(id, 1, before, VendorJson.textOrNull(page, "pageInfo", "endCursor"))
                    .path("agreements")
                    .path("edges")
                    .path(0)
                    .path("node")
                    .path("sales");
        }
    }

    private JsonNode ask(String id, int agreements, @Nullable String after, @Nullable String salesAfter) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("id", id);
        variables.put("agreements", agreements);
        variables.put("after", after);
        variables.put("sales", SALES);
        variables.put("salesAfter", salesAfter);
        variables.put("customers", customers);
        return graphql.ask(ORDER, variables).path("order");
    }
}
