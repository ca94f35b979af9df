package io.noren.integration.webshop.medusa;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.NewsSignal;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.Webshop;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One Medusa. */
final class MedusaShop implements ConnectedShop {
    private static final int ITEMS_A_PAGE = 100;
    private static final int ORDERS_A_PAGE = 50;
    /** Their ids stand in the address, which must not become too long for what stands between. */
    private static final int LINES_AT_ONCE = 50;
    /** Of so many lines; one has as many as it has parts. */
    private static final int MOST_RESERVATIONS = 1_000;

    private static final String ITEMS = "/admin/inventory-items";
    private static final String LEVELS = "id,sku,location_levels.location_id,location_levels.stocked_quantity,"
            + "location_levels.reserved_quantity";

    private final ShopAccess access;
    private final HookSecrets secrets;
    private final Map<String, String> headers;

    MedusaShop(ShopAccess access, HookSecrets secrets) {
        this.access = access;
        this.secrets = secrets;
        String key = access.credential(MedusaSystem.API_KEY) + ":";
        this.headers = Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(key.getBytes(UTF_8)));
    }

    private record Level(BigDecimal stocked, BigDecimal reserved) {}

    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int offset = page == null ? 0 : Integer.parseInt(page);
        JsonNode answer = get(ITEMS + "?order=id&limit=" + ITEMS_A_PAGE + "&offset=" + offset + "&fields=" + LEVELS);
        List<ShopItem> items = new ArrayList<>();
        JsonNode rows = answer.path("inventory_items");
        rows.forEach(item -> item.path("location_levels").forEach(level -> {
            String sku = item.path("sku").asString("");
            if (!sku.isEmpty()) {
                items.add(new ShopItem(
                        sku,
                        level.path("location_id").asString(""),
                        item.path("id").asString(),
                        number(level, "stocked_quantity"),
                        number(level, "reserved_quantity")));
            }
        }));
        return new Page<>(items, rows.size() < ITEMS_A_PAGE ? null : Integer.toString(offset + rows.size()));
    }

    /** Reads what the shop has reserved, then writes: the moment between is a request long, not a poll. */
    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        Map<String, Level> levels =
                levels(targets.stream().map(StockTarget::externalId).distinct().toList());
        List<Map<String, Object>> updates = new ArrayList<>();
        List<PushAnswer> answers = new ArrayList<>();
        for (StockTarget target : targets) {
            Level level = levels.get(target.externalId() + "@" + target.place());
            if (level == null) {
                answers.add(PushAnswer.refused(
                        target, "The shop no longer keeps this item at its stock location " + target.place() + "."));
                continue;
            }
            BigDecimal number = target.number().inShop(level.reserved());
            if (number.compareTo(level.stocked()) != 0) {
                updates.add(Map.of(
                        "inventory_item_id", target.externalId(),
                        "location_id", target.place(),
                        "stocked_quantity", number));
            }
            answers.add(PushAnswer.told(target, number));
        }
        if (!updates.isEmpty()) {
            access.http().post(ITEMS + "/location-levels/batch", headers, Map.of("update", updates));
        }
        return answers;
    }

    private Map<String, Level> levels(List<String> ids) {
        String chosen = ids.stream().map(id -> "id[]=" + encoded(id)).collect(Collectors.joining("&"));
        Map<String, Level> levels = new HashMap<>();
        get(ITEMS + "?limit=" + ids.size() + "&fields=" + LEVELS + "&" + escaped(chosen))
                .path("inventory_items")
                .forEach(item -> item.path("location_levels")
                        .forEach(level -> levels.put(
                                item.path("id").asString() + "@"
                                        + level.path("location_id").asString(""),
                                new Level(number(level, "stocked_quantity"), number(level, "reserved_quantity")))));
        return levels;
    }

    /**
     * Where a page of orders begins: with those that changed at this moment, by time and not by number, because an order
     * that changes meanwhile goes to the end and all behind it move up.
     */
    private record OrdersFrom(Instant changed, int most) {

        static OrdersFrom of(Instant since, @Nullable String page) {
            if (page == null) {
                return new OrdersFrom(since, ORDERS_A_PAGE);
            }
            String[] parts = page.split(" ", 2);
            return new OrdersFrom(Instant.parse(parts[0]), Integer.parseInt(parts[1]));
        }

        /** The last of a full page are read again with the next: others may have changed at the same moment. */
        String next(Instant last) {
            return last.isAfter(changed) ? last + " " + ORDERS_A_PAGE : changed + " " + 2 * most;
        }
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        OrdersFrom from = OrdersFrom.of(since, page);
        String channel = access.shop().option("salesChannel", "");
        JsonNode rows = get("/admin/orders?order=updated_at&limit=" + from.most() + "&fields=" + MedusaOrders.FIELDS
                        + escaped("&updated_at[$gte]=") + encoded(from.changed().toString())
                        + (channel.isEmpty() ? "" : escaped("&sales_channel_id[]=") + encoded(channel)))
                .path("orders");
        Map<String, String> places = access.shop().mode() == Webshop.Mode.LOCATION ? places(rows) : Map.of();
        List<ShopOrder> orders = new ArrayList<>();
        rows.forEach(order -> orders.add(MedusaOrders.read(order, places)));
        return new Page<>(
                orders,
                rows.size() < from.most()
                        ? null
                        : from.next(orders.get(orders.size() - 1).changedAt()));
    }

    /** The stock location that the shop has reserved each line at, by the line's id. */
    private Map<String, String> places(JsonNode orders) {
        List<String> lines = new ArrayList<>();
        orders.forEach(order ->
                order.path("items").forEach(item -> lines.add(item.path("id").asString())));
        Map<String, String> places = new LinkedHashMap<>();
        for (int from = 0; from < lines.size(); from += LINES_AT_ONCE) {
            findPlaces(lines.subList(from, Math.min(from + LINES_AT_ONCE, lines.size())), places);
        }
        return places;
    }

    private void findPlaces(List<String> lines, Map<String, String> places) {
        String chosen =
                lines.stream().map(id -> "line_item_id[]=" + encoded(id)).collect(Collectors.joining("&"));
        JsonNode rows = get("/admin/reservations?limit=" + MOST_RESERVATIONS + "&fields=line_item_id,location_id&"
                        + escaped(chosen))
                .path("reservations");
        if (rows.size() >= MOST_RESERVATIONS && lines.size() > 1) { // there may be more
            findPlaces(lines.subList(0, lines.size() / 2), places);
            findPlaces(lines.subList(lines.size() / 2, lines.size()), places);
            return;
        }
        rows.forEach(each -> places.putIfAbsent(
                each.path("line_item_id").asString(), each.path("location_id").asString()));
    }

    @Override
    public ShopNews heard(ShopHook hook) {
        return NewsSignal.heard(hook, secrets);
    }

    private JsonNode get(String path) {
        return access.http().get(path, headers).body();
    }

    static BigDecimal number(JsonNode of, String field) {
        JsonNode value = of.path(field);
        return value.isNumber() ? value.decimalValue() : BigDecimal.ZERO;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    /** Brackets and dollar signs are not allowed in an address as they are. */
    private static String escaped(String query) {
        return query.replace("[", "%5B").replace("]", "%5D").replace("$", "%24");
    }
}
