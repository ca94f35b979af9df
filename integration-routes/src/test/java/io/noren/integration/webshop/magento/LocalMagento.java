package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.LocalShop;
import io.noren.integration.webshop.ShopTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Adobe Commerce / Magento 2.4 with Multi Source Inventory: a bearer token, searches by criteria and page, source items
 * saved all or none and answered with an empty list, SKUs that no product has taken without a word. Input limits (20
 * entities, pages of 300) are off until switched on, as delivered. It has no webhooks.
 */
final class LocalMagento extends LocalShop {
    static final String TOKEN = "local-integration-token";

    private static final int MOST_ENTITIES = 20;
    private static final int LARGEST_PAGE = 300;

    final ShopTime time;
    final MagentoStore store;
    private final Map<String, List<Map<String, Object>>> bulks = new LinkedHashMap<>();
    private boolean limited;

    /** Input limiting is switched on in Services, Web API limits. */
    void limitsInput() {
        limited = true;
    }

    LocalMagento() {
        this(Instant.parse("2026-11-24T00:00:00Z"));
    }

    /** A shop whose clock begins there and moves when the test says so. */
    LocalMagento(Instant start) {
        time = new ShopTime(start);
        store = new MagentoStore(time);
    }

    @Override
    protected Answer answer(Request request) {
        if (!request.header("Authorization").equals("Bearer " + TOKEN)) {
            return new Answer(
                    401,
                    Map.of(
                            "message",
                            "The consumer isn't authorized to access %resources.",
                            "parameters",
                            Map.of("resources", "Magento_InventoryApi::source_edit")));
        }
        String path = request.path().replaceFirst("^/rest/(all/|default/)?", "/");
        boolean post = request.method().equals("POST");
        if (post && path.equals("/V1/inventory/source-items")) {
            return saved(request.json().path("sourceItems"));
        }
        if (post && path.equals("/async/bulk/V1/inventory/source-items")) {
            return queued(request.json());
        }
        if (path.startsWith("/V1/bulk/") && path.endsWith("/status")) {
            return bulk(path.substring("/V1/bulk/".length(), path.length() - "/status".length()));
        }
        return switch (path) {
            case "/V1/inventory/source-items" -> page(store.sourceItems(Criteria.of(request.query())), request.query());
            case "/V1/products" -> page(store.products(Criteria.of(request.query())), request.query());
            case "/V1/orders" -> page(store.orders(Criteria.of(request.query())), request.query());
            default -> new Answer(404, Map.of("message", "Request does not match any route."));
        };
    }

    private Answer saved(JsonNode items) {
        if (items.isEmpty()) {
            return new Answer(400, Map.of("message", "Input data is empty"));
        }
        if (limited && items.size() > MOST_ENTITIES) {
            return new Answer(
                    400,
                    Map.of(
                            "message",
                            "Maximum items of type \"%type\" is %maximum",
                            "parameters",
                            Map.of(
                                    "type",
                                    "\\Magento\\InventoryApi\\Api\\Data\\SourceItemInterface",
                                    "maximum",
                                    MOST_ENTITIES)));
        }
        Map<String, Object> refusal = store.saved(items);
        return refusal.isEmpty() ? new Answer(200, List.of()) : new Answer(400, refusal);
    }

    /** Each element is an operation of its own, worked off by a consumer; here at once. */
    private Answer queued(JsonNode operations) {
        String id = "bulk-" + (bulks.size() + 1);
        List<Map<String, Object>> accepted = new ArrayList<>();
        List<Map<String, Object>> done = new ArrayList<>();
        for (JsonNode each : operations) {
            int number = accepted.size();
            accepted.add(Map.of("id", number, "status", "accepted"));
            Map<String, Object> refusal = store.saved(each.path("sourceItems"));
            done.add(Map.of(
                    "id",
                    number,
                    "status",
                    refusal.isEmpty() ? 1 : 3,
                    "result_message",
                    refusal.isEmpty() ? "Service execution success" : refusal.get("message")));
        }
        bulks.put(id, done);
        return new Answer(202, Map.of("bulk_uuid", id, "request_items", accepted, "errors", false));
    }

    private Answer bulk(String id) {
        List<Map<String, Object>> operations = bulks.get(id);
        return operations == null
                ? new Answer(404, Map.of("message", "Bulk uuid %bulkUuid not exist"))
                : new Answer(
                        200,
                        Map.of("bulk_id", id, "operations_list", operations, "operation_count", operations.size()));
    }

    /** A page beyond the last is the last page again, as Magento's collections answer. */
    private Answer page(List<Map<String, Object>> all, Map<String, String> query) {
        int size = Integer.parseInt(query.getOrDefault("searchCriteria[pageSize]", "0"));
        if (limited && size > LARGEST_PAGE) {
            return new Answer(400, Map.of("message", "Maximum SearchCriteria pageSize is " + LARGEST_PAGE));
        }
        int pages = size == 0 ? 1 : Math.max(1, (all.size() + size - 1) / size);
        int page = Math.min(pages, Integer.parseInt(query.getOrDefault("searchCriteria[currentPage]", "1")));
        int from = size == 0 ? 0 : (page - 1) * size;
        int to = size == 0 ? all.size() : Math.min(all.size(), from + size);
        return new Answer(
                200, Map.of("items", all.subList(from, to), "search_criteria", Map.of(), "total_count", all.size()));
    }
}
