package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopTime;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Shopify's Admin GraphQL of 2026-04: one token, queries paid in points from a bucket that fills again, at most 250 of
 * anything at once, the compare and the idempotency key demanded. Calls webhooks signed with the app's secret.
 */
final class LocalShopify extends LocalShop {
    static final String TOKEN = "shpat_local";
    static final String DOMAIN = "local.myshopify.com";

    private static final String PATH = "/admin/api/2026-04/graphql.json";
    private static final double BUCKET = 2_000;
    private static final double RESTORED_A_SECOND = 100;
    private static final int DEAREST_QUERY = 1_000;
    private static final int MOST_INPUTS = 250;
    private static final Duration HOOK_PATIENCE = Duration.ofSeconds(5);
    private static final Pattern KEY = Pattern.compile("@idempotent\\(key:\\s*(\\$\\w+|\"[^\"]+\")\\s*\\)");

    final ShopTime time;
    final ShopifyStore store;
    private final Map<String, Done> done = new LinkedHashMap<>();
    private double points = BUCKET;
    private Instant countedAt;
    private String secret = "shpss_local";
    private Runnable first = () -> {};

    /** A mutation that was done under a key. */
    private record Done(String variables, Map<String, Object> payload) {}

    LocalShopify() {
        this(Instant.parse("2026-11-24T00:00:00Z"));
    }

    /** A shop whose clock begins there and moves when the test says so. */
    LocalShopify(Instant start) {
        time = new ShopTime(start);
        store = new ShopifyStore(time);
        countedAt = start;
    }

    @Override
    protected Answer answer(Request request) {
        if (!request.path().equals(PATH) || !request.method().equals("POST")) {
            return new Answer(404, Map.of("errors", "Not Found"));
        }
        if (!request.header("X-Shopify-Access-Token").equals(TOKEN)) {
            return new Answer(
                    401,
                    Map.of("errors", "[API] Invalid API key or access token (unrecognized login or wrong password)"));
        }
        return new Answer(200, graphql(request.json()), Map.of("X-Shopify-API-Version", "2026-04"));
    }

    private Map<String, Object> graphql(JsonNode asked) {
        String query = asked.path("query").asString("");
        JsonNode variables = asked.path("variables");
        int largest = largestList(variables);
        if (largest > MOST_INPUTS) {
            return error(
                    "The input array size of " + largest + " is greater than the maximum allowed of " + MOST_INPUTS
                            + ".",
                    "MAX_INPUT_SIZE_EXCEEDED");
        }
        int cost = cost(query, variables);
        if (cost > DEAREST_QUERY) {
            return error(
                    "Query cost is " + cost + ", which exceeds the single query max cost limit " + DEAREST_QUERY + ".",
                    "MAX_COST_EXCEEDED");
        }
        refill();
        if (cost > points) {
            Map<String, Object> throttled = error("Throttled", "THROTTLED");
            throttled.put("extensions", extensions(cost, null));
            return throttled;
        }
        Map<String, Object> answer = answered(query, variables);
        int paid = paid(query, cost, answer);
        points -= paid;
        answer.put("extensions", extensions(cost, paid));
        return answer;
    }

    private Map<String, Object> answered(String query, JsonNode variables) {
        if (query.contains("inventorySetQuantities(")) {
            return once(query, "inventorySetQuantities", variables);
        }
        if (query.contains("inventoryAdjustQuantities(")) {
            return once(query, "inventoryAdjustQuantities", variables);
        }
        if (query.contains("inventoryLevels(")) {
            return data("location", store.location(variables));
        }
        if (query.contains("nodes(")) {
            return data("nodes", store.levels(variables));
        }
        if (query.contains("orders(")) {
            return data("orders", store.ordersSince(variables));
        }
        for (String kind : List.of("fulfillmentOrder", "fulfillment", "order")) {
            if (query.contains(kind + "(")) {
                return data(kind, store.one(kind, variables));
            }
        }
        return error("Field doesn't exist on type 'QueryRoot'", "undefinedField");
    }

