package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.ShopAccess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Magento's REST, with the integration's token; a search is spelt out in parameters. */
final class MagentoRest {
    private static final String BASE = "/rest/all/V1";

    private final ShopAccess access;

    MagentoRest(ShopAccess access) {
        this.access = access;
    }

    /** One thing that all found must be: {@code field condition value}. */
    record Filter(String field, String condition, String value) {}

    /** The first so many; what comes after them is found by filters, not by the number of a page. */
    JsonNode search(String path, List<Filter> filters, String sortedBy, int size, String fields) {
        List<String> query = new ArrayList<>();
        for (int n = 0; n < filters.size(); n++) {
            Filter filter = filters.get(n);
            String group = "searchCriteria[filter_groups][" + n + "][filters][0]";
            add(query, group + "[field]", filter.field());
            add(query, group + "[condition_type]", filter.condition());
            add(query, group + "[value]", filter.value());
        }
        add(query, "searchCriteria[sortOrders][0][field]", sortedBy);
        add(query, "searchCriteria[sortOrders][0][direction]", "ASC");
        add(query, "searchCriteria[pageSize]", Integer.toString(size));
        add(query, "searchCriteria[currentPage]", "1");
        add(query, "fields", fields);
        return access.http()
                .get(BASE + path + "?" + String.join("&", query), headers())
                .body();
    }

    void post(String path, Object body) {
        access.http().post(BASE + path, headers(), body);
    }

    private Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + access.credential(MagentoSystem.TOKEN));
    }

    private static void add(List<String> query, String name, String value) {
        query.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
