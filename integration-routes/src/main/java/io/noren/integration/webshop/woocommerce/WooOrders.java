package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.woocommerce.WooRest.Listed;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    private static final Set<String> CHECKOUTS = Set.of("checkout", "store-api");
    /** No order comes back that was deleted for good, and no clock is that far from another. */
    private static final Duration AFTER_ALL = Duration.ofDays(1);

    private final WooRest rest;
    private final Clock clock;

    WooOrders(WooRest rest, Clock clock) {
        this.rest = rest;
        this.clock = clock;
    }

    /**
     * An order as it was told.
     *
     * @param awaitsCheckout placed by a shopper whose payment is under way: WooCommerce may hold its goods
     */
    record Told(ShopOrder order, boolean awaitsCheckout) {}

    Page<ShopOrder> since(Instant since, @Nullable String page) {
        Page<Told> told = since(since, "any", page);
        return new Page<>(told.rows().stream().map(Told::order).toList(), told.next());
    }

    /**
     * By last change. WooCommerce's times are whole seconds, and an order that changes while pages are read moves behind
     * the last of them, so that all others move up: a page goes on at the second in which the one before ended, not at
     * its number. A page is {@code <from>#<number>}.
     */
    Page<Told> since(Instant since, String statuses, @Nullable String page) {
        int mark = page == null ? -1 : page.indexOf('#');
        Instant from = page == null ? since.truncatedTo(ChronoUnit.SECONDS) : Instant.parse(page.substring(0, mark));
        int number = page == null ? 1 : Integer.parseInt(page.substring(mark + 1));
        Map<String, String> query = new LinkedHashMap<>();
        query.put("modified_after", from.minusSeconds(1).toString().replace("Z", ""));
        query.put("dates_are_gmt", "true");
        query.put("status", statuses);
        query.put("orderby", "modified");
        query.put("order", "asc");
        query.put("per_page", Integer.toString(WooRest.MOST_A_PAGE));
        query.put("page", Integer.toString(number));
        Listed found = rest.list("/orders", query);
        return new Page<>(all(found.rows()), next(found, from, number));
    }

    private static @Nullable String next(Listed found, Instant from, int number) {
        int rows = found.rows().size();
        if (rows < WooRest.MOST_A_PAGE) {
            return null;
        }
        Instant last = time(found.rows().get(rows - 1), "date_modified_gmt");
        return last.isAfter(from) ? last + "#1" : from + "#" + (number + 1);
    }

    /**
     * These orders as they are now. A list never has those in the trash: they are asked for one by one, and what is not
     * there either is deleted for good.
     */
    List<ShopOrder> look(List<String> ids) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("include", String.join(",", ids));
        query.put("per_page", Integer.toString(WooRest.MOST_A_PAGE));
        List<ShopOrder> orders = new ArrayList<>();
        all(rest.list("/orders", query).rows()).forEach(told -> orders.add(told.order()));
        Set<String> there = orders.stream().map(ShopOrder::id).collect(Collectors.toSet());
        ids.stream().filter(id -> !there.contains(id)).forEach(id -> orders.addAll(one(id)));
        return orders;
    }

    private List<ShopOrder> one(String id) {
        try {
            return told(rest.get("/orders/" + id))
                    .map(told -> List.of(told.order()))
                    .orElse(List.of());
        } catch (ShopTrouble trouble) {
            if (String.valueOf(trouble.getMessage()).contains("woocommerce_rest_shop_order_invalid_id")) {
                Instant now = clock.instant();
                return List.of(new ShopOrder(id, id, ShopOrder.Status.CANCELLED, now, now.plus(AFTER_ALL), List.of()));
            }
            throw trouble;
        }
    }

    /**
     * What a webhook said. It is asked for instead where the webhook does not say enough: of a deleted order it has only
     * the id and no time, of a refund not the lines, and of an order that is gone when it is sent only that.
     */
    ConnectedShop.ShopNews heard(String topic, JsonNode order) {
        boolean gone = order.path("code").isString() && !order.path("id").isNumber();
        if (topic.equals("order.deleted") || gone || hasRefunds(order)) {
            return new ConnectedShop.ShopNews(List.of(), true);
        }
        return new ConnectedShop.ShopNews(
                told(order).map(told -> List.of(told.order())).orElse(List.of()), false);
    }

    private List<Told> all(JsonNode rows) {
        List<Told> told = new ArrayList<>();
        rows.forEach(order -> told(order).ifPresent(told::add));
        return told;
    }

    /** @return empty when it is not an order yet */
    private Optional<Told> told(JsonNode order) {
        String state = order.path("status").asString("");
        if (!order.path("id").isNumber() || state.isEmpty()) {
            throw ShopTrouble.objects("WooCommerce told of an order without an id or a status.");
        }
        if (state.equals("checkout-draft") || state.equals("auto-draft")) {
            return Optional.empty();
        }
        String id = Long.toString(order.path("id").asLong());
        Map<String, BigDecimal> refunded = hasRefunds(order) ? refundedBeforeItLeft(id, order) : Map.of();
        List<ShopOrder.Line> lines = new ArrayList<>();
        for (JsonNode line : order.path("line_items")) {
            String lineId = Long.toString(line.path("id").asLong());
            BigDecimal wanted = line.path("quantity")
                    .decimalValue(BigDecimal.ZERO)
                    .subtract(refunded.getOrDefault(lineId, BigDecimal.ZERO));
            // The SKU is the product's of now, and none when the product was deleted: what is kept tells what it was.
            String sku = line.path("sku").asString("").strip();
            lines.add(new ShopOrder.Line(lineId, sku, null, wanted.max(BigDecimal.ZERO), BigDecimal.ZERO));
        }
        return Optional.of(new Told(
                new ShopOrder(
                        id,
                        order.path("number").asString(id),
                        status(state),
                        time(order, "date_created_gmt"),
                        time(order, "date_modified_gmt"),
                        lines),
                state.equals("pending")
                        && CHECKOUTS.contains(order.path("created_via").asString(""))));
    }

    /** An order tells only what was paid back, not of which of its lines. */
    static boolean hasRefunds(JsonNode order) {
        return !order.path("refunds").isEmpty();
    }

    /** By line; what was refunded after the order was completed has left and come back. */
    private Map<String, BigDecimal> refundedBeforeItLeft(String id, JsonNode order) {
        Instant left = order.path("date_completed_gmt").isString() ? time(order, "date_completed_gmt") : Instant.MAX;
        Map<String, BigDecimal> refunded = new HashMap<>();
        int page = 1;
        Listed found;
        do {
            found = rest.list(
                    "/orders/" + id + "/refunds",
                    Map.of("per_page", Integer.toString(WooRest.MOST_A_PAGE), "page", Integer.toString(page)));
            for (JsonNode refund : found.rows()) {
                if (time(refund, "date_created_gmt").isBefore(left)) {
                    refund.path("line_items")
                            .forEach(line -> refunded.merge(
                                    refundedLine(line),
                                    line.path("quantity")
                                            .decimalValue(BigDecimal.ZERO)
                                            .abs(),
                                    BigDecimal::add));
                }
            }
        } while (++page <= found.pages());
        return refunded;
    }

    private static String refundedLine(JsonNode line) {
        for (JsonNode each : line.path("meta_data")) {
            if (each.path("key").asString("").equals("_refunded_item_id")) {
                return each.path("value").asString("");
            }
        }
        return "";
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
