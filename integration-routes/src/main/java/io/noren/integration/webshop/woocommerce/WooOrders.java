package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.woocommerce.WooRest.Listed;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * WooCommerce's orders in our words. Which state is which:
 *
 * <ul>
 *   <li>{@code pending}, {@code on-hold}, {@code processing} and states that plugins add: open, the goods are kept
 *   <li>{@code completed}: they have left
 *   <li>{@code cancelled}, {@code failed}, {@code refunded}, {@code trash}: they are free again, unless they have left
 *   <li>{@code checkout-draft}, {@code auto-draft}: not an order yet
 * </ul>
 */
final class WooOrders {
    private static final String UNPAID = "pending";

    private final WooRest rest;
    private final Clock clock;

    WooOrders(WooRest rest, Clock clock) {
        this.rest = rest;
        this.clock = clock;
    }

    /**
     * By last change. WooCommerce's times are whole seconds, and an order that changes while pages are read moves behind
     * the last of them, so that all others move up: a page goes on at the second in which the one before ended, not at
     * its number. A page is {@code <from>#<number>}.
     */
    ConnectedShop.Page<ShopOrder> since(Instant since, @Nullable String page) {
        int mark = page == null ? -1 : page.indexOf('#');
        Instant from = page == null ? since.truncatedTo(ChronoUnit.SECONDS) : Instant.parse(page.substring(0, mark));
        int number = page == null ? 1 : Integer.parseInt(page.substring(mark + 1));
        Map<String, String> query = new LinkedHashMap<>();
        query.put("modified_after", from.minusSeconds(1).toString().replace("Z", ""));
        query.put("dates_are_gmt", "true");
        query.put("orderby", "modified");
        query.put("order", "asc");
        query.put("per_page", Integer.toString(WooRest.MOST_A_PAGE));
        query.put("page", Integer.toString(number));
        Listed found = rest.list("/orders", query);
        List<ShopOrder> orders = new ArrayList<>();
        found.rows().forEach(order -> add(order, orders));
        return new ConnectedShop.Page<>(orders, next(found, from, number));
    }

    private static @Nullable String next(Listed found, Instant from, int number) {
        int rows = found.rows().size();
        if (rows < WooRest.MOST_A_PAGE) {
            return null;
        }
        Instant last = time(found.rows().get(rows - 1), "date_modified_gmt");
        return last.isAfter(from) ? last + "#1" : from + "#" + (number + 1);
    }

    /** What orders hold whose payment is under way, by SKU: WooCommerce takes it off only while it sells. */
    Map<String, BigDecimal> unpaid() {
        Map<String, BigDecimal> unpaid = new HashMap<>();
        Map<String, String> query = new LinkedHashMap<>();
        query.put("status", UNPAID);
        query.put("per_page", Integer.toString(WooRest.MOST_A_PAGE));
        int page = 1;
        int pages;
        do {
            query.put("page", Integer.toString(page));
            Listed found = rest.list("/orders", query);
            found.rows()
                    .forEach(order -> order.path("line_items")
                            .forEach(line -> unpaid.merge(
                                    line.path("sku").asString(""),
                                    line.path("quantity").decimalValue(BigDecimal.ZERO),
                                    BigDecimal::add)));
            pages = found.pages();
        } while (++page <= pages);
        return unpaid;
    }

    /** What a webhook said; of an order that is deleted for good only its id is left. */
    List<ShopOrder> told(String topic, JsonNode order) {
        List<ShopOrder> told = new ArrayList<>();
        if (topic.equals("order.deleted")) {
            String id = Long.toString(order.path("id").asLong());
            Instant now = clock.instant();
            told.add(new ShopOrder(id, id, ShopOrder.Status.CANCELLED, now, now, List.of()));
        } else {
            add(order, told);
        }
        return told;
    }

    private static void add(JsonNode order, List<ShopOrder> orders) {
        String state = order.path("status").asString("");
        if (!order.path("id").isNumber() || state.isEmpty()) {
            throw ShopTrouble.objects("WooCommerce told of an order without an id or a status.");
        }
        if (state.equals("checkout-draft") || state.equals("auto-draft")) {
            return;
        }
        List<ShopOrder.Line> lines = new ArrayList<>();
        for (JsonNode line : order.path("line_items")) {
            String sku = line.path("sku").asString("");
            if (!sku.isBlank()) {
                lines.add(new ShopOrder.Line(
                        Long.toString(line.path("id").asLong()),
                        sku,
                        null,
                        line.path("quantity").decimalValue(BigDecimal.ZERO),
                        BigDecimal.ZERO));
            }
        }
        orders.add(new ShopOrder(
                Long.toString(order.path("id").asLong()),
                order.path("number").asString(Long.toString(order.path("id").asLong())),
                status(state),
                time(order, "date_created_gmt"),
                time(order, "date_modified_gmt"),
                lines));
    }

    private static ShopOrder.Status status(String state) {
        return switch (state) {
            case "completed" -> ShopOrder.Status.FULFILLED;
            case "cancelled", "failed", "refunded", "trash" -> ShopOrder.Status.CANCELLED;
            default -> ShopOrder.Status.OPEN;
        };
    }

    private static Instant time(JsonNode order, String field) {
        String written = order.path(field).asString("");
        try {
            return LocalDateTime.parse(written).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw ShopTrouble.objects("WooCommerce told of an order whose " + field + " cannot be read: " + written);
        }
    }
}
