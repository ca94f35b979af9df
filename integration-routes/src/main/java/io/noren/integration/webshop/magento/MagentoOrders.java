package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.magento.MagentoRest.Filter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Magento's orders in our words. States {@code canceled} and {@code closed} (all refunded) free what has not left,
 * {@code complete} says that all has left, every other is open. A configurable product and its variant come as two lines
 * of one SKU, of which the first counts; of a bundle its parts count.
 */
final class MagentoOrders {
    private static final int ORDERS_A_PAGE = 50;
    /** States in which Magento still holds goods. */
    private static final String UNSENT_STATES = "new,pending_payment,payment_review,processing,holded";

    private static final String LINE = "items[item_id,parent_item_id,sku,product_type,qty_ordered,qty_canceled,"
            + "qty_refunded,qty_shipped,is_virtual]";
    private static final String FIELDS =
            "items[entity_id,increment_id,state,created_at,updated_at," + LINE + "],total_count";
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final MagentoRest rest;

    MagentoOrders(MagentoRest rest) {
        this.rest = rest;
    }

    /**
     * By last change. Magento's times are whole seconds, and an order that changes while pages are read moves behind the
     * last of them, so that all others move up: a page goes on at the second in which the one before ended, not at its
     * number. More orders of one second than a page holds are read by their ids, which do not change. A page is
     * {@code <from>}, or {@code <second>#<id>}: of that second what comes after the id.
     */
    Page<ShopOrder> since(Instant since, @Nullable String page) {
        if (page != null && page.indexOf('#') >= 0) {
            int mark = page.indexOf('#');
            return ofOneSecond(Instant.parse(page.substring(0, mark)), page.substring(mark + 1));
        }
        Instant from = page == null ? since.truncatedTo(ChronoUnit.SECONDS) : Instant.parse(page);
        JsonNode found = search(List.of(new Filter("updated_at", "gteq", written(from))), "updated_at");
        List<ShopOrder> orders = orders(found);
        if (!hasMore(found)) {
            return new Page<>(orders, null);
        }
        Instant last = orders.get(orders.size() - 1).changedAt();
        return new Page<>(orders, last.isAfter(from) ? last.toString() : from + "#0");
    }

    private Page<ShopOrder> ofOneSecond(Instant second, String after) {
        JsonNode found = search(
                List.of(new Filter("updated_at", "eq", written(second)), new Filter("entity_id", "gt", after)),
                "entity_id");
        List<ShopOrder> orders = orders(found);
        return new Page<>(
                orders,
                hasMore(found)
                        ? second + "#" + orders.get(orders.size() - 1).id()
                        : second.plusSeconds(1).toString());
    }

    /** These as they are now: of a parcel with some of an order's goods, Magento does not write when the order changed. */
    List<ShopOrder> look(List<String> ids) {
        return orders(search(List.of(new Filter("entity_id", "in", String.join(",", ids))), "entity_id"));
    }

    private static List<ShopOrder> orders(JsonNode found) {
        List<ShopOrder> orders = new ArrayList<>();
        found.path("items").forEach(order -> orders.add(order(order)));
        return orders;
    }

    private static boolean hasMore(JsonNode found) {
        int rows = found.path("items").size();
        return rows > 0 && rows < found.path("total_count").asLong(0);
    }

    /** What Magento still takes off for its orders, by SKU. */
    Map<String, BigDecimal> unsent() {
        Map<String, BigDecimal> unsent = new HashMap<>();
        String after = "0";
        JsonNode found;
        do {
            found = search(
                    List.of(new Filter("state", "in", UNSENT_STATES), new Filter("entity_id", "gt", after)),
                    "entity_id");
            for (JsonNode order : found.path("items")) {
                counted(order)
                        .forEach(line -> unsent.merge(
                                line.path("sku").asString(""), wanted(line).subtract(shipped(line)), BigDecimal::add));
                after = Long.toString(order.path("entity_id").asLong());
            }
        } while (hasMore(found));
        return unsent;
    }

    private JsonNode search(List<Filter> filters, String sortedBy) {
        return rest.search("/orders", filters, sortedBy, ORDERS_A_PAGE, FIELDS);
    }

    private static ShopOrder order(JsonNode order) {
        List<ShopOrder.Line> lines = counted(order).stream()
                .map(line -> new ShopOrder.Line(
                        Long.toString(line.path("item_id").asLong()),
                        line.path("sku").asString(""),
                        null,
                        wanted(line),
                        shipped(line)))
                .toList();
        return new ShopOrder(
                Long.toString(order.path("entity_id").asLong()),
                order.path("increment_id").asString(""),
                status(order.path("state").asString("")),
                time(order, "created_at"),
                time(order, "updated_at"),
                lines);
    }

    private static List<JsonNode> counted(JsonNode order) {
        Map<Long, String> types = new HashMap<>();
        order.path("items")
                .forEach(line -> types.put(
                        line.path("item_id").asLong(), line.path("product_type").asString("")));
        List<JsonNode> counted = new ArrayList<>();
        for (JsonNode line : order.path("items")) {
            boolean bundle = line.path("product_type").asString("").equals("bundle");
            JsonNode parent = line.path("parent_item_id");
            boolean variant = parent.isNumber() && !"bundle".equals(types.get(parent.asLong()));
            if (!bundle && !variant && !line.path("sku").asString("").isBlank()) {
                counted.add(line);
            }
        }
        return counted;
    }

    /** Less what was cancelled, and what was refunded before it was sent. */
    private static BigDecimal wanted(JsonNode line) {
        BigDecimal kept = quantity(line, "qty_ordered")
                .subtract(quantity(line, "qty_canceled"))
                .subtract(quantity(line, "qty_refunded"));
        return kept.max(shipped(line));
    }

    private static BigDecimal shipped(JsonNode line) {
        return quantity(line, "qty_shipped");
    }

    private static BigDecimal quantity(JsonNode line, String name) {
        return line.path(name).decimalValue(BigDecimal.ZERO);
    }

    private static ShopOrder.Status status(String state) {
        return switch (state) {
            case "complete" -> ShopOrder.Status.FULFILLED;
            case "canceled", "closed" -> ShopOrder.Status.CANCELLED;
            default -> ShopOrder.Status.OPEN;
        };
    }

    private static String written(Instant instant) {
        return WRITTEN.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Instant time(JsonNode order, String field) {
        String text = order.path(field).asString("");
        try {
            return LocalDateTime.parse(text, WRITTEN).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw ShopTrouble.objects("Magento told of an order whose " + field + " cannot be read: " + text);
        }
    }
}
