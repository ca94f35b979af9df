package io.noren.integration.webshop.woocommerce;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the local WooCommerce keeps: products, variations and orders, and its own counting down of stock. */
final class WooStore {
    /** In these WooCommerce has taken the goods from its stock. */
    private static final Set<String> TAKEN = Set.of("processing", "on-hold", "completed");

    private static final Set<String> PUT_BACK = Set.of("cancelled", "pending");

    /** The site keeps Tokyo's time, and compares with it whatever is not said to be GMT. */
    private static final Duration SITE = Duration.ofHours(9);

    private final Clock time;
    private final Map<Long, Product> products = new LinkedHashMap<>();
    private final List<WooOrder> orders = new ArrayList<>();
    /** For so long an order of the checkout holds its goods until it is paid; null: for ever not. */
    private @Nullable Duration holds = Duration.ofMinutes(60);

    private long next = 100;
    private int changes;

    private static final class Product {
        final long id;
        final long parent;
        final String sku;
        boolean managed;
        boolean elsewhere;
        int stock;

        Product(long id, long parent, String sku) {
            this.id = id;
            this.parent = parent;
            this.sku = sku;
        }
    }

    WooStore(Clock time) {
        this.time = time;
    }

    // ---- the shop's people

    synchronized long has(String sku, int stock) {
        return added(0, sku, stock);
    }

    /** A product whose stock WooCommerce does not count. */
    synchronized void hasUncounted(String sku) {
        Product product = products.get(added(0, sku, 0));
        product.managed = false;
    }

    /** What another site sells: WooCommerce never counts it, and says so without a word of error. */
    synchronized void hasSoldElsewhere(String sku) {
        hasUncounted(sku);
        becomesSoldElsewhere(sku);
    }

    synchronized void becomesSoldElsewhere(String sku) {
        product(sku).elsewhere = true;
        product(sku).managed = false;
    }

    /** A variation of a product that has no SKU of its own. */
    synchronized long hasVariation(String sku, int stock) {
        return added(added(0, "", 0), sku, stock);
    }

    private long added(long parent, String sku, int stock) {
        Product product = new Product(next++, parent, sku);
        product.managed = !sku.isEmpty();
        product.stock = stock;
        products.put(product.id, product);
        return product.id;
    }

    /** Somebody deletes it for good. */
    synchronized void loses(String sku) {
        products.remove(product(sku).id);
    }

    synchronized void somebodySets(String sku, int stock) {
        product(sku).stock = stock;
    }

    synchronized int stock(String sku) {
        return product(sku).stock;
    }

    /** What a shopper can buy: less what orders hold whose payment is under way. */
    synchronized int sellable(String sku) {
        return product(sku).stock
                - orders.stream()
                        .filter(this::holds)
                        .flatMap(order -> order.lines.stream())
                        .filter(line -> line.sku().equals(sku))
                        .mapToInt(WooOrder.Line::quantity)
                        .sum();
    }

    // Only orders of the checkout, and only for the minutes that are set.
    private boolean holds(WooOrder order) {
        return order.status.equals("pending")
                && order.createdVia.equals("checkout")
                && holds != null
                && order.createdAt.plus(holds).isAfter(time.instant());
    }

    /** @param minutes empty: unpaid orders hold nothing */
    synchronized void holdsUnpaid(String minutes) {
        holds = minutes.isEmpty() ? null : Duration.ofMinutes(Long.parseLong(minutes));
    }

    synchronized String holdMinutes() {
        return holds == null ? "" : Long.toString(holds.toMinutes());
    }

    /** How many numbers were changed through the API. */
    synchronized int changes() {
        return changes;
    }

    synchronized WooOrder sells(String status, Map<String, Integer> wanted) {
        WooOrder order = new WooOrder(next++, status, time.instant());
        wanted.forEach((sku, quantity) -> {
            Product product = product(sku);
            boolean variation = product.parent != 0;
            order.lines.add(new WooOrder.Line(
                    next++, variation ? product.parent : product.id, variation ? product.id : 0, sku, quantity));
        });
        orders.add(order);
        if (TAKEN.contains(status)) {
            count(order, -1);
        }
        return order;
    }

    /**
     * The order goes on to another state. Its goods are taken when it is paid or its payment is awaited, once; they are put
     * back when it is cancelled or unpaid again, and not when it fails or is refunded.
     */
    synchronized WooOrder becomes(WooOrder order, String status) {
        order.status = status;
        if (status.equals("completed")) {
            order.completedAt = time.instant();
        }
        order.modifiedAt = time.instant();
        if (!order.taken && TAKEN.contains(status)) {
            count(order, -1);
        } else if (order.taken && PUT_BACK.contains(status)) {
            count(order, 1);
        }
        return order;
    }

    /** The shop's people enter an order, which waits to be paid. */
    synchronized WooOrder isOrderedByTelephone(Map<String, Integer> wanted) {
        WooOrder order = sells("pending", wanted);
        order.createdVia = "admin";
        return order;
    }

