package io.noren.integration.webshop.medusa;

import static io.noren.integration.webshop.medusa.MedusaShop.number;

import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Part;
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
        order.path("items").forEach(item -> lines.add(line(item, places)));
        return new ShopOrder(
                order.path("id").asString(),
                order.path("display_id").asString(order.path("id").asString()),
                order.path("status").asString("").equals("canceled") ? Status.CANCELLED : Status.OPEN,
                Instant.parse(order.path("created_at").asString()),
                Instant.parse(order.path("updated_at").asString()),
                lines);
    }

    private static Line line(JsonNode item, Map<String, String> places) {
        String id = item.path("id").asString();
        JsonNode variant = item.path("variant");
        // Of a variant that was deleted since, the SKU was written down with the order; what it was made of was not.
        boolean stocked = variant.path("manage_inventory").asBoolean(true);
        return new Line(
                id,
                stocked ? item.path("variant_sku").asString("") : "",
                places.get(id),
                number(item.path("detail").has("quantity") ? item.path("detail") : item, "quantity"),
                number(item.path("detail"), "fulfilled_quantity"),
                stocked ? parts(variant) : List.of());
    }

    private static List<Part> parts(JsonNode variant) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : variant.path("inventory_items")) {
            parts.add(new Part(
                    part.path("inventory").path("sku").asString(""),
                    part.path("required_quantity").isNumber()
                            ? part.path("required_quantity").decimalValue()
                            : BigDecimal.ONE));
        }
        return parts;
    }
}
