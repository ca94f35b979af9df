package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopTime;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * WooCommerce's REST v3: a key and a secret, at most 100 objects a batch and 100 on a page, one object's error inside a
 * batch that is answered with 200, variations on a path of their own. It has no limit of calls itself; what stands in
 * front of it has ({@link #answersFirst}). Its webhooks carry a delivery id that is the same for all of one second, and
 * six failures in a row switch a webhook off.
 */
final class LocalWooCommerce extends LocalShop {
    static final String KEY = "ck_local";
    static final String SECRET = "cs_local";

    private static final String BASE = "/wp-json/wc/v3";
    private static final int MOST_OBJECTS = 100;
    private static final int MOST_FAILURES = 5;
    private static final Duration HOOK_PATIENCE = Duration.ofMinutes(1);
    private static final String HOLD = BASE + "/settings/products/woocommerce_hold_stock_minutes";
    private static final Pattern ORDER = Pattern.compile(BASE + "/orders/(\\d+)(/refunds)?");
    private static final Pattern VARIATIONS = Pattern.compile(BASE + "/products/(\\d+)/variations(/batch)?");

    final ShopTime time;
    final WooStore store;
    private String hookSecret = "woo-hook-secret";
    private int failures;
    private boolean hooksOff;

    LocalWooCommerce() {
        this(Instant.parse("2026-11-24T00:00:00Z"));
    }

    /** A shop whose clock begins there and moves when the test says so. */
    LocalWooCommerce(Instant start) {
        time = new ShopTime(start);
        store = new WooStore(time);
    }

    @Override
    protected Answer answer(Request request) {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((KEY + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
        if (!request.header("Authorization").equals(expected)) {
            return refused(401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources.");
        }
        Matcher variations = VARIATIONS.matcher(request.path());
        if (request.method().equals("POST") && request.path().equals(BASE + "/products/batch")) {
            return batch(request.json(), 0);
        }
        if (variations.matches()) {
            long parent = Long.parseLong(variations.group(1));
            return request.method().equals("POST")
                    ? batch(request.json(), parent)
                    : page(store.variations(parent), request.query());
        }
        if (request.method().equals("GET") && request.path().equals(BASE + "/products")) {
            return page(store.products(request.query()), request.query());
        }
        if (request.method().equals("GET") && request.path().equals(BASE + "/orders")) {
            return page(store.orders(request.query()), request.query());
        }
        Matcher order = ORDER.matcher(request.path());
        if (request.method().equals("GET") && order.matches()) {
            long id = Long.parseLong(order.group(1));
            Optional<Map<String, Object>> found = store.order(id);
            if (found.isEmpty()) {
                return refused(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.");
            }
            return order.group(2) == null ? new Answer(200, found.get()) : page(store.refunds(id), request.query());
        }
        if (request.method().equals("GET") && request.path().equals(HOLD)) {
            return new Answer(200, Map.of("id", "woocommerce_hold_stock_minutes", "value", store.holdMinutes()));
        }
        return refused(404, "rest_no_route", "No route was found matching the URL and request method.");
    }

    private Answer batch(JsonNode asked, long parent) {
        JsonNode updates = asked.path("update");
        if (updates.size() + asked.path("create").size() + asked.path("delete").size() > MOST_OBJECTS) {
            return refused(
                    413,
                    "woocommerce_rest_request_entity_too_large",
                    "Unable to accept more than " + MOST_OBJECTS + " items for this request.");
        }
        List<Map<String, Object>> done = new ArrayList<>();
        updates.forEach(each -> done.add(store.updated(each, parent)));
        return new Answer(200, Map.of("update", done));
    }

    private static Answer page(List<Map<String, Object>> all, Map<String, String> query) {
        int size = Integer.parseInt(query.getOrDefault("per_page", "10"));
        if (size < 1 || size > MOST_OBJECTS) {
            return refused(400, "rest_invalid_param", "Invalid parameter(s): per_page");
        }
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int from = Math.min(all.size(), (page - 1) * size);
        return new Answer(
                200,
                all.subList(from, Math.min(all.size(), from + size)),
                Map.of(
                        "X-WP-Total",
                        Integer.toString(all.size()),
                        "X-WP-TotalPages",
                        Integer.toString((all.size() + size - 1) / size)));
    }

    static Answer refused(int status, String code, String message) {
        return new Answer(status, Map.of("code", code, "message", message, "data", Map.of("status", status)));
    }

    // ---- webhooks

    /** One delivery, as it is sent. */
    record Hook(String body, Map<String, String> headers) {}

    void hookSecretIs(String secret) {
        hookSecret = secret;
    }

    /** Whether WooCommerce has given up on the target. */
    boolean hooksAreOff() {
        return hooksOff;
    }

    Hook hook(String topic, WooOrder order) {
        String body = JSON.writeValueAsString(
                topic.equals("order.deleted") ? Map.of("id", order.id) : asItIsWhenItIsSent(order));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-WC-Webhook-Source", address() + "/");
        headers.put("X-WC-Webhook-Topic", topic);
        headers.put("X-WC-Webhook-Resource", "order");
        headers.put("X-WC-Webhook-Event", topic.substring("order.".length()));
        headers.put("X-WC-Webhook-Signature", signature(hookSecret, body));
        headers.put("X-WC-Webhook-ID", "7");
        headers.put("X-WC-Webhook-Delivery-ID", "d7" + time.instant().getEpochSecond());
        return new Hook(body, headers);
    }

    // Put together when it is sent, by the API: of an order that is gone by then it tells an error.
    private Map<String, Object> asItIsWhenItIsSent(WooOrder order) {
        return store.order(order.id)
                .orElse(Map.of(
                        "code",
                        "woocommerce_rest_shop_order_invalid_id",
                        "message",
                        "Invalid ID.",
                        "data",
                        Map.of("status", 404)));
    }

    HttpResponse<String> delivers(Hook hook, URI target) {
        HttpResponse<String> answer = call(target, "application/json", hook.body(), hook.headers(), HOOK_PATIENCE);
        if (answer.statusCode() >= 200 && answer.statusCode() < 303) {
            failures = 0;
        } else if (failures > MOST_FAILURES) {
            hooksOff = true;
        } else {
            failures++;
        }
        return answer;
    }

    /** What is sent when the webhook is saved: a form, not signed; only a 200 lets WooCommerce keep the webhook. */
    HttpResponse<String> pings(URI target) {
        return call(target, "application/x-www-form-urlencoded", "webhook_id=7", Map.of(), HOOK_PATIENCE);
    }
}