    /** Part of an order is refunded; its goods are put back, as is ticked by default. */
    synchronized WooOrder refunds(WooOrder order, String sku, int quantity) {
        WooOrder.Line line = order.lines.stream()
                .filter(each -> each.sku().equals(sku))
                .findFirst()
                .orElseThrow();
        order.refunds.add(new WooOrder.Refund(next++, time.instant(), Map.of(line.id(), quantity)));
        order.modifiedAt = time.instant();
        product(sku).stock += quantity;
        return order;
    }

    /** Somebody deletes the order for good; its goods are not put back. */
    synchronized void deletes(WooOrder order) {
        orders.remove(order);
    }

    private void count(WooOrder order, int sign) {
        order.taken = sign < 0;
        order.lines.stream()
                .filter(line -> skus().containsValue(line.sku()))
                .forEach(line -> product(line.sku()).stock += sign * line.quantity());
    }

    private Product product(String sku) {
        return products.values().stream()
                .filter(each -> each.sku.equals(sku))
                .findFirst()
                .orElseThrow();
    }

    // ---- what the API asks

    /** With {@code sku} (a list with commas) products and variations, else products alone. */
    synchronized List<Map<String, Object>> products(Map<String, String> query) {
        String skus = query.getOrDefault("sku", "");
        String include = query.getOrDefault("include", "");
        Predicate<Product> wanted = skus.isEmpty()
                ? product -> product.parent == 0
                        && (include.isEmpty()
                                || Arrays.asList(include.split(",")).contains(Long.toString(product.id)))
                : product -> Arrays.asList(skus.split(",")).contains(product.sku) || product.sku.equals(skus);
        return products.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparing(product -> product.id))
                .map(WooStore::asJson)
                .toList();
    }

    synchronized List<Map<String, Object>> orders(Map<String, String> query) {
        String after = query.getOrDefault("modified_after", "").replace("Z", "");
        String status = query.getOrDefault("status", "any");
        String include = query.getOrDefault("include", "");
        boolean gmt = query.getOrDefault("dates_are_gmt", "false").equals("true");
        return orders.stream()
                .filter(order -> status.equals("any")
                        ? !order.status.equals("trash")
                        : Arrays.asList(status.split(",")).contains(order.status))
                .filter(order ->
                        include.isEmpty() || Arrays.asList(include.split(",")).contains(Long.toString(order.id)))
                .filter(order -> WooOrder.gmt(gmt ? order.modifiedAt : order.modifiedAt.plus(SITE))
                                .compareTo(after)
                        > 0)
                .sorted(Comparator.comparing(order -> order.modifiedAt))
                .map(order -> order.asJson(skus()))
                .toList();
    }

    /** Also of a trashed one; empty when there is no such order (any more). */
    synchronized Optional<Map<String, Object>> order(long id) {
        return orders.stream().filter(order -> order.id == id).findFirst().map(order -> order.asJson(skus()));
    }

    synchronized List<Map<String, Object>> refunds(long id) {
        return orders.stream()
                .filter(order -> order.id == id)
                .flatMap(order -> order.refundsAsJson().stream())
                .toList();
    }

    private Map<Long, String> skus() {
        Map<Long, String> skus = new LinkedHashMap<>();
        products.values().forEach(product -> skus.put(product.id, product.sku));
        return skus;
    }

    synchronized List<Map<String, Object>> variations(long parent) {
        return products.values().stream()
                .filter(product -> product.parent == parent)
                .map(WooStore::asJson)
                .toList();
    }

    private static Map<String, Object> asJson(Product product) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", product.id);
        json.put("parent_id", product.parent);
        json.put("type", product.parent != 0 ? "variation" : type(product));
        json.put("sku", product.sku);
        json.put("manage_stock", product.managed);
        json.put("stock_quantity", product.managed ? product.stock : null);
        json.put("stock_status", product.managed && product.stock <= 0 ? "outofstock" : "instock");
        return json;
    }

    private static String type(Product product) {
        return product.elsewhere ? "external" : product.sku.isEmpty() ? "variable" : "simple";
    }

    // ---- what the API changes

    synchronized Map<String, Object> updated(JsonNode asked, long parent) {
        long id = asked.path("id").asLong(0);
        Product product = products.get(id);
        if (product == null || (parent != 0 && product.parent != parent)) {
            return error(
                    id,
                    parent == 0
                            ? "woocommerce_rest_product_invalid_id"
                            : "woocommerce_rest_product_variation_invalid_id",
                    "Invalid ID.",
                    400);
        }
        if (parent == 0 && product.parent != 0) {
            return error(
                    id,
                    "woocommerce_rest_invalid_product_id",
                    "To manipulate product variations you should use the"
                            + " /products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.",
                    404);
        }
        if (asked.has("manage_stock")) {
            product.managed = asked.path("manage_stock").asBoolean() && !product.elsewhere;
        }
        if (asked.has("stock_quantity") && product.managed) {
            int number = asked.path("stock_quantity").decimalValue().intValue();
            changes += number == product.stock ? 0 : 1;
            product.stock = number;
        }
        return asJson(product);
    }

    private static Map<String, Object> error(long id, String code, String message, int status) {
        return Map.of("id", id, "error", Map.of("code", code, "message", message, "data", Map.of("status", status)));
    }
}
