package io.noren.integration.webshop.medusa;

import io.noren.integration.webshop.LocalShop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * As much of Medusa 2's Admin API as Noren uses, with the answers that the real one gave: it reserves when an order is
 * placed, lowers both numbers at fulfilment, and refuses a batch as a whole when it does not know one of its items.
 */
public final class LocalMedusa extends LocalShop {
    public static final String KEY = "sk_for_a_test";
    public static final String LOCATION = "sloc_1";

    private final Map<String, Level> levels = new TreeMap<>();
    private final Map<String, Order> orders = new LinkedHashMap<>();
    private final Set<String> minded = new HashSet<>();
    private volatile boolean away;
    private int lost;
    private Runnable afterPage = () -> {};

    private static final class Level {
        int stocked;
        int reserved;
    }

    private static final class Order {
        final String sku;
        final Instant placed = now();
        int quantity;
        int fulfilled;
        boolean cancelled;
        boolean variantDeleted;
        Instant changed = placed;
        /** SKUs of what one piece is made of, and how much of each. */
        Map<String, Integer> parts;

        Order(String sku, int quantity) {
            this.sku = sku;
            this.parts = Map.of(sku, 1);
            this.quantity = quantity;
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Settings for Noren, for a channel of the same name. */
    public String settings(String channel, String more) {
        return """
                {"name": "Local", "system": "medusa", "url": "%s", "channel": "%s", "places": {"": "%s"},
                 "credentials": {"apiKey": "%s", "webhookSecret": "hush"}, "ordersEvery": "PT0.1S"%s}
                """.formatted(address(), channel, LOCATION, KEY, more);
    }

    public synchronized void sells(String sku, int stocked) {
        Level level = new Level();
        level.stocked = stocked;
        levels.put(sku, level);
    }

    /** Somebody types another number in the shop's administration. */
    public synchronized void counts(String sku, int stocked) {
        level(sku).stocked = stocked;
    }

    public synchronized void noLongerSells(String sku) {
        levels.remove(sku);
    }

    /** It refuses every batch with this item in it, without saying which one it minds. */
    public synchronized void minds(String sku) {
        minded.add(sku);
    }

    public synchronized void mindsNothing() {
        minded.clear();
    }

    /** It answers everything with an error, or works again. */
    public void isAway(boolean now) {
        away = now;
    }

    /** It takes the numbers that it is told next, so many times, but nobody hears its answer. */
    public synchronized void losesAnswers(int howMany) {
        lost = howMany;
    }

    public synchronized int stocked(String sku) {
        return level(sku).stocked;
    }

    public synchronized int available(String sku) {
        return level(sku).stocked - level(sku).reserved;
    }

    /** A shopper buys; Medusa reserves. */
    public synchronized String order(String sku, int quantity) {
        String id = "order_" + (orders.size() + 1);
        orders.put(id, new Order(sku, quantity));
        level(sku).reserved += quantity;
        return id;
    }

    public synchronized void sends(String order, int quantity) {
        Order sent = orders.get(order);
        sent.fulfilled += quantity;
        sent.changed = now();
        level(sent.sku).reserved -= quantity;
        level(sent.sku).stocked -= quantity;
    }

    public synchronized void cancels(String order) {
        Order cancelled = orders.get(order);
        cancelled.cancelled = true;
        cancelled.changed = now();
        level(cancelled.sku).reserved -= cancelled.quantity - cancelled.fulfilled;
    }

    /** The shopper changes how many. */
    public synchronized void changes(String order, int quantity) {
        Order changed = orders.get(order);
        level(changed.sku).reserved += quantity - changed.quantity;
        changed.quantity = quantity;
        changed.changed = now();
    }

    /** An order that was last touched back then. */
    public synchronized String orderBackThen(String sku, Instant then) {
        String order = order(sku, 1);
        orders.get(order).changed = then;
        return order;
    }

    /** A kit of these parts, one of each. */
    public synchronized String orderKit(String sku, int quantity, String... parts) {
        String order = order(sku, quantity);
        orders.get(order).parts = Stream.of(parts).collect(Collectors.toMap(Function.identity(), part -> 1));
        return order;
    }

    /** Somebody renames what the ordered variant is made of, or puts it together otherwise. */
    public synchronized void remakesVariantOf(String order, Map<String, Integer> parts) {
        Order changed = orders.get(order);
        changed.parts = parts;
        changed.changed = now();
    }

    /** The variant that was ordered is taken out of the catalogue. */
    public synchronized void deletesVariantOf(String order) {
        Order changed = orders.get(order);
        changed.variantDeleted = true;
        changed.changed = now();
    }

    /** What happens in the shop after it has told a page of orders and before it is asked for the next. */
    public synchronized void afterTheNextPageOfOrders(Runnable happening) {
        afterPage = happening;
    }

    private Level level(String sku) {
        return levels.computeIfAbsent(sku, any -> new Level());
    }

    /** How often a number of this item was written. */
    public long written(String sku) {
        return asked("/location-levels/batch").stream()
                .filter(request -> request.body().contains("iitem_" + sku + "\""))
                .count();
    }

    @Override
    protected synchronized Answer answer(Request request) {
        if (away) {
            return new Answer(503, Map.of("message", "closed for now"));
        }
        if (!request.header("Authorization")
                .equals("Basic " + Base64.getEncoder().encodeToString((KEY + ":").getBytes()))) {
            return new Answer(401, Map.of("message", "Unauthorized"));
        }
        return switch (request.method() + " " + request.path()) {
            case "GET /admin/inventory-items" -> new Answer(200, Map.of("inventory_items", items(request)));
            case "POST /admin/inventory-items/location-levels/batch" -> write(request.json());
            case "GET /admin/orders" -> new Answer(200, Map.of("orders", orders(request)));
            default -> new Answer(404, Map.of("type", "not_found", "message", request.path()));
        };
    }

    private List<Object> items(Request request) {
        List<Object> items = new ArrayList<>();
        levels.forEach((sku, level) -> items.add(Map.of(
                "id",
                "iitem_" + sku,
                "sku",
                sku,
                "location_levels",
                List.of(Map.of(
                        "location_id", LOCATION,
                        "stocked_quantity", level.stocked,
                        "reserved_quantity", level.reserved)))));
        boolean chosen = request.query().containsKey("id[]");
        return chosen ? items : page(items, request);
    }

    private static List<Object> page(List<Object> rows, Request request) {
        int from = Math.min(rows.size(), Integer.parseInt(request.query().getOrDefault("offset", "0")));
        int most = Integer.parseInt(request.query().getOrDefault("limit", "20"));
        return rows.subList(from, Math.min(rows.size(), from + most));
    }

    private Answer write(JsonNode body) {
        for (JsonNode update : body.path("update")) {
            String sku = sku(update);
            if (!levels.containsKey(sku)) {
                return new Answer(
                        404,
                        Map.of("type", "not_found", "message", "Item iitem_" + sku + " is not stocked at " + LOCATION));
            }
            if (minded.contains(sku)) {
                return new Answer(400, Map.of("type", "invalid_data", "message", "Something is wrong."));
            }
        }
        body.path("update")
                .forEach(update -> level(sku(update)).stocked =
                        update.path("stocked_quantity").asInt());
        if (lost > 0) {
            lost--;
            throw new IllegalStateException("the connection breaks");
        }
        return new Answer(200, Map.of("created", List.of(), "updated", List.of(), "deleted", List.of()));
    }

    private static String sku(JsonNode update) {
        return update.path("inventory_item_id").asString().substring("iitem_".length());
    }

    private List<Object> orders(Request request) {
        Instant since = Instant.parse(request.query().get("updated_at[$gte]"));
        List<Object> found = new ArrayList<>();
        orders.entrySet().stream()
                .filter(entry -> !entry.getValue().changed.isBefore(since))
                .sorted((a, b) -> a.getValue().changed.compareTo(b.getValue().changed))
                .forEach(entry -> found.add(told(entry.getKey(), entry.getValue())));
        List<Object> page = List.copyOf(page(found, request));
        Runnable happening = afterPage;
        afterPage = () -> {};
        happening.run();
        return page;
    }

    private static Map<String, Object> told(String id, Order order) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", "ordli_" + id);
        item.put("variant_sku", order.sku);
        item.put("quantity", order.quantity);
        item.put("detail", Map.of("quantity", order.quantity, "fulfilled_quantity", order.fulfilled));
        item.put("variant", order.variantDeleted ? null : variant(order));
        return Map.of(
                "id", id,
                "display_id", id.substring("order_".length()),
                "status", order.cancelled ? "canceled" : "pending",
                "created_at", order.placed.toString(),
                "updated_at", order.changed.toString(),
                "items", List.of(item));
    }

    private static Map<String, Object> variant(Order order) {
        return Map.of(
                "id",
                "variant_" + order.sku,
                "manage_inventory",
                true,
                "inventory_items",
                order.parts.entrySet().stream()
                        .map(part -> Map.of(
                                "required_quantity",
                                part.getValue(),
                                "inventory",
                                Map.of("sku", part.getKey(), "id", "iitem_" + part.getKey())))
                        .toList());
    }
}
