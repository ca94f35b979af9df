package io.noren.integration.webshop.shopify;

import static io.noren.integration.webshop.shopify.ShopifyShop.locationId;
import static io.noren.integration.webshop.shopify.ShopifyShop.quantity;

import io.noren.integration.webshop.PushAnswer;
import io.noren.integration.webshop.ShopTrouble;
import io.noren.integration.webshop.StockTarget;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Writes numbers into Shopify, each only from the number that was read just before. What was changed in between is read
 * and reckoned again; what Shopify minds is answered with its reason, and the others of the batch are sent without it,
 * because a call of Shopify's changes all or nothing.
 *
 * <p>Every call has a key of its own: a repeat after a lost answer reads first, sees that the number is there, and has
 * nothing to write. A key made of the content would have Shopify answer from memory when the same change is due again.
 */
final class ShopifyPush {
    /** Reading costs points for each of them. */
    private static final int MOST_READ = 100;
    /** How often a batch is sent again without those that Shopify minded, or with what it has now. */
    private static final int ROUNDS = 5;

    private static final String READ = """
            query($ids: [ID!]!, $location: ID!) {
              nodes(ids: $ids) { ... on InventoryItem { id
                inventoryLevel(locationId: $location) { quantities(names: ["on_hand", "committed"]) { name quantity } } } } }
            """;
    private static final String WRITE = """
            mutation($input: InventorySetQuantitiesInput!, $key: String!) {
              inventorySetQuantities(input: $input) @idempotent(key: $key) {
                inventoryAdjustmentGroup { id } userErrors { code field message } } }
            """;

    private final ShopifyGraphql graphql;

    ShopifyPush(ShopifyGraphql graphql) {
        this.graphql = graphql;
    }

    /** A number that is to be another. */
    private record Change(StockTarget target, BigDecimal from, BigDecimal to) {}

    List<PushAnswer> push(List<StockTarget> targets) {
        List<PushAnswer> answers = new ArrayList<>();
        Set<StockTarget> toRead = new LinkedHashSet<>(targets);
        List<Change> toWrite = new ArrayList<>();
        for (int round = 1; round <= ROUNDS && !(toRead.isEmpty() && toWrite.isEmpty()); round++) {
            toWrite.addAll(read(toRead, answers));
            toRead.clear();
            if (!toWrite.isEmpty()) {
                toWrite = write(toWrite, answers, toRead);
            }
        }
        return answers;
    }

    private List<Change> read(Set<StockTarget> targets, List<PushAnswer> answers) {
        List<Change> changes = new ArrayList<>();
        Map<String, List<StockTarget>> byPlace = targets.stream()
                .collect(Collectors.groupingBy(StockTarget::place, LinkedHashMap::new, Collectors.toList()));
        byPlace.forEach((place, there) -> {
            for (int from = 0; from < there.size(); from += MOST_READ) {
                List<StockTarget> some = there.subList(from, Math.min(there.size(), from + MOST_READ));
                JsonNode nodes = graphql.ask(
                                READ,
                                Map.of(
                                        "ids",
                                        some.stream()
                                                .map(StockTarget::externalId)
                                                .toList(),
                                        "location",
                                        locationId(place)))
                        .path("nodes");
                Map<String, JsonNode> levels = new HashMap<>();
                nodes.forEach(node -> levels.put(node.path("id").asString(""), node.path("inventoryLevel")));
                some.forEach(target -> compare(target, levels.get(target.externalId()), changes, answers));
            }
        });
        return changes;
    }

    private static void compare(
            StockTarget target, @Nullable JsonNode level, List<Change> changes, List<PushAnswer> answers) {
        if (level == null || !level.isObject()) {
            answers.add(PushAnswer.refused(
                    target, "Shopify does not stock this item at location " + target.place() + " (any more)."));
            return;
        }
        BigDecimal there = quantity(level.path("quantities"), "on_hand");
        BigDecimal wanted = target.number().inShop(quantity(level.path("quantities"), "committed"));
        if (there.compareTo(wanted) == 0) {
            answers.add(PushAnswer.told(target, wanted));
        } else {
            changes.add(new Change(target, there, wanted));
        }
    }

    /** @return what is to be written once more, without what Shopify minded */
    private List<Change> write(List<Change> changes, List<PushAnswer> answers, Set<StockTarget> toRead) {
        Map<String, Object> input = new HashMap<>();
        input.put("name", "on_hand");
        input.put("reason", "correction");
        input.put("quantities", changes.stream().map(ShopifyPush::quantityOf).toList());
        JsonNode errors = graphql.ask(
                        WRITE, Map.of("input", input, "key", UUID.randomUUID().toString()))
                .path("inventorySetQuantities")
                .path("userErrors");
        if (errors.isEmpty()) {
            changes.forEach(change -> answers.add(PushAnswer.told(change.target(), change.to())));
            return new ArrayList<>();
        }
        Set<Change> blamed = new LinkedHashSet<>();
        for (JsonNode error : errors) {
            Change change = changes.get(index(error, changes.size()));
            if (!blamed.add(change)) {
                continue;
            }
            String code = error.path("code").asString("");
            if (code.equals("CHANGE_FROM_QUANTITY_STALE")) {
                toRead.add(change.target());
            } else {
                answers.add(PushAnswer.refused(
                        change.target(), "Shopify: " + error.path("message").asString("") + " (" + code + ")"));
            }
        }
        return changes.stream()
                .filter(change -> !blamed.contains(change))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Map<String, Object> quantityOf(Change change) {
        return Map.of(
                "inventoryItemId",
                change.target().externalId(),
                "locationId",
                locationId(change.target().place()),
                "quantity",
                change.to().longValueExact(),
                "changeFromQuantity",
                change.from().longValueExact());
    }

    // input, quantities, 17, …: which of them. An error about none of them is about the call.
    private static int index(JsonNode error, int size) {
        for (JsonNode part : error.path("field")) {
            String text = part.asString("");
            if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) < size) {
                return Integer.parseInt(text);
            }
        }
        String code = error.path("code").asString("");
        String text = "Shopify: " + error.path("message").asString("") + " (" + code + ")";
        throw code.equals("IDEMPOTENCY_CONCURRENT_REQUEST") ? ShopTrouble.fails(text) : ShopTrouble.objects(text);
    }
}
