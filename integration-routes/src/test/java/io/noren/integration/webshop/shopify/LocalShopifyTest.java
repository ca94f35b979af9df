package io.noren.integration.webshop.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ShopClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The local Shopify has Shopify's own limits, so that what passes here has a chance there. */
class LocalShopifyTest {
    private static final String SET = "mutation($input: InventorySetQuantitiesInput!, $key: String!) {"
            + " inventorySetQuantities(input: $input) @idempotent(key: $key)"
            + " { inventoryAdjustmentGroup { id } userErrors { code field message } } }";
    private static final String LEVELS = "query($location: ID!, $first: Int!, $after: String) {"
            + " location(id: $location) { inventoryLevels(first: $first, after: $after) {"
            + " nodes { item { id sku } quantities(names: [\"on_hand\", \"committed\"]) { name quantity } }"
            + " pageInfo { hasNextPage endCursor } } } }";
    private static final long GINZA = 1;

    private final LocalShopify shopify = new LocalShopify();
    private final ShopClient client =
            new ShopClient(shopify.address()).with("X-Shopify-Access-Token", LocalShopify.TOKEN);
    private String cup;

    @BeforeEach
    void aCupInGinza() {
        cup = shopify.store.stocks("CUP", GINZA, 5);
    }

    @AfterEach
    void close() {
        shopify.close();
    }

