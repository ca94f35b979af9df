package io.noren.integration.webshop.vendure;

import io.noren.integration.webshop.LocalShop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** As much of Vendure's Admin API as reading orders needs: its filters, its order of rows, its limit of rows. */
final class LocalVendure extends LocalShop {
    private static final int MOST_ROWS = 1_000;

    private final Map<String, Order> orders = new LinkedHashMap<>();

    private record Order(String id, Instant placed, Instant updated) {}

    /** Vendure's own times are finer than what it tells of them. */
    synchronized void has(String id, Instant placed, Instant updated) {
        orders.put(id, new Order(id, placed.plusNanos(400_000), updated.plusNanos(400_000)));
    }

    synchronized void changes(String id, Instant when) {
        has(id, orders.get(id).placed(), when);
    }

    @Override
    protected synchronized Answer answer(Request request) {
        String query = request.json().path("query").asString();
        JsonNode variables = request.json().path("variables");
        if (query.contains("login(")) {
            return new Answer(
                    200,
                    Map.of("data", Map.of("login", Map.of("__typename", "CurrentUser"))),
                    Map.of("vendure-auth-token", "let-in"));
        }
        int skip = variables.path("skip").asInt(0);
        int take = variables.path("take").asInt(MOST_ROWS);
        List<Order> found = found(query, variables).toList();
        List<Object> rows = new ArrayList<>();
        found.stream().skip(skip).limit(Math.min(take, MOST_ROWS)).forEach(order -> rows.add(told(order)));
        return new Answer(200, Map.of("data", Map.of("orders", Map.of("items", rows))));
    }

    private Stream<Order> found(String query, JsonNode variables) {
        if (query.contains("_or")) {
            // In no order: those at the end first, to be sure that nobody counts on one.
            return orders.values().stream()
                    .filter(order -> order.updated().isAfter(time(variables, "updated"))
                            || order.placed().isAfter(time(variables, "placed")))
                    .sorted(Comparator.comparing(Order::updated).reversed());
        }
        Function<Order, Instant> by =
                query.contains("sort: { updatedAt: ASC, id: ASC }") ? Order::updated : Order::placed;
        return orders.values().stream()
                .filter(order -> by.apply(order).isAfter(time(variables, "after")))
                .sorted(Comparator.comparing(by).thenComparing(Order::id));
    }

    private static Instant time(JsonNode variables, String name) {
        return Instant.parse(variables.path(name).asString());
    }

    private static Map<String, Object> told(Order order) {
        return Map.of(
                "id", order.id(),
                "code", order.id(),
                "state", "PaymentSettled",
                "orderPlacedAt", milliseconds(order.placed()),
                "updatedAt", milliseconds(order.updated()),
                "lines", List.of());
    }

    private static String milliseconds(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli()).toString();
    }
}
