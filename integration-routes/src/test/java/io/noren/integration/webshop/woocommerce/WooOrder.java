package io.noren.integration.webshop.woocommerce;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An order in the local WooCommerce; guarded by the store. */
final class WooOrder {
    final long id;
    final Instant createdAt;
    final List<Line> lines = new ArrayList<>();
    String status;
    /** Whether WooCommerce has taken its goods from its stock. */
    boolean taken;

    Instant modifiedAt;

    /** Where it was placed: {@code checkout}, or {@code admin} by the shop's people. */
    String createdVia = "checkout";

    @Nullable
    Instant completedAt;

    final List<Refund> refunds = new ArrayList<>();

    record Refund(long id, Instant createdAt, Map<Long, Integer> quantities) {}

    record Line(long id, long product, long variation, String sku, int quantity) {}

    WooOrder(long id, String status, Instant createdAt) {
        this.id = id;
        this.status = status;
        this.createdAt = createdAt;
        this.modifiedAt = createdAt;
    }

    /** @param skus by product or variation; a line's SKU is its product's of now, none when that is deleted */
    Map<String, Object> asJson(Map<Long, String> skus) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", id);
        order.put("number", Long.toString(id));
        order.put("status", status);
        order.put("date_created_gmt", gmt(createdAt));
        order.put("date_modified_gmt", gmt(modifiedAt));
        order.put("date_completed_gmt", completedAt == null ? null : gmt(completedAt));
        order.put("created_via", createdVia);
        order.put(
                "refunds",
                refunds.stream()
                        .map(refund -> Map.of("id", refund.id(), "reason", "", "total", "-1.00"))
                        .toList());
        order.put("billing", Map.of("first_name", "Hanako", "email", "hanako@example.com"));
        order.put("line_items", lines.stream().map(line -> asJson(line, skus)).toList());
        return order;
    }

    private static Map<String, Object> asJson(Line line, Map<Long, String> skus) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", line.id());
        item.put("product_id", line.product());
        item.put("variation_id", line.variation());
        item.put("quantity", line.quantity());
        item.put("sku", skus.get(line.variation() == 0 ? line.product() : line.variation()));
        return item;
    }

    /** Each line of a refund is a line of its own, with a quantity below zero, and names the order's line in its data. */
    List<Map<String, Object>> refundsAsJson() {
        return refunds.stream()
                .map(refund -> Map.of(
                        "id",
                        refund.id(),
                        "date_created_gmt",
                        gmt(refund.createdAt()),
                        "line_items",
                        refund.quantities().entrySet().stream()
                                .map(line -> Map.of(
                                        "id",
                                        refund.id() * 100 + line.getKey(),
                                        "quantity",
                                        -line.getValue(),
                                        "meta_data",
                                        List.of(Map.of(
                                                "key", "_refunded_item_id", "value", Long.toString(line.getKey())))))
                                .toList()))
                .toList();
    }

    // Whole seconds and no zone, as WooCommerce writes them.
    static String gmt(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }
}