    @Test
    void anotherTokenIsRefused() {
        ShopClient stranger = new ShopClient(shopify.address()).with("X-Shopify-Access-Token", "guessed");

        assertThat(stranger.post("/admin/api/2026-04/graphql.json", Map.of("query", LEVELS))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aNumberIsSetOnlyFromTheNumberThatIsThere() {
        assertThat(errors(set("k1", quantity(cup, 7, 4)))).containsExactly("CHANGE_FROM_QUANTITY_STALE");
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(5);

        assertThat(errors(set("k2", quantity(cup, 7, 5)))).isEmpty();
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(7);

        assertThat(errors(set("k3", quantity(cup, 9, null))))
                .as("null compares nothing")
                .isEmpty();
    }

    @Test
    void theCompareAndTheKeyMayNotBeLeftOut() {
        Map<String, Object> bare = quantity(cup, 7, 5);
        bare.remove("changeFromQuantity");
        assertThat(set("k1", bare).path("errors").get(0).path("message").asString())
                .contains("changeFromQuantity");

        JsonNode answer = graphql(SET.replace("@idempotent(key: $key)", ""), input(quantity(cup, 7, 5)));
        assertThat(answer.path("errors").get(0).path("message").asString()).contains("@idempotent");
        assertThat(shopify.store.changes()).isZero();
    }

    @Test
    void oneBadItemRefusesAllOfThem() {
        JsonNode answer = set("k1", quantity(cup, 7, 5), quantity("gid://shopify/InventoryItem/9", 1, 0));

        assertThat(errors(answer)).containsExactly("INVALID_INVENTORY_ITEM");
        assertThat(answer.at("/data/inventorySetQuantities/userErrors/0/field").toString())
                .isEqualTo("[\"input\",\"quantities\",\"1\"]");
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(5);
    }

    @Test
    void theSameKeyDoesItOnceAndForNothingElse() {
        set("k1", quantity(cup, 7, 5));
        shopify.store.somebodySets("CUP", GINZA, 3);

        assertThat(errors(set("k1", quantity(cup, 7, 5))))
                .as("the first answer again")
                .isEmpty();
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(3);
        assertThat(errors(set("k1", quantity(cup, 8, 3)))).containsExactly("IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
    }

    @Test
    void aKeyThatFailedIsSpent() {
        set("k1", quantity(cup, 7, 4));

        assertThat(errors(set("k1", quantity(cup, 7, 4)))).containsExactly("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED");
    }

    @Test
    void moreThan250AtOnceAreRefused() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int n = 0; n < 251; n++) {
            many.add(quantity("gid://shopify/InventoryItem/" + n, 1, null));
        }
        Map<String, Object> variables = input();
        ((Map<String, Object>) variables.get("input")).put("quantities", many);
        variables.put("key", "k1");

        assertThat(code(graphql(SET, variables))).isEqualTo("MAX_INPUT_SIZE_EXCEEDED");
    }

    @Test
    void whoHasNoPointsLeftIsThrottledUntilTheyComeBack() {
        shopify.hasPoints(5);

        JsonNode answer = set("k1", quantity(cup, 7, 5));

        assertThat(code(answer)).isEqualTo("THROTTLED");
        assertThat(answer.at("/extensions/cost/requestedQueryCost").asInt()).isEqualTo(10);
        assertThat(answer.at("/extensions/cost/throttleStatus/restoreRate").asInt())
                .isEqualTo(100);
        shopify.time.passes(Duration.ofMillis(50));
        assertThat(errors(set("k1", quantity(cup, 7, 5))))
                .as("a throttled key is not spent")
                .isEmpty();
    }

    @Test
    void anOrderIsCommittedAndLeavesWhatIsOnHandUntilItIsFulfilled() {
        ShopifyOrder order = shopify.store.sells(GINZA, Map.of("CUP", 2));

        assertThat(shopify.store.onHand("CUP", GINZA)).isEqualTo(5);
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(3);
        shopify.store.fulfils(order);
        assertThat(shopify.store.onHand("CUP", GINZA)).isEqualTo(3);
        assertThat(shopify.store.available("CUP", GINZA)).isEqualTo(3);
    }

    @Test
    void levelsComePageByPage() {
        shopify.store.stocks("SAUCER", GINZA, 1);
        shopify.store.stocks("SAUCER", GINZA, 1);

        JsonNode first = levels(2, null);
        JsonNode second = levels(2, first.at("/pageInfo/endCursor").asString());

        assertThat(first.at("/pageInfo/hasNextPage").asBoolean()).isTrue();
        assertThat(first.path("nodes").size() + second.path("nodes").size()).isEqualTo(3);
        assertThat(second.at("/pageInfo/hasNextPage").asBoolean()).isFalse();
    }

    @Test
    void aPageThatWouldCostTooMuchIsRefused() {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("location", ShopifyStore.location(GINZA));
        variables.put("first", 250);

        assertThat(code(graphql(LEVELS, variables))).isEqualTo("MAX_COST_EXCEEDED");
    }

    private JsonNode levels(int first, @Nullable String after) {
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("location", ShopifyStore.location(GINZA));
        variables.put("first", first);
        variables.put("after", after);
        return graphql(LEVELS, variables).at("/data/location/inventoryLevels");
    }

    private static Map<String, Object> quantity(String item, int quantity, @Nullable Integer from) {
        Map<String, Object> asked = new LinkedHashMap<>();
        asked.put("inventoryItemId", item);
        asked.put("locationId", ShopifyStore.location(GINZA));
        asked.put("quantity", quantity);
        asked.put("changeFromQuantity", from);
        return asked;
    }

    @SafeVarargs
    private static Map<String, Object> input(Map<String, Object>... quantities) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("name", "on_hand");
        input.put("reason", "correction");
        input.put("quantities", List.of(quantities));
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("input", input);
        return variables;
    }

    @SafeVarargs
    private JsonNode set(String key, Map<String, Object>... quantities) {
        Map<String, Object> variables = input(quantities);
        variables.put("key", key);
        return graphql(SET, variables);
    }

    private JsonNode graphql(String query, Map<String, Object> variables) {
        return client.post("/admin/api/2026-04/graphql.json", Map.of("query", query, "variables", variables))
                .json();
    }

    private static List<String> errors(JsonNode answer) {
        List<String> codes = new ArrayList<>();
        answer.at("/data/inventorySetQuantities/userErrors")
                .forEach(each -> codes.add(each.path("code").asString()));
        return codes;
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString();
    }
}
