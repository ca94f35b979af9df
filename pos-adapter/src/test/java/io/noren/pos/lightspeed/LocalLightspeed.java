package io.noren.pos.lightspeed;

import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lightspeed's sales, in the order of their versions, which each change raises. */
public final class LocalLightspeed extends LocalVendor {
    public static final String GINZA = "b1e04bd8-f019-11e3-a0f5-b8ca3a64f8f4";
    static final String TILL = "b1e198a9-f019-11e3-a0f5-b8ca3a64f8f4";

    private final Map<String, Map<String, Object>> sales = new LinkedHashMap<>();
    private long version = 173_456_345_676L;
    int salesAPage = 100;

    /** A closed sale that was paid; callers change what is different. */
    synchronized Map<String, Object> closes(String id, Instant at, List<Map<String, Object>> lines) {
        Map<String, Object> sale = new LinkedHashMap<>();
        sale.put("id", id);
        sale.put("state", "closed");
        sale.put("attributes", List.of());
        sale.put("date", at.toString());
        sale.put("created_at", at.toString());
        sale.put("customer_id", "06e35f89-3783-11e6-ec7e-13193f7bd2ed");
        sale.put("note", "for Hanako-Private, call 090-7777-1234");
        sale.put("source", Map.of("outlet_id", GINZA, "register_id", TILL, "author", Map.of("id", "staff-private")));
        sale.put("payments", List.of(payment()));
        sale.put("line_items", lines);
        sales.put(id, sale);
        changes(id, at, Map.of());
        return sale;
    }

    /** Nothing else than this, and that it changed. */
    synchronized void changes(String id, Instant at, Map<String, Object> what) {
        Map<String, Object> sale = sales.get(id);
        sale.putAll(what);
        sale.put("updated_at", at.toString());
        version += 7;
        sale.put("_metadata", Map.of("version", version));
    }

    /** Under a version that others have passed already. */
    synchronized void shows(String id, Object metadata) {
        sales.get(id).put("_metadata", metadata);
    }

    static Map<String, Object> payment() {
        return Map.of(
                "amount", 3960, "external_attributes", List.of(Map.of("card_last_four_digits", "1111")), "id", "pay-1");
    }

    static Map<String, Object> line(String product, double quantity, double total, double tax) {
        return Map.of(
                "id",
                "188a87aa-06fe-11e4-a0f5-b8ca3a64f8f4",
                "product",
                Map.of("id", product),
                "quantity",
                quantity,
                "note",
                "gift for Hanako-Private",
                "pricing",
                Map.of("price", 1, "total", total),
                "tax",
                Map.of("amount", 1, "total", tax));
    }

    /** As Lightspeed's webhooks tell a sale: in an older form than its API. */
    static String webhook(String id, Instant at) {
        String payload = JSON.writeValueAsString(Map.of(
                "id",
                id,
                "status",
                "CLOSED",
                "sale_date",
                written(at),
                "created_at",
                written(at),
                "updated_at",
                written(at),
                "customer",
                Map.of("first_name", "Hanako-Private"),
                "register_sale_products",
                List.of(Map.of("product_id", "p", "quantity", 1))));
        return "domain_prefix=example&payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8)
                + "&type=sale.update";
    }

    private static String written(Instant at) {
        return at.toString().replace('T', ' ').replace("Z", "");
    }

    @Override
    protected String door() {
        return "Authorization";
    }

    @Override
    protected synchronized void forgetAll() {
        sales.clear();
        salesAPage = 100;
    }

    @Override
    protected synchronized Answer answer(Request request) {
        String all = "/api/2026-07/sales";
        if (!("Bearer " + VendorStory.TOKEN).equals(request.token())) {
            return Answer.of(401);
        }
        if (request.path().startsWith(all + "/")) {
            Map<String, Object> sale = sales.get(request.path().substring(all.length() + 1));
            return sale == null ? Answer.of(404) : Answer.json(Map.of("data", sale));
        }
        if (!request.path().equals(all)) {
            return Answer.of(404);
        }
        long after = Long.parseLong(request.query().getOrDefault("after", "0"));
        int size = Math.min(salesAPage, Integer.parseInt(request.query().getOrDefault("page_size", "100")));
        List<Map<String, Object>> found = new ArrayList<>(sales.values().stream()
                .filter(sale -> version(sale) > after)
                .sorted(Comparator.comparing(LocalLightspeed::version))
                .limit(size)
                .toList());
        return Answer.json(Map.of("data", found, "version", Map.of()));
    }

    private static long version(Map<String, Object> sale) {
        return (long) ((Map<?, ?>) sale.get("_metadata")).get("version");
    }
}
