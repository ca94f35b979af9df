package io.noren.pos.shopify;

import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorLimits;
import io.noren.pos.vendor.VendorSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a shop for the orders of its tills: first which, then each with its agreements, because those cost points. */
final class ShopifyFeed implements VendorFeed {
    /** So few, that a page is read within one turn also when Shopify is slow. */
    private static final int ORDERS_A_PAGE = 10;

    private static final int POINTS = 2_000;
    private static final Duration REFILLED = Duration.ofSeconds(20);

    private static final String CHANGED = """
            query($first: Int!, $after: String, $query: String!) {
              orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
                nodes { id sourceName } pageInfo { hasNextPage endCursor } } }
            """;

    private final VendorLimits limits;
    private final boolean customers;

    ShopifyFeed(VendorSource shop) {
        this.customers = shop.customersAreCards();
        this.limits = new VendorLimits(
                shop.address(null), Map.of("X-Shopify-Access-Token", shop.token()), POINTS, REFILLED, ORDERS_A_PAGE);
    }

    @Override
    public VendorLimits limits() {
        return limits;
    }

    @Override
    public Page changedSince(Instant since, @Nullable String page, VendorHttp http) {
        ShopifyGraphql graphql = new ShopifyGraphql(http);
        Map<String, Object> variables = new HashMap<>();
        variables.put("first", ORDERS_A_PAGE);
        variables.put("after", page);
        variables.put("query", "updated_at:>='" + since + "' AND source_name:pos AND status:any");
        JsonNode found = graphql.ask(CHANGED, variables).path("orders");
        List<JsonNode> orders = new ArrayList<>();
        for (JsonNode order : found.path("nodes")) {
            if (ShopifyDialect.isOfTills(order.path("sourceName"))) {
                add(VendorJson.text(order, "id"), graphql, orders);
            }
        }
        JsonNode info = found.path("pageInfo");
        return new Page(orders, info.path("hasNextPage").asBoolean(false) ? VendorJson.text(info, "endCursor") : null);
    }

    @Override
    public Page fetch(List<String> subjects, VendorHttp http) {
        ShopifyGraphql graphql = new ShopifyGraphql(http);
        List<JsonNode> orders = new ArrayList<>();
        subjects.forEach(order -> add("gid://shopify/Order/" + order, graphql, orders));
        return new Page(orders, null);
    }

    private void add(String id, ShopifyGraphql graphql, List<JsonNode> orders) {
        JsonNode order = new ShopifyAgreements(graphql, customers).of(id);
        if (order != null && ShopifyDialect.isOfTills(order.path("sourceName"))) {
            orders.add(order);
        }
    }
}
