package io.noren.pos.square;

import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Square's locations and orders. It takes ten locations in one question, and answers with the cursor of the next page. */
public final class LocalSquare extends LocalVendor {
    private static final int MOST_LOCATIONS = 10;

    private final TreeSet<String> locations = new TreeSet<>();
    private final Map<String, Map<String, Object>> orders = new LinkedHashMap<>();
    int ordersAPage = 100;

    synchronized void opens(String location) {
        locations.add(location);
    }

    /** A completed order; callers add what else it has. */
    synchronized Map<String, Object> completes(
            String id, String location, Instant at, List<Map<String, Object>> items) {
        opens(location);
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", id);
        order.put("location_id", location);
        order.put("state", "COMPLETED");
        order.put("version", 3);
        order.put("created_at", at.minusSeconds(60).toString());
        order.put("closed_at", at.toString());
        order.put("updated_at", at.toString());
        order.put("source", Map.of("name", "Point of Sale"));
        order.put("ticket_name", "Hanako-Private");
        order.put("customer_id", "CUST55");
        order.put(
                "fulfillments",
                List.of(Map.of("pickup_details", Map.of("recipient", Map.of("display_name", "Hanako-Private")))));
        order.put(
                "tenders",
                List.of(Map.of(
                        "card_details",
                        Map.of("card", Map.of("last_4", "1111", "cardholder_name", "HANAKO PRIVATE")))));
        order.put("line_items", items);
        orders.put(id, order);
        return order;
    }

    static Map<String, Object> goods(String variation, String quantity, long amount, String currency) {
        return Map.of(
                "uid",
                "u" + variation,
                "catalog_object_id",
                variation,
                "item_type",
                "ITEM",
                "quantity",
                quantity,
                "name",
                "Shirt",
                "note",
                "for Hanako-Private",
                "total_money",
                Map.of("amount", amount, "currency", currency));
    }

    @Override
    protected String door() {
        return "Authorization";
    }

    @Override
    protected synchronized void forgetAll() {
        orders.clear();
        locations.clear();
        ordersAPage = 100;
    }

    @Override
    protected synchronized Answer answer(Request request) {
        if (!("Bearer " + VendorStory.TOKEN).equals(request.token())) {
            return Answer.of(401);
        }
        return switch (request.path()) {
            case "/v2/locations" ->
                Answer.json(Map.of(
                        "locations",
                        locations.stream()
                                .map(id -> Map.of("id", id, "name", "x"))
                                .toList()));
            case "/v2/orders/search" -> search(request.body());
            case "/v2/orders/batch-retrieve" -> {
                List<Object> found = new ArrayList<>();
                request.body().path("order_ids").forEach(id -> {
                    if (orders.containsKey(id.asString(""))) {
                        found.add(orders.get(id.asString("")));
                    }
                });
                yield Answer.json(found.isEmpty() ? Map.of() : Map.of("orders", found));
            }
            default -> Answer.of(404);
        };
    }

    private Answer search(JsonNode question) {
        TreeSet<String> asked = new TreeSet<>();
        question.path("location_ids").forEach(id -> asked.add(id.asString("")));
        JsonNode filter = question.path("query").path("filter");
        TreeSet<String> states = new TreeSet<>();
        filter.path("state_filter").path("states").forEach(state -> states.add(state.asString("")));
        String sort = question.path("query").path("sort").path("sort_field").asString("");
        if (asked.isEmpty() || asked.size() > MOST_LOCATIONS || !sort.equals("UPDATED_AT")) {
            return Answer.of(400);
        }
        Instant since = Instant.parse(filter.path("date_time_filter")
                .path("updated_at")
                .path("start_at")
                .asString(""));
        List<Map<String, Object>> found = orders.values().stream()
                .filter(order -> asked.contains(order.get("location_id")) && states.contains(order.get("state")))
                .filter(order ->
                        !Instant.parse((String) order.get("updated_at")).isBefore(since))
                .sorted(Comparator.comparing(order -> (String) order.get("updated_at")))
                .toList();
        int begin = Integer.parseInt(question.path("cursor").asString("0"));
        int end = Math.min(found.size(), begin + ordersAPage);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("orders", found.subList(Math.min(begin, end), end));
        if (end < found.size()) {
            answer.put("cursor", Integer.toString(end));
        }
        return Answer.json(answer);
    }
}
