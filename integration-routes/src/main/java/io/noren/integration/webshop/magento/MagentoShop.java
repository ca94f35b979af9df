package io.noren.integration.webshop.magento;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.StockTarget;
import io.noren.integration.webshop.magento.MagentoRest.Filter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One shop of Magento. Its number is the quantity of an item's source item. Of what all sources have together Magento
 * takes off its own orders that it has not sent, and sends lower the source; so those are what {@link
 * ShopItem#reserved} says, unless the shop's reservations are switched off.
 */
final class MagentoShop implements ConnectedShop {
    private static final int ITEMS_A_PAGE = 200;
    private static final String FIELDS = "items[sku,source_code,quantity],total_count";

    private final MagentoRest rest;
    private final MagentoOrders orders;
    private final List<String> sources;
    private final boolean reserves;

    MagentoShop(ShopAccess access, MagentoRest rest) {
        this.rest = rest;
        this.orders = new MagentoOrders(rest);
        this.sources =
                access.shop().places().values().stream().distinct().sorted().toList();
        this.reserves = access.shop()
                .option(MagentoSystem.RESERVATIONS, MagentoSystem.ON)
                .equals(MagentoSystem.ON);
    }

    /**
     * Source by source, by SKU. A page goes on after the SKU with which the one before ended, not at its number: what is
     * deleted between two pages moves all others up. A page is {@code <source> <SKU>}.
     */
    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int mark = page == null ? -1 : page.indexOf(' ');
        String source = page == null ? sources.get(0) : page.substring(0, mark);
        String after = page == null ? "" : page.substring(mark + 1);
        Map<String, BigDecimal> held = reserves ? orders.unsent() : Map.of();
        JsonNode found = rest.search("/inventory/source-items", filters(source, after), "sku", ITEMS_A_PAGE, FIELDS);
        List<ShopItem> rows = new ArrayList<>();
        for (JsonNode item : found.path("items")) {
            String sku = item.path("sku").asString("");
            rows.add(new ShopItem(
                    sku,
                    source,
                    sku,
                    item.path("quantity").decimalValue(BigDecimal.ZERO),
                    reserves ? held.getOrDefault(sku, BigDecimal.ZERO) : null));
        }
        boolean more = rows.size() < found.path("total_count").asLong(0);
        return new Page<>(
                rows,
                more && !rows.isEmpty()
                        ? source + " " + rows.get(rows.size() - 1).sku()
                        : next(source));
    }

    private static List<Filter> filters(String source, String after) {
        Filter there = new Filter("source_code", "eq", source);
        return after.isEmpty() ? List.of(there) : List.of(there, new Filter("sku", "gt", after));
    }

    private @Nullable String next(String source) {
        return sources.stream()
                .filter(other -> other.compareTo(source) > 0)
                .findFirst()
                .map(other -> other + " ")
                .orElse(null);
    }

    /** All or none; Magento does not say which of them it minds. */
    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        boolean asked = reserves
                && targets.stream().anyMatch(each -> each.number().ordered().signum() > 0);
        Map<String, BigDecimal> held = asked ? new HashMap<>(orders.unsent()) : new HashMap<>();
        List<Map<String, Object>> items = new ArrayList<>();
        List<PushAnswer> answers = new ArrayList<>();
        for (StockTarget target : targets) {
            BigDecimal number = number(target, held);
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("sku", target.externalId());
            item.put("source_code", target.place());
            item.put("quantity", number);
            item.put("status", number.signum() > 0 ? 1 : 0);
            items.add(item);
            answers.add(PushAnswer.told(target, number));
        }
        rest.post("/inventory/source-items", Map.of("sourceItems", items));
        return answers;
    }

    // Magento holds its orders' goods in all sources together: what is given back in one is not given back in the next.
    private BigDecimal number(StockTarget target, Map<String, BigDecimal> held) {
        if (!reserves) {
            return target.number().inShop(null);
        }
        BigDecimal left = held.getOrDefault(target.sku(), BigDecimal.ZERO);
        held.put(target.sku(), left.subtract(target.number().ordered()).max(BigDecimal.ZERO));
        return target.number().inShop(left);
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        return orders.since(since, page);
    }

    @Override
    public boolean hidesChanges() {
        return true;
    }

    @Override
    public List<ShopOrder> look(List<String> ids) {
        return orders.look(ids);
    }
}
