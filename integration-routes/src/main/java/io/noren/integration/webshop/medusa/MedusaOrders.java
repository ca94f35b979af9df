package io.noren.integration.webshop.medusa;

import static io.noren.integration.webshop.medusa.MedusaShop.number;

import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Parts;
import io.noren.integration.webshop.ShopOrder.Status;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Medusa's orders in our words. Nothing of the customer is asked for. */
final class MedusaOrders {
    static final String FIELDS = "id,display_id,status,created_at,updated_at,items.id,items.variant_sku,items.quantity,"
            + "items.detail.quantity,items.detail.fulfilled_quantity,items.variant.id,items.variant.manage_inventory,"
            + "items.variant.inventory_items.required_quantity,items.variant.inventory_items.inventory.sku";

    private MedusaOrders() {}

    /** @param places the stock location of a line, by its id, where that matters */
    static ShopOrder read(JsonNode order, Map<String, String> places) {
        List<Line> lines = new ArrayList<>();
        order.path("items").forEach(item -> lines.addAll(lines(item, places)));
        return new ShopOrder(
                order.path("id").asString(),
                order.path("display_id").asString(order.path("id").asString()),
                order.path("status").asString("").equals("canceled") ? Status.CANCELLED : Status.OPEN,
                Instant.parse(order.path("created_at").asString()),
                Instant.parse(order.path("updated_at").asString()),
                lines);
    }

    /** A line for each thing that has stock; none for what the shop itself keeps no stock of. */
    private static List<Line> lines(JsonNode item, Map<String, String> places) {
        String id = item.path("id").asString();
        String place = places.get(id);
        BigDecimal quantity = number(item.path("detail").has("quantity") ? item.path("detail") : item, "quantity");
        BigDecimal fulfilled = number(item.path("detail"), "fulfilled_quantity");
        JsonNode variant = item.path("variant");
        List<Line> lines = new ArrayList<>();
        if (variant.isMissingNode() || variant.isNull()) {
            // The variant was deleted since; its SKU was written down with the order, its parts were not.
            String sku = item.path("variant_sku").asString("");
            return sku.isEmpty() ? List.of() : List.of(new Line(id, sku, place, quantity, fulfilled, Parts.AS_KEPT));
        }
        if (!variant.path("manage_inventory").asBoolean(true)) {
            return List.of();
        }
        for (JsonNode part : variant.path("inventory_items")) {
            String sku = part.path("inventory").path("sku").asString("");
            BigDecimal each = part.path("required_quantity").isNumber()
                    ? part.path("required_quantity").decimalValue()
                    : BigDecimal.ONE;
            lines.add(new Line(Line.partName(id, sku), sku, place, quantity.multiply(each), fulfilled.multiply(each)));
        }
        return lines;
    }
}
