package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.woocommerce.WooRest.Listed;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One WooCommerce shop. Its number is a product's or a variation's {@code stock_quantity}: less every order that is paid
 * or awaited, because WooCommerce counts those down itself, but not less the orders whose payment is under way. Those it
 * takes off while it sells, so they are what {@link ShopItem#reserved} says.
 *
 * <p>An item's name here is {@code <product>}, or {@code <parent>/<variation>}.
 */
final class WooShop implements ConnectedShop {
    private static final int PRODUCTS_A_PAGE = 50;
    /** Not counted by WooCommerce so far: to be written in any case. */
    private static final BigDecimal NOT_COUNTED = BigDecimal.ONE.negate();

    private final WooRest rest;
    private final HookSecrets secrets;
    private final WooOrders orders;

    WooShop(WooRest rest, HookSecrets secrets, Clock clock) {
        this.rest = rest;
        this.secrets = secrets;
        this.orders = new WooOrders(rest, clock);
    }

    /** Product by product; a page is its number. */
    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int number = page == null ? 1 : Integer.parseInt(page);
        Map<String, BigDecimal> unpaid = orders.unpaid();
        Listed products = rest.list("/products", query(PRODUCTS_A_PAGE, number));
        List<ShopItem> rows = new ArrayList<>();
        for (JsonNode product : products.rows()) {
            if (product.path("type").asString("").equals("variable")) {
                addVariations(product.path("id").asLong(), unpaid, rows);
            } else {
                add(product, Long.toString(product.path("id").asLong()), unpaid, rows);
            }
        }
        return new Page<>(rows, number < products.pages() ? Integer.toString(number + 1) : null);
    }

    private void addVariations(long product, Map<String, BigDecimal> unpaid, List<ShopItem> rows) {
        int page = 1;
        int pages;
        do {
            Listed variations = rest.list("/products/" + product + "/variations", query(WooRest.MOST_A_PAGE, page));
            variations
                    .rows()
                    .forEach(each -> add(each, product + "/" + each.path("id").asLong(), unpaid, rows));
            pages = variations.pages();
        } while (++page <= pages);
    }

    private static Map<String, String> query(int size, int page) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("per_page", Integer.toString(size));
        query.put("page", Integer.toString(page));
        query.put("orderby", "id");
        query.put("order", "asc");
        return query;
    }

    private static void add(JsonNode product, String id, Map<String, BigDecimal> unpaid, List<ShopItem> rows) {
        String sku = product.path("sku").asString("");
        if (sku.isBlank()) {
            return;
        }
        // Of a variation it may also say "parent": then the variation itself is not counted.
        boolean counted = product.path("manage_stock").isBoolean()
                && product.path("manage_stock").asBoolean();
        JsonNode quantity = product.path("stock_quantity");
        rows.add(new ShopItem(
                sku,
                "",
                id,
                counted && quantity.isNumber() ? quantity.decimalValue() : NOT_COUNTED,
                unpaid.getOrDefault(sku, BigDecimal.ZERO)));
    }

    /** Products in one batch, the variations of each product in one of its own: WooCommerce takes them apart only. */
    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        boolean asked =
                targets.stream().anyMatch(target -> target.number().ordered().signum() > 0);
        Map<String, BigDecimal> unpaid = asked ? orders.unpaid() : Map.of();
        Map<String, List<StockTarget>> byPath = new LinkedHashMap<>();
        for (StockTarget target : targets) {
            int parent = target.externalId().indexOf('/');
            String path = parent < 0
                    ? "/products/batch"
                    : "/products/" + target.externalId().substring(0, parent) + "/variations/batch";
            byPath.computeIfAbsent(path, each -> new ArrayList<>()).add(target);
        }
        List<PushAnswer> answers = new ArrayList<>();
        byPath.forEach((path, some) -> send(path, some, unpaid, answers));
        return answers;
    }

    private void send(
            String path, List<StockTarget> targets, Map<String, BigDecimal> unpaid, List<PushAnswer> answers) {
        Map<Long, StockTarget> byId = new LinkedHashMap<>();
        Map<Long, BigDecimal> numbers = new LinkedHashMap<>();
        List<Map<String, Object>> updates = new ArrayList<>();
        for (StockTarget target : targets) {
            long id = Long.parseLong(
                    target.externalId().substring(target.externalId().indexOf('/') + 1));
            BigDecimal number = target.number().inShop(unpaid.getOrDefault(target.sku(), BigDecimal.ZERO));
            byId.put(id, target);
            numbers.put(id, number);
            updates.add(Map.of("id", id, "manage_stock", true, "stock_quantity", number.longValueExact()));
        }
        for (JsonNode done : rest.post(path, Map.of("update", updates)).path("update")) {
            long id = done.path("id").asLong(0);
            StockTarget target = byId.get(id);
            BigDecimal number = numbers.get(id);
            if (target == null || number == null) {
                continue;
            }
            JsonNode error = done.path("error");
            answers.add(
                    error.isObject()
                            ? PushAnswer.refused(
                                    target,
                                    "WooCommerce: " + error.path("message").asString("") + " ("
                                            + error.path("code").asString("") + ")")
                            : PushAnswer.told(target, number));
        }
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        return orders.since(since, page);
    }

    @Override
    public ShopNews heard(ShopHook hook) {
        if (isPing(hook)) {
            return new ShopNews(List.of(), false);
        }
        secrets.demandSigned(hook, "X-WC-Webhook-Signature");
        String topic = hook.header("X-WC-Webhook-Topic");
        if (topic == null || !topic.startsWith("order.")) {
            return new ShopNews(List.of(), false);
        }
        try {
            return new ShopNews(orders.told(topic, JsonMapper.shared().readTree(hook.body())), false);
        } catch (JacksonException e) {
            throw ShopTrouble.objects("The webhook's body is not JSON.");
        }
    }

    // Sent once, unsigned, when a webhook is saved; answered with anything but 200 the webhook is not used.
    private static boolean isPing(ShopHook hook) {
        return hook.header("X-WC-Webhook-Signature") == null && hook.text().matches("webhook_id=[0-9]{1,18}");
    }
}
