package io.noren.integration.webshop.woocommerce;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An order in the local WooCommerce; guarded by the store. */
final class WooOrder {
    final long id;
    final Instant createdAt;
    final List<Line> lines = new ArrayList<>();
    String status;
    /** Whether WooCommerce has taken its goods from its stock. */
    boolean taken;

    Instant modifiedAt;

    record Line(long id, long product, long variation, String sku, int quantity) {}

    WooOrder(long id, String status, Instant createdAt) {
        this.id = id;
        this.status = status;
        this.createdAt = createdAt;
        this.modifiedAt = createdAt;
    }

    Map<String, Object> asJson() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", id);
        order.put("number", Long.toString(id));
        order.put("status", status);
        order.put("date_created_gmt", gmt(createdAt));
        order.put("date_modified_gmt", gmt(modifiedAt));
        order.put("billing", Map.of("first_name", "Hanako", "email", "hanako@example.com"));
        order.put(
                "line_items",
                lines.stream()
                        .map(line -> Map.of(
                                "id",
                                line.id(),
                                "product_id",
                                line.product(),
                                "variation_id",
                                line.variation(),
                                "sku",
                                line.sku(),
                                "quantity",
                                line.quantity()))
                        .toList());
        return order;
    }

    // Whole seconds and no zone, as WooCommerce writes them.
    static String gmt(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }
}
