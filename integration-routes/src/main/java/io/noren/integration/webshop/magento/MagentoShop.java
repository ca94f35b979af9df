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

    /** Source item by source item; a page is its number. Beyond the last page Magento gives the last again. */
    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int number = page == null ? 1 : Integer.parseInt(page);
        Map<String, BigDecimal> held = reserves ? orders.unsent() : Map.of();
        JsonNode found = rest.search(
                "/inventory/source-items",
                List.of(new Filter("source_code", "in", String.join(",", sources))),
                "source_item_id",
                ITEMS_A_PAGE,
                number,
                FIELDS);
        List<ShopItem> rows = new ArrayList<>();
        for (JsonNode item : found.path("items")) {
            String sku = item.path("sku").asString("");
            rows.add(new ShopItem(
                    sku,
                    item.path("source_code").asString(""),
                    sku,
                    item.path("quantity").decimalValue(BigDecimal.ZERO),
                    reserves ? held.getOrDefault(sku, BigDecimal.ZERO) : null));
        }
        boolean more = (long) number * ITEMS_A_PAGE < found.path("total_count").asLong(0);
        return new Page<>(rows, more ? Integer.toString(number + 1) : null);
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
}
