package io.noren.pos.loyverse;

import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loyverse's receipts, 250 a page at most, with the cursor of the next one. */
public final class LocalLoyverse extends LocalVendor {
    private final Map<String, Map<String, Object>> receipts = new LinkedHashMap<>();
    int receiptsAPage = 250;

    synchronized Map<String, Object> writes(String number, String type, Instant at, List<Map<String, Object>> lines) {
        Map<String, Object> receipt = new LinkedHashMap<>();
        receipt.put("receipt_number", number);
        receipt.put("receipt_type", type);
        receipt.put("note", "call 090-7777-1234");
        receipt.put("receipt_date", at.toString());
        receipt.put("created_at", at.plusSeconds(5).toString());
        receipt.put("updated_at", at.plusSeconds(5).toString());
        receipt.put("cancelled_at", null);
        receipt.put("store_id", "5f0c-ginza");
        receipt.put("pos_device_id", "1d05e2e2-00b1-4e6e-9d4a-58e1d1e5c001");
        receipt.put("employee_id", "e-private");
        receipt.put("customer_id", "c-private");
        receipt.put("line_items", lines);
        receipt.put("payments", List.of(Map.of("payment_details", Map.of("card_number", "************1111"))));
        receipts.put(number, receipt);
        return receipt;
    }

    static Map<String, Object> line(String sku, double quantity, double money) {
        return Map.of(
                "sku",
                sku,
                "variant_id",
                "06929667-cc44-4bbb-b226-6758285d7033",
                "item_name",
                "Shirt",
                "quantity",
                quantity,
                "total_money",
                money,
                "line_note",
                "for Hanako-Private");
    }

    static String webhook(Instant at, List<Map<String, Object>> receipts) {
        return JSON.writeValueAsString(Map.of(
                "merchant_id", "m1", "type", "receipts.update", "created_at", at.toString(), "receipts", receipts));
    }

    @Override
    protected String door() {
        return "Authorization";
    }

    @Override
    protected synchronized void forgetAll() {
        receipts.clear();
        receiptsAPage = 250;
    }

    @Override
    protected synchronized Answer answer(Request request) {
        if (!("Bearer " + VendorStory.TOKEN).equals(request.token())) {
            return Answer.of(401);
        }
        if (!request.path().equals("/v1.0/receipts")) {
            return Answer.of(404);
        }
        Instant since = Instant.parse(request.query().getOrDefault("updated_at_min", "2000-01-01T00:00:00Z"));
        List<Map<String, Object>> found = receipts.values().stream()
                .filter(receipt ->
                        !Instant.parse((String) receipt.get("updated_at")).isBefore(since))
                .toList();
        int begin = Integer.parseInt(request.query().getOrDefault("cursor", "0"));
        int end = Math.min(found.size(), begin + receiptsAPage);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("receipts", found.subList(Math.min(begin, end), end));
        if (end < found.size()) {
            answer.put("cursor", Integer.toString(end));
        }
        return Answer.json(answer);
    }
}
