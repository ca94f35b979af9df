package io.noren.integration.webshop.shopify;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.HookSecrets;
import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopAccess;
import io.noren.integration.webshop.ShopHook;
import io.noren.integration.webshop.ShopItem;
import io.noren.integration.webshop.ShopOrder;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One Shopify shop. Its number is what is <em>on hand</em> at a location; what is committed to its orders Shopify takes
 * off by itself, which {@link ShopItem#reserved} says. So an order that we have not heard of yet lowers what Shopify
 * offers whatever we write.
 *
 * <p>A webhook only says that there is something to ask for: the order itself is always read from the API, where it
 * comes with the location that it is sent from, so two deliveries in the wrong order do no harm.
 */
final class ShopifyShop implements ConnectedShop {
    private static final int LEVELS_A_PAGE = 100;

    private static final String LEVELS = """
            query($location: ID!, $first: Int!, $after: String) {
              location(id: $location) {
                inventoryLevels(first: $first, after: $after) {
                  nodes { item { id sku tracked } quantities(names: ["on_hand", "committed"]) { name quantity } }
                  pageInfo { hasNextPage endCursor } } } }
            """;

    private final ShopAccess access;
    private final ShopifyGraphql graphql;
    private final HookSecrets secrets;
    private final ShopifyPush push;
    private final ShopifyOrders orders;

    /** @param tillsToldElsewhere whether what its tills sell is counted as theirs, and is no order of the web shop's */
    ShopifyShop(ShopAccess access, ShopifyGraphql graphql, HookSecrets secrets, boolean tillsToldElsewhere) {
        this.access = access;
        this.graphql = graphql;
        this.secrets = secrets;
        this.push = new ShopifyPush(graphql);
        this.orders = new ShopifyOrders(graphql, tillsToldElsewhere);
    }

    static String locationId(String place) {
        return "gid://shopify/Location/" + place;
    }

    static BigDecimal quantity(JsonNode quantities, String name) {
        for (JsonNode each : quantities) {
            if (each.path("name").asString("").equals(name)) {
                return each.path("quantity").decimalValue(BigDecimal.ZERO);
            }
        }
        return BigDecimal.ZERO;
    }

    /** Location by location; a page is {@code <place>/<cursor>}. */
    @Override
    public Page<ShopItem> items(@Nullable String page) {
        List<String> places =
                access.shop().places().values().stream().distinct().sorted().toList();
        String place = page == null ? places.get(0) : page.substring(0, page.indexOf('/'));
        String after = page == null ? "" : page.substring(page.indexOf('/') + 1);
        Map<String, Object> variables = new HashMap<>();
        variables.put("location", locationId(place));
        variables.put("first", LEVELS_A_PAGE);
        variables.put("after", after.isEmpty() ? null : after);
        JsonNode location = graphql.ask(LEVELS, variables).path("location");
        if (!location.isObject()) {
            throw ShopTrouble.objects("Shopify has no location " + place + ", or the app may not see it.");
        }
        JsonNode levels = location.path("inventoryLevels");
        List<ShopItem> rows = new ArrayList<>();
        for (JsonNode level : levels.path("nodes")) {
            JsonNode item = level.path("item");
            if (item.path("tracked").asBoolean(false)
                    && !item.path("sku").asString("").isBlank()) {
                rows.add(new ShopItem(
                        item.path("sku").asString(""),
                        place,
                        item.path("id").asString(""),
                        quantity(level.path("quantities"), "on_hand"),
                        quantity(level.path("quantities"), "committed")));
            }
        }
        return new Page<>(rows, next(places, place, levels.path("pageInfo")));
    }

    private static @Nullable String next(List<String> places, String place, JsonNode pageInfo) {
        if (pageInfo.path("hasNextPage").asBoolean(false)) {
            return place + "/" + pageInfo.path("endCursor").asString("");
        }
        int following = places.indexOf(place) + 1;
        return following > 0 && following < places.size() ? places.get(following) + "/" : null;
    }

    @Override
    public List<PushAnswer> push(List<StockTarget> targets) {
        return push.push(targets);
    }

    @Override
    public Page<ShopOrder> orders(Instant since, @Nullable String page) {
        return orders.since(since, page);
    }

    @Override
    public ShopNews heard(ShopHook hook) {
        secrets.demandSigned(hook, "X-Shopify-Hmac-Sha256");
        String topic = hook.header("X-Shopify-Topic");
        return new ShopNews(List.of(), topic == null || topic.startsWith("orders/"));
    }
}
