package io.noren.pos.smaregi;

import io.noren.pos.vendor.LocalVendor;
import io.noren.pos.vendor.VendorStory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Smaregi's tokens and transactions. It answers for at most 31 days at once, in the order of the last changes. */
public final class LocalSmaregi extends LocalVendor {
    public static final String CONTRACT = "skp380c6";
    public static final String CLIENT = "app-of-noren";
    public static final String SECRET_HEADER = "X-Our-Secret";

    private static final Duration LONGEST_WINDOW = Duration.ofDays(31);
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");

    private final Map<String, Map<String, Object>> transactions = new LinkedHashMap<>();
    private int tokens;
    private boolean revoked;

    /** A usual sale; callers change what is different. */
    synchronized Map<String, Object> sells(String id, Instant at, List<Map<String, Object>> lines) {
        Map<String, Object> transaction = new LinkedHashMap<>();
        transaction.put("transactionHeadId", id);
        transaction.put("transactionDateTime", written(at.plusSeconds(20)));
        transaction.put("transactionHeadDivision", "1");
        transaction.put("cancelDivision", "0");
        transaction.put("total", "1980");
        transaction.put("storeId", "1");
        transaction.put("terminalId", "3");
        transaction.put("terminalTranDateTime", written(at));
        transaction.put("customerId", "77");
        transaction.put("customerCode", "2900000000017");
        transaction.put("customerPinCode", "pin-private");
        transaction.put("staffName", "Hanako-Private");
        transaction.put("memo", "call 090-7777-1234");
        transaction.put("creditDivision", "card ending 1111");
        transaction.put("returnSales", "0");
        transaction.put("disposeDivision", "0");
        transaction.put("disposeServerTransactionHeadId", "0");
        transaction.put("cancelDateTime", null);
        transaction.put("details", lines);
        transactions.put(id, transaction);
        changes(id, at.plusSeconds(20), Map.of());
        return transaction;
    }

    synchronized void changes(String id, Instant at, Map<String, Object> what) {
        Map<String, Object> transaction = transactions.get(id);
        transaction.putAll(what);
        transaction.put("updDateTime", written(at));
    }

    synchronized void forgets(String id) {
        transactions.remove(id);
    }

    /** Every token that it has given so far. */
    synchronized void revokesItsTokens() {
        revoked = true;
    }

    synchronized int tokensGiven() {
        return tokens;
    }

    static Map<String, Object> line(String code, String quantity, String sum) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("transactionDetailId", "1");
        line.put("transactionDetailDivision", "1");
        line.put("productId", "8000012");
        line.put("productCode", code);
        line.put("productName", "Shirt");
        line.put("salesPrice", "1980");
        line.put("quantity", quantity);
        line.put("unitDiscountedSum", sum);
        line.put("staffName", "Hanako-Private");
        return line;
    }

    static String webhook(String contract, String action, String... ids) {
        return JSON.writeValueAsString(Map.of(
                "contractId", contract, "event", "pos:transactions", "action", action, "transactionHeadIds", ids));
    }

    static String written(Instant at) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(JAPAN));
    }

    @Override
    protected String door() {
        return "Authorization";
    }

    @Override
    protected synchronized void forgetAll() {
        transactions.clear();
        revoked = false;
    }

    @Override
    protected synchronized Answer answer(Request request) {
        if (request.path().equals("/app/" + CONTRACT + "/token")) {
            return token(request);
        }
        String all = "/" + CONTRACT + "/pos/transactions";
        if (revoked || !("Bearer token-" + tokens).equals(request.token())) {
            return Answer.of(401);
        }
        if (!request.query().getOrDefault("with_details", "none").equals("all")) {
            return Answer.of(400);
        }
        if (request.path().startsWith(all + "/")) {
            Map<String, Object> found = transactions.get(request.path().substring(all.length() + 1));
            return found == null ? Answer.of(404) : Answer.json(found);
        }
        return request.path().equals(all) ? list(request.query()) : Answer.of(404);
    }

    private Answer token(Request request) {
        String ours =
                Base64.getEncoder().encodeToString((CLIENT + ":" + VendorStory.TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + ours).equals(request.token())) {
            return Answer.of(401);
        }
        if (!request.body().path("grant_type").asString("").equals("client_credentials")
                || !request.body().path("scope").asString("").equals("pos.transactions:read")) {
            return Answer.of(400);
        }
        revoked = false;
        tokens++;
        return Answer.json(Map.of("access_token", "token-" + tokens, "expires_in", 3600, "token_type", "Bearer"));
    }

    private Answer list(Map<String, String> query) {
        Instant from = time(query.get("upd_date_time-from"));
        Instant to = time(query.get("upd_date_time-to"));
        if (Duration.between(from, to).compareTo(LONGEST_WINDOW) > 0
                || !query.get("sort").equals("updDateTime,transactionHeadId")) {
            return Answer.of(400);
        }
        List<Map<String, Object>> found = new ArrayList<>(transactions.values().stream()
                .filter(each -> !changed(each).isBefore(from) && !changed(each).isAfter(to))
                .sorted(Comparator.comparing(LocalSmaregi::changed)
                        .thenComparing(each -> Long.parseLong((String) each.get("transactionHeadId"))))
                .toList());
        int size = Integer.parseInt(query.get("limit"));
        int begin = Math.min(found.size(), (Integer.parseInt(query.get("page")) - 1) * size);
        return Answer.json(found.subList(begin, Math.min(found.size(), begin + size)));
    }

    private static Instant changed(Map<String, Object> transaction) {
        return time((String) transaction.get("updDateTime"));
    }

    private static Instant time(String written) {
        return OffsetDateTime.parse(written).toInstant();
    }
}
