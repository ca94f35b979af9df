package io.noren.pos.square;

import io.noren.pos.vendor.VendorFeed;
import io.noren.pos.vendor.VendorHttp;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorLimits;
import io.noren.pos.vendor.VendorSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks Square for the orders that are done, ten locations at a time, because it takes no more. */
final class SquareFeed implements VendorFeed {
    private static final String USUAL_ADDRESS = "https://connect.squareup.com";
    private static final String VERSION = "2026-01-22";

    private static final int LOCATIONS_AT_ONCE = 10;
    private static final int ORDERS_A_PAGE = 100;

    /** Square does not say how many it takes; of this many it does not complain. */
    private static final int REQUESTS = 5;

    private static final Pattern PAGE = Pattern.compile("([0-9]{1,6}):(.*)", Pattern.DOTALL);

    private final VendorLimits limits;
    private @Nullable List<String> locations;

    SquareFeed(VendorSource seller) {
        this.limits = new VendorLimits(
                seller.address(USUAL_ADDRESS),
                Map.of("Authorization", "Bearer " + seller.token(), "Square-Version", VERSION),
                REQUESTS,
                Duration.ofSeconds(1),
                ORDERS_A_PAGE);
    }

    @Override
    public VendorLimits limits() {
        return limits;
    }

    /** A page is named by the number of its locations' group and Square's own cursor within that. */
    @Override
    public Page changedSince(Instant since, @Nullable String page, VendorHttp http) {
        var named = PAGE.matcher(page == null ? "0:" : page);
        int group = named.matches() ? Integer.parseInt(named.group(1)) : 0;
        String cursor = named.matches() ? named.group(2) : "";
        List<String> all = locations(http);
        int from = group * LOCATIONS_AT_ONCE;
        if (from >= all.size()) {
            return new Page(List.of(), null);
        }
        int to = Math.min(all.size(), from + LOCATIONS_AT_ONCE);
        Map<String, Object> question = new HashMap<>();
        question.put("location_ids", all.subList(from, to));
        question.put("limit", ORDERS_A_PAGE);
        question.put(
                "query",
                Map.of(
                        "filter",
                        Map.of(
                                "date_time_filter",
                                Map.of("updated_at", Map.of("start_at", since.toString())),
                                "state_filter",
                                Map.of("states", List.of("COMPLETED", "CANCELED"))),
                        "sort",
                        Map.of("sort_field", "UPDATED_AT", "sort_order", "ASC")));
        if (!cursor.isEmpty()) {
            question.put("cursor", cursor);
        }
        JsonNode answer = http.post("/v2/orders/search", question);
        String next = VendorJson.text(answer, "cursor");
        return new Page(
                done(answer), !next.isEmpty() ? group + ":" + next : to < all.size() ? (group + 1) + ":" : null);
    }

    @Override
    public Page fetch(List<String> subjects, VendorHttp http) {
        return new Page(done(http.post("/v2/orders/batch-retrieve", Map.of("order_ids", subjects))), null);
    }

    /** In the order of their names, so that a page means the same locations later. */
    private List<String> locations(VendorHttp http) {
        if (locations == null) {
            List<String> found = new ArrayList<>();
            http.get("/v2/locations").path("locations").forEach(location -> found.add(VendorJson.text(location, "id")));
            locations = found.stream().sorted().toList();
        }
        return locations;
    }

    private static List<JsonNode> done(JsonNode answer) {
        List<JsonNode> orders = new ArrayList<>();
        for (JsonNode order : answer.path("orders")) {
            String state = VendorJson.text(order, "state");
            if (state.equals("COMPLETED") || state.equals("CANCELED")) {
                orders.add(order);
            }
        }
        return orders;
    }
}
