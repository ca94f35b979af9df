package io.noren.integration.webshop.woocommerce;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockNumber;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.woocommerce.WooOpenOrders.Wanted;
import io.noren.integration.webshop.woocommerce.WooRest.Listed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** What other sites sell, and what is only several products shown together. */
    private static final Set<String> NEVER_COUNTED = Set.of("external", "grouped");
    /** Not counted by WooCommerce so far: to be written in any case. */
    private static final BigDecimal NOT_COUNTED = BigDecimal.ONE.negate();

    private final WooRest rest;
    private final HookSecrets secrets;
    private final WooOrders orders;
    private final WooOpenOrders open;

    WooShop(WooRest rest, HookSecrets secrets, Clock clock) {
        this.rest = rest;
        this.secrets = secrets;
        this.orders = new WooOrders(rest, clock);
        this.open = new WooOpenOrders(rest, orders, clock);
    }

    /**
     * Product by product, the last page first: a product that is deleted between two pages moves those up that were read
     * already. Only new ones can be missed, which have no row to lose. A page is its number; the first question only
     * finds out how many there are.
     */
    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int number = page == null ? 1 : Integer.parseInt(page);
        Listed products = rest.list("/products", query(PRODUCTS_A_PAGE, number));
        if (page == null && products.pages() > 1) {
            return new Page<>(List.of(), Integer.toString(products.pages()));
        }
        Map<String, Wanted> wanted = open.now();
        List<ShopItem> rows = new ArrayList<>();
        for (JsonNode product : products.rows()) {
            String type = product.path("type").asString("");
            if (type.equals("variable")) {
                addVariations(product.path("id").asLong(), wanted, rows);
            } else if (!NEVER_COUNTED.contains(type)) {
                add(product, Long.toString(product.path("id").asLong()), wanted, rows);
            }
        }
        return new Page<>(rows, number > 1 ? Integer.toString(number - 1) : null);
    }

    private void addVariations(long product, Map<String, Wanted> wanted, List<ShopItem> rows) {
        int page = 1;
        int pages;
        do {
            Listed variations = rest.list("/products/" + product + "/variations", query(WooRest.MOST_A_PAGE, page));
            variations
                    .rows()
                    .forEach(each -> add(each, product + "/" + each.path("id").asLong(), wanted, rows));
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

    private static void add(JsonNode product, String id, Map<String, Wanted> wanted, List<ShopItem> rows) {
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
                wanted.getOrDefault(sku, Wanted.NOTHING).held()));
    }

    /** Products in one batch, the variations of each product in one of its own: WooCommerce takes them apart only. */
    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        Map<String, Wanted> wanted = open.now();
        Map<String, List<StockTarget>> byPath = new LinkedHashMap<>();
        for (StockTarget target : targets) {
            int parent = target.externalId().indexOf('/');
            String path = parent < 0
                    ? "/products/batch"
                    : "/products/" + target.externalId().substring(0, parent) + "/variations/batch";
            byPath.computeIfAbsent(path, each -> new ArrayList<>()).add(target);
        }
        List<PushAnswer> answers = new ArrayList<>();
        byPath.forEach((path, some) -> send(path, some, wanted, answers));
        return answers;
    }

    private void send(String path, List<StockTarget> targets, Map<String, Wanted> wanted, List<PushAnswer> answers) {
        Map<Long, StockTarget> byId = new LinkedHashMap<>();
        Map<Long, BigDecimal> numbers = new LinkedHashMap<>();
        List<Map<String, Object>> updates = new ArrayList<>();
        for (StockTarget target : targets) {
            long id = Long.parseLong(
                    target.externalId().substring(target.externalId().indexOf('/') + 1));
            BigDecimal number = number(target.number(), wanted.getOrDefault(target.sku(), Wanted.NOTHING));
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
            answer(target, number, done).ifPresent(answers::add);
        }
    }

    /**
     * What may be promised, and on top what WooCommerce takes off by itself while it sells. WooCommerce cannot compare
     * before it writes, so what its orders want that we do not know yet is left out: a number written over the one that
     * such an order has just lowered does not offer its goods again.
     */
    private static BigDecimal number(StockNumber number, Wanted wanted) {
        BigDecimal unknown = wanted.wanted().subtract(number.ordered()).max(BigDecimal.ZERO);
        return number.net()
                .add(wanted.held())
                .subtract(unknown)
                .max(BigDecimal.ZERO)
                .setScale(0, RoundingMode.FLOOR);
    }

    /** An answer is the product as it is now; with another number somebody else was there, and it is told again. */
    private static Optional<PushAnswer> answer(StockTarget target, BigDecimal number, JsonNode done) {
        JsonNode error = done.path("error");
        if (error.isObject()) {
            String reason = error.path("message").asString("") + " ("
                    + error.path("code").asString("") + ")";
            return Optional.of(PushAnswer.refused(target, "WooCommerce: " + reason));
        }
        JsonNode there = done.path("stock_quantity");
        if (!there.isNumber()) {
            return Optional.of(PushAnswer.refused(
                    target, "WooCommerce does not count this product: is its stock management switched off?"));
        }
        return there.decimalValue().compareTo(number) == 0
                ? Optional.of(PushAnswer.told(target, number))
                : Optional.empty();
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        return orders.since(since, page);
    }

    /** Those that are deleted: no list has them. */
    @Override
    public boolean hidesChanges() {
        return true;
    }

    @Override
    public List<ShopOrder> look(List<String> ids) {
        return orders.look(ids);
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
            return orders.heard(topic, JsonMapper.shared().readTree(hook.body()));
        } catch (JacksonException e) {
            throw ShopTrouble.objects("The webhook's body is not JSON.");
        }
    }

    // Sent once, unsigned, when a webhook is saved; answered with anything but 200 the webhook is not used.
    private static boolean isPing(ShopHook hook) {
        return hook.header("X-WC-Webhook-Signature") == null && hook.text().matches("webhook_id=[0-9]{1,18}");
    }
}
