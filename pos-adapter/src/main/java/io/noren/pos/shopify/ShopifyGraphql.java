package io.noren.pos.shopify;

import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorTrouble;
import io.noren.pos.vendor.VendorTrouble.Kind;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shopify's GraphQL, which answers 200 whatever happened, and counts each question by the points it has cost. */
final class ShopifyGraphql {
    private static final String PATH = "/admin/api/2026-04/graphql.json";

    private final VendorHttp http;

    ShopifyGraphql(VendorHttp http) {
        this.http = http;
    }

    /**
     * @return what stands under {@code data}
     * @throws VendorTrouble {@code BUSY} when the points are used up, {@code CLOSED} when the app may not ask this
     */
    JsonNode ask(String query, Map<String, Object> variables) {
        JsonNode answer = http.post(PATH, Map.of("query", query, "variables", variables));
        JsonNode cost = answer.path("extensions").path("cost");
        JsonNode errors = answer.path("errors");
        if (errors.isString() || !errors.isEmpty()) {
            throw trouble(VendorJson.text(errors.path(0), "extensions", "code"), cost);
        }
        if (!answer.path("data").isObject()) {
            throw new VendorTrouble(Kind.AWAY, "Shopify's answer has no data.");
        }
        int points = cost.path("actualQueryCost").asInt(1);
        if (points > 1) {
            http.pay(points - 1);
        }
        return answer.path("data");
    }

    private static VendorTrouble trouble(String code, JsonNode cost) {
        return switch (code) {
            case "THROTTLED" ->
                new VendorTrouble(Kind.BUSY, "Shopify's points are used up.", untilThereAreEnough(cost));
            case "ACCESS_DENIED" ->
                new VendorTrouble(Kind.CLOSED, "Shopify does not let this app read orders; it needs read_orders.");
            case "INTERNAL_SERVER_ERROR", "SHOP_INACTIVE", "TIMEOUT" ->
                new VendorTrouble(Kind.AWAY, "Shopify answered " + code + ".");
            default -> new VendorTrouble(Kind.OBJECTS, "Shopify minds the question (" + code + ").");
        };
    }

    private static Duration untilThereAreEnough(JsonNode cost) {
        JsonNode status = cost.path("throttleStatus");
        double missing = cost.path("requestedQueryCost").asDouble(0)
                - status.path("currentlyAvailable").asDouble(0);
        double aSecond = Math.max(1, status.path("restoreRate").asDouble(50));
        return Duration.ofMillis((long) Math.ceil(Math.max(50, missing) / aSecond * 1_000));
    }
}
