package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Which item a reference leads to and which locations exist, remembered for a short while.
 *
 * <p>Several copies of the application run, so what is remembered here may be {@link #STALE_AFTER} old: a code moved to
 * another item is followed by every copy after that. That something does not exist is never remembered: an item
 * created a moment ago is found by the next movement.
 */
@Component
public class MasterData {

    static final Duration STALE_AFTER = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final NumberRules rules;
    private final BundleParts bundles;
    private final Cache<ItemReference, KnownItem> items = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(STALE_AFTER)
            .build();
    private final Cache<String, Boolean> locations = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(STALE_AFTER)
            .build();

    MasterData(JdbcClient jdbc, NumberRules rules, BundleParts bundles) {
        this.jdbc = jdbc;
        this.rules = rules;
        this.bundles = bundles;
    }

    /** The items that the references lead to; a reference that leads nowhere is absent. */
    Map<ItemReference, KnownItem> items(Collection<ItemReference> references) {
        Map<ItemReference, KnownItem> answer = new HashMap<>(items.getAllPresent(references));
        List<ItemReference> unknown = references.stream()
                .filter(reference -> !answer.containsKey(reference))
                .distinct()
                .toList();
        if (unknown.isEmpty()) {
            return answer;
        }
        List<Ways> ways = ways(unknown);
        Map<ItemReference.Key, KnownItem> found = load(ways.stream()
                .flatMap(each -> each.keys().stream())
                .filter(key -> isText(key.value()) && isText(key.source()))
                .distinct()
                .toList());
        for (Ways each : ways) {
            each.firstOf(found).ifPresent(item -> {
                answer.put(each.reference(), item);
                if (each.label() == null) { // one label is seldom read twice, and a line may wait for its rule or price
                    items.put(each.reference(), item);
                }
            });
        }
        return answer;
    }

    /** The codes any of which would lead the reference to the item that has it; what the retailer's rules read included. */
    public List<Item.Code> codesThatLead(ItemReference reference) {
        return ways(List.of(reference)).get(0).keys().stream()
                .map(key -> new Item.Code(key.scheme(), key.value(), key.source()))
                .toList();
    }

    /** How a reference may lead to an item, and what its label says if it has one. */
    private record Ways(ItemReference reference, List<ItemReference.Key> keys, NumberRule.@Nullable Label label) {

        Optional<KnownItem> firstOf(Map<ItemReference.Key, KnownItem> found) {
            for (ItemReference.Key key : keys) {
                KnownItem item = found.get(key);
                if (item != null) {
                    // A number that an item has as it stands is no label.
                    return Optional.of(label == null || isOwnNumber(key) ? item : item.labelled(label));
                }
            }
            return Optional.empty();
        }

        private boolean isOwnNumber(ItemReference.Key key) {
            return key.scheme() == Item.Scheme.RCN
                    && reference.restrictedNumbers().anyMatch(key.value()::equals);
        }
    }

    private List<Ways> ways(List<ItemReference> references) {
        boolean labels = references.stream()
                .anyMatch(each -> each.restrictedNumbers().findAny().isPresent());
        List<NumberRule> mostSpecialFirst = labels ? rules.all() : List.of();
        return references.stream()
                .map(reference -> {
                    NumberRule.Label label = reference.label(mostSpecialFirst).orElse(null);
                    return new Ways(reference, reference.keys(label), label);
                })
                .toList();
    }

    /** Whether there is an item with this SKU. */
    public boolean isItem(String sku) {
        return isText(sku) && item(sku).isPresent();
    }

    /** Whether there is a location with this id. */
    public boolean isLocation(String id) {
        return isText(id) && !locations(Set.of(id)).isEmpty();
    }

    /** PostgreSQL has no text with a zero in it, and so nothing of such a name. */
    private static boolean isText(String name) {
        return name.indexOf('\0') < 0;
    }

    Optional<KnownItem> item(String sku) {
        ItemReference reference = ItemReference.sku(sku);
        return Optional.ofNullable(items(List.of(reference)).get(reference));
    }

    /** Those of the ids that are locations. */
    Set<String> locations(Collection<String> ids) {
        Set<String> known = new HashSet<>();
        Set<String> unknown = new HashSet<>();
        for (String id : ids) {
            if (locations.getIfPresent(id) != null) {
                known.add(id);
            } else if (isText(id)) {
                unknown.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            jdbc.sql("select id from inventory.location where id = any(:ids)")
                    .param("ids", unknown.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .forEach(id -> {
                        locations.put(id, true);
                        known.add(id);
                    });
        }
        return known;
    }

    /** A changed item may have taken a code from any other, so all that is remembered of items goes. */
    @TransactionalEventListener
    void forget(ItemChanged change) {
        items.invalidateAll();
    }

    @TransactionalEventListener
    void forget(NumberRuleChanged change) {
        items.invalidateAll();
    }

    private Map<ItemReference.Key, KnownItem> load(List<ItemReference.Key> keys) {
        Map<ItemReference.Key, KnownItem> found = new HashMap<>();
        Set<String> made = new HashSet<>();
        jdbc.sql("""
                with led as (
                    select key.n, code.sku, code.quantity
                    from unnest(:schemes::text[], :values::text[], :sources::text[]) with ordinality
                        as key (scheme, value, source, n)
                    join inventory.item_code code
                        on code.scheme = key.scheme and code.value = key.value and code.source = key.source
                    union all
                    select key.n, key.value, 1
                    from unnest(:schemes::text[], :values::text[]) with ordinality as key (scheme, value, n)
                    where key.scheme = 'SKU')
                select led.n, led.quantity, item.sku, item.unit, item.price, item.currency,
                    exists (select from inventory.bundle_part part where part.bundle = item.sku) as is_bundle
                from led join inventory.item item on item.sku = led.sku
                """)
                .param("schemes", column(keys, ItemReference.Key::scheme))
                .param("values", column(keys, ItemReference.Key::value))
                .param("sources", column(keys, ItemReference.Key::source))
                .query(row -> {
                    KnownItem item = KnownItem.of(row);
                    found.put(keys.get(row.getInt("n") - 1), item);
                    if (row.getBoolean("is_bundle")) {
                        made.add(item.sku());
                    }
                });
        return made.isEmpty() ? found : withParts(found, made);
    }

    private Map<ItemReference.Key, KnownItem> withParts(Map<ItemReference.Key, KnownItem> found, Set<String> made) {
        Map<String, List<Item.Part>> parts = bundles.of(made);
        Set<String> needed = parts.values().stream()
                .flatMap(List::stream)
                .map(Item.Part::sku)
                .collect(Collectors.toSet());
        Map<String, String> units = new HashMap<>();
        jdbc.sql("select sku, unit from inventory.item where sku = any(:skus)")
                .param("skus", needed.toArray(String[]::new))
                .query(row -> {
                    units.put(row.getString("sku"), row.getString("unit"));
                });
        found.replaceAll((key, item) -> item.madeOf(parts.getOrDefault(item.sku(), List.of()), units));
        return found;
    }
}
