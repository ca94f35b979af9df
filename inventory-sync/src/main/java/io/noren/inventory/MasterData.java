package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
    private final Cache<ItemReference, KnownItem> items = Caffeine.newBuilder()
            .maximumSize(200_000)
            .expireAfterWrite(STALE_AFTER)
            .build();
    private final Cache<String, Boolean> locations = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(STALE_AFTER)
            .build();

    MasterData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the ledger must know of an item. */
    record KnownItem(String sku, String unit) {

        boolean countsInPieces() {
            return unit.equals(Item.EACH);
        }
    }

    /** The items that the references lead to; a reference that leads nowhere is absent. */
    Map<ItemReference, KnownItem> items(Collection<ItemReference> references) {
        Map<ItemReference, KnownItem> answer = new HashMap<>(items.getAllPresent(references));
        Map<ItemReference, List<ItemReference.Key>> unknown = new LinkedHashMap<>();
        for (ItemReference reference : references) {
            if (!answer.containsKey(reference)) {
                unknown.computeIfAbsent(reference, ItemReference::keys);
            }
        }
        if (unknown.isEmpty()) {
            return answer;
        }
        Map<ItemReference.Key, KnownItem> found = load(unknown.values().stream()
                .flatMap(List::stream)
                .filter(key -> isText(key.value()) && isText(key.source()))
                .distinct()
                .toList());
        unknown.forEach((reference, ways) -> ways.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(item -> {
                    answer.put(reference, item);
                    items.put(reference, item);
                }));
        return answer;
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

    private Map<ItemReference.Key, KnownItem> load(List<ItemReference.Key> keys) {
        Map<ItemReference.Key, KnownItem> found = new HashMap<>();
        jdbc.sql("""
                select key.n, item.sku, item.unit
                from unnest(:schemes::text[], :values::text[], :sources::text[]) with ordinality
                    as key (scheme, value, source, n)
                join inventory.item_code code
                    on code.scheme = key.scheme and code.value = key.value and code.source = key.source
                join inventory.item item on item.sku = code.sku
                union all
                select key.n, item.sku, item.unit
                from unnest(:schemes::text[], :values::text[]) with ordinality as key (scheme, value, n)
                join inventory.item item on item.sku = key.value
                where key.scheme = 'SKU'
                """)
                .param("schemes", column(keys, ItemReference.Key::scheme))
                .param("values", column(keys, ItemReference.Key::value))
                .param("sources", column(keys, ItemReference.Key::source))
                .query(row -> {
                    found.put(
                            keys.get(row.getInt("n") - 1), new KnownItem(row.getString("sku"), row.getString("unit")));
                });
        return found;
    }
}