    /** The same key and the same input: the first answer again, nothing done. */
    private Map<String, Object> once(String query, String mutation, JsonNode variables) {
        Matcher directive = KEY.matcher(query);
        String key = directive.find() ? value(directive.group(1), variables) : "";
        if (key.isBlank()) {
            return error(
                    "The @idempotent directive is required for this mutation but was not provided.", "BAD_REQUEST");
        }
        JsonNode input = variables.path("input");
        Done before = done.get(key);
        if (before != null) {
            if (!before.variables().equals(input.toString())) {
                return data(
                        mutation,
                        ShopifyStore.refused(
                                "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                                "The same idempotency key cannot be used with different operation parameters.",
                                List.of()));
            }
            return data(
                    mutation,
                    before.payload().get("inventoryAdjustmentGroup") == null
                            ? ShopifyStore.refused(
                                    "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED",
                                    "A previous request with this idempotency key failed. Retry with a new idempotency key.",
                                    List.of())
                            : before.payload());
        }
        String field = mutation.equals("inventorySetQuantities") ? "quantities" : "changes";
        for (JsonNode each : input.path(field)) {
            if (!each.has("changeFromQuantity")) {
                return error("The changeFromQuantity argument is required but was not provided.", "BAD_REQUEST");
            }
        }
        Runnable meanwhile = first;
        first = () -> {};
        meanwhile.run();
        Map<String, Object> payload = store.changed(field, input);
        done.put(key, new Done(input.toString(), payload));
        return data(mutation, payload);
    }

    private static String value(String written, JsonNode variables) {
        return written.startsWith("$")
                ? variables.path(written.substring(1)).asString("")
                : written.substring(1, written.length() - 1);
    }

    private static int largestList(JsonNode variables) {
        int largest = variables.isArray() ? variables.size() : 0;
        for (JsonNode each : variables) {
            largest = Math.max(largest, largestList(each));
        }
        return largest;
    }

    // A mutation costs 10; a list is asked to pay for all that it may hold, and pays for what it held.
    private static int cost(String query, JsonNode variables) {
        return query.contains("mutation")
                ? 10
                : 2 + each(query) * Math.max(variables.path("first").asInt(0), largestList(variables));
    }

    private static int each(String query) {
        return query.contains("fulfillmentOrders(") ? 150 : query.contains("quantities(") ? 4 : 1;
    }

    private static int paid(String query, int cost, Map<String, Object> answer) {
        int held = largestList(JSON.valueToTree(answer));
        return query.contains("mutation") ? cost : Math.min(cost, 2 + Math.min(10, each(query)) * held);
    }

    private void refill() {
        Instant now = time.instant();
        points = Math.min(BUCKET, points + Duration.between(countedAt, now).toMillis() / 1_000.0 * RESTORED_A_SECOND);
        countedAt = now;
    }

    /** This happens just before the next number is written. */
    void whenWritten(Runnable happens) {
        first = happens;
    }

    /** Another app of this shop, or this one elsewhere, has used all points but these. */
    void hasPoints(double left) {
        refill();
        points = left;
    }

    private Map<String, Object> extensions(int requested, @Nullable Integer actual) {
        Map<String, Object> cost = new LinkedHashMap<>();
        cost.put("requestedQueryCost", requested);
        cost.put("actualQueryCost", actual);
        cost.put(
                "throttleStatus",
                Map.of("maximumAvailable", BUCKET, "currentlyAvailable", points, "restoreRate", RESTORED_A_SECOND));
        return Map.of("cost", cost);
    }

    private static Map<String, Object> data(String field, @Nullable Object value) {
        Map<String, Object> answer = new LinkedHashMap<>();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(field, value);
        answer.put("data", data);
        return answer;
    }

    private static Map<String, Object> error(String message, String code) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("errors", List.of(Map.of("message", message, "extensions", Map.of("code", code))));
        return answer;
    }

    // ---- webhooks

    /** One webhook, to be delivered as often as the test wants. */
    record Hook(String topic, String body, Map<String, String> headers) {}

    String secret() {
        return secret;
    }

    /** The app's secret is rotated; deliveries are signed with the new one from now on. */
    void rotatesTo(String newSecret) {
        secret = newSecret;
    }

    Hook hook(String topic, ShopifyOrder order) {
        String body = JSON.writeValueAsString(order.asWebhook());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Shopify-Topic", topic);
        headers.put("X-Shopify-Hmac-Sha256", signature(secret, body));
        headers.put("X-Shopify-Shop-Domain", DOMAIN);
        headers.put("X-Shopify-API-Version", "2026-04");
        headers.put("X-Shopify-Webhook-Id", UUID.randomUUID().toString());
        headers.put("X-Shopify-Event-Id", UUID.randomUUID().toString());
        headers.put("X-Shopify-Triggered-At", time.instant().toString());
        return new Hook(topic, body, headers);
    }

    HttpResponse<String> delivers(Hook hook, URI target) {
        return call(target, "application/json", hook.body(), hook.headers(), HOOK_PATIENCE);
    }
}
