package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopTrouble;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks Shopify's GraphQL, which answers 200 whatever happened, and pays for each question what it has cost. */
final class ShopifyGraphql {
    private static final String PATH = "/admin/api/2026-04/graphql.json";

    private final ShopAccess access;

    ShopifyGraphql(ShopAccess access) {
        this.access = access;
    }

    /**
     * @return what stands under {@code data}
     * @throws ShopTrouble {@code BUSY} when our points are used up, {@code CLOSED} when the app may not ask this,
     *     {@code OBJECTS} when Shopify minds the question
     */
    JsonNode ask(String query, Map<String, Object> variables) {
        JsonNode answer = access.http()
                .post(
                        PATH,
                        Map.of("X-Shopify-Access-Token", access.credential(ShopifySystem.TOKEN)),
                        Map.of("query", query, "variables", variables))
                .body();
        JsonNode cost = answer.path("extensions").path("cost");
        JsonNode errors = answer.path("errors");
        if (!errors.isEmpty() || errors.isString()) {
            throw trouble(errors, cost);
        }
        int paid = cost.path("actualQueryCost").asInt(0);
        if (paid > 1) {
            access.http().pace().await(paid - 1);
        }
        return answer.path("data");
    }

    private static ShopTrouble trouble(JsonNode errors, JsonNode cost) {
        JsonNode first = errors.path(0);
        String text = first.path("message").asString(errors.asString(""));
        String code = first.path("extensions").path("code").asString("");
        return switch (code) {
            case "THROTTLED" -> ShopTrouble.busy("Shopify: " + text, untilThereAreEnough(cost));
            case "ACCESS_DENIED" -> ShopTrouble.closed("Shopify: " + text);
            case "INTERNAL_SERVER_ERROR", "SHOP_INACTIVE" -> ShopTrouble.fails("Shopify: " + text);
            default -> ShopTrouble.objects("Shopify: " + text + (code.isEmpty() ? "" : " (" + code + ")"));
        };
    }

    private static Duration untilThereAreEnough(JsonNode cost) {
        JsonNode status = cost.path("throttleStatus");
        double missing = cost.path("requestedQueryCost").asDouble(0)
                - status.path("currentlyAvailable").asDouble(0);
        double aSecond = Math.max(1, status.path("restoreRate").asDouble(1));
        return Duration.ofMillis((long) Math.ceil(Math.max(0, missing) / aSecond * 1_000));
    }
}
