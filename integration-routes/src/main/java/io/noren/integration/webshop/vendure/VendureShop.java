package io.noren.integration.webshop.vendure;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.NewsSignal;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.StockTarget;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One Vendure. */
final class VendureShop implements ConnectedShop {
    private static final int A_PAGE = 100;
    private static final String LEVELS = "stockLevels { stockLocationId stockOnHand stockAllocated }";
    private static final String ITEMS = """
            query ($skip: Int!, $take: Int!) {
              productVariants(options: { skip: $skip, take: $take, sort: { id: ASC } }) {
                items { id sku trackInventory %s }
              }
            }""".formatted(LEVELS);
    private static final String SOME = """
            query ($ids: [String!]!, $take: Int!) {
              productVariants(options: { take: $take, filter: { id: { in: $ids } } }) { items { id %s } }
            }""".formatted(LEVELS);
    private static final String WRITE = """
            mutation ($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }""";

    private final VendureApi api;
    private final HookSecrets secrets;

    VendureShop(VendureApi api, HookSecrets secrets) {
        this.api = api;
        this.secrets = secrets;
    }

    private record Level(BigDecimal onHand, BigDecimal allocated) {}

    @Override
    public Page<ShopItem> items(@Nullable String page) {
        int skip = page == null ? 0 : Integer.parseInt(page);
        JsonNode rows = api.ask(ITEMS, Map.of("skip", skip, "take", A_PAGE))
                .path("productVariants")
                .path("items");
        List<ShopItem> items = new ArrayList<>();
        rows.forEach(variant -> variant.path("stockLevels").forEach(level -> {
            String sku = variant.path("sku").asString("");
            if (!sku.isEmpty() && VendureOrders.hasStock(variant)) {
                items.add(new ShopItem(
                        sku,
                        level.path("stockLocationId").asString(""),
                        variant.path("id").asString(),
                        level.path("stockOnHand").decimalValue(),
                        level.path("stockAllocated").decimalValue()));
            }
        }));
        return new Page<>(items, rows.size() < A_PAGE ? null : Integer.toString(skip + rows.size()));
    }

    /** Reads what the shop has allocated, then writes: the moment between is a request long, not a poll. */
    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        Map<String, Level> levels =
                levels(targets.stream().map(StockTarget::externalId).distinct().toList());
        Map<String, List<Map<String, Object>>> updates = new LinkedHashMap<>();
        List<PushAnswer> answers = new ArrayList<>();
        for (StockTarget target : targets) {
            Level level = levels.get(target.externalId() + "@" + target.place());
            if (level == null) {
                answers.add(PushAnswer.refused(
                        target, "The shop no longer keeps this item at its stock location " + target.place() + "."));
                continue;
            }
            BigDecimal number = target.number().inShop(level.allocated());
            if (number.compareTo(level.onHand()) != 0) {
                updates.computeIfAbsent(target.externalId(), id -> new ArrayList<>())
                        .add(Map.of("stockLocationId", target.place(), "stockOnHand", number));
            }
            answers.add(PushAnswer.told(target, number));
        }
        if (!updates.isEmpty()) {
            List<Map<String, Object>> input = new ArrayList<>();
            updates.forEach((id, stock) -> input.add(Map.of("id", id, "stockLevels", stock)));
            api.ask(WRITE, Map.of("input", input));
        }
        return answers;
    }

    private Map<String, Level> levels(List<String> ids) {
        Map<String, Level> levels = new HashMap<>();
        api.ask(SOME, Map.of("ids", ids, "take", ids.size()))
                .path("productVariants")
                .path("items")
                .forEach(variant -> variant.path("stockLevels")
                        .forEach(level -> levels.put(
                                variant.path("id").asString() + "@"
                                        + level.path("stockLocationId").asString(""),
                                new Level(
                                        level.path("stockOnHand").decimalValue(),
                                        level.path("stockAllocated").decimalValue()))));
        return levels;
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        return new OrderSweep(api).page(since, page);
    }

    @Override
    public boolean hidesChanges() {
        return true;
    }

    @Override
    public List<ShopOrder> look(List<String> ids) {
        return VendureOrders.readAll(api.ask(VendureOrders.CHOSEN, Map.of("ids", ids, "take", ids.size())));
    }

    @Override
    public ShopNews heard(ShopHook hook) {
        return NewsSignal.heard(hook, secrets);
    }
}
