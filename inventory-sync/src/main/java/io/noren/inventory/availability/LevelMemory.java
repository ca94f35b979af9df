package io.noren.inventory.availability;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.noren.inventory.ChangeTail;
import io.noren.inventory.ItemChanged;
import io.noren.inventory.availability.ItemMemory.Levels;
import io.noren.inventory.availability.ItemMemory.Reading;
import io.noren.inventory.availability.LevelReader.ItemLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Levels of the items that are asked for, in memory.
 *
 * <p>The change feed says which cells are no longer true: this copy's own at their commit, those of others within a
 * quarter of a second. When the feed has not told everything up to {@link Remembered#BOUND} ago, nothing here is
 * believed and the database is asked. So is it inside a transaction, which may have changed what only it can see.
 */
@Component
class LevelMemory implements ChangeTail.Watcher {

    /** More SKUs at once are a stock-take of the whole range, and would drive out what is hot. */
    static final int MOST_SKUS = 100;

    /** Where nobody asks, nobody needs to look for changes. */
    private static final Duration ASLEEP_AFTER = Duration.ofMinutes(1);

    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile long lastAsked;
    private final ChangeTail tail;
    private final LevelReader reader;
    private final Cache<String, ItemMemory> items;

    /** @param mostCells of about a kilobyte each while they are hot */
    LevelMemory(
            ChangeTail tail, LevelReader reader, @Value("${noren.inventory.remembered-cells:100000}") long mostCells) {
        this.tail = tail;
        this.reader = reader;
        this.items = Caffeine.newBuilder()
                .maximumWeight(mostCells)
                .weigher((String sku, ItemMemory item) -> item.size())
                .build();
    }

    boolean isBelieved(Collection<String> skus) {
        lastAsked = System.nanoTime();
        if (watching.compareAndSet(false, true)) {
            items.invalidateAll();
            tail.watch(this);
        }
        return skus.size() <= MOST_SKUS
                && tail.hasToldAllBut(Remembered.BOUND)
                && !TransactionSynchronizationManager.isActualTransactionActive();
    }

    /** All levels of the items, read where memory does not have them. */
    Map<String, Levels> levels(Collection<String> skus, Instant now) {
        Map<String, Levels> found = new HashMap<>();
        Map<String, ItemMemory> missing = new LinkedHashMap<>();
        for (String sku : skus) {
            ItemMemory item = items.get(sku, any -> new ItemMemory());
            Levels current = item.current(now);
            if (current == null) {
                missing.put(sku, item);
            } else {
                found.put(sku, current);
            }
        }
        if (!missing.isEmpty()) {
            read(missing, now, found);
        }
        return found;
    }

    private void read(Map<String, ItemMemory> missing, Instant now, Map<String, Levels> found) {
        Map<String, Reading> readings = new HashMap<>();
        missing.forEach((sku, item) -> readings.put(sku, item.begin(now)));
        List<String> whole = new ArrayList<>();
        List<String> partly = new ArrayList<>();
        Set<String> parts = new HashSet<>();
        readings.forEach((sku, reading) -> {
            Set<String> locations = reading.locations();
            if (locations == null) {
                whole.add(sku);
            } else {
                partly.add(sku);
                parts.addAll(locations);
            }
        });
        Map<String, ItemLevels> read = whole.isEmpty() ? new HashMap<>() : reader.levels(whole, null, now);
        if (!parts.isEmpty()) {
            // A few cells too many where several items have changed at different places; all are true.
            read.putAll(reader.levels(partly, parts, now));
        }
        missing.forEach((sku, item) -> {
            Reading reading = readings.get(sku);
            if (reading != null) {
                found.put(sku, item.end(reading, read.getOrDefault(sku, ItemLevels.NONE), now));
                if (reading.locations() == null) {
                    // The same again, for its weight, which is known only now.
                    items.asMap().replace(sku, item, item);
                }
            }
        });
    }

    @Override
    public boolean isStillWatching() {
        if (System.nanoTime() - lastAsked < ASLEEP_AFTER.toNanos()) {
            return true;
        }
        watching.set(false);
        items.invalidateAll();
        return false;
    }

    @Override
    public void changed(String sku, String location, long sequence) {
        ItemMemory item = items.getIfPresent(sku);
        if (item != null) {
            item.changed(location, sequence);
        }
    }

    /** A category may be another now; other copies see that after {@link ItemMemory#LONGEST}. */
    @TransactionalEventListener
    void forget(ItemChanged change) {
        items.invalidate(change.item().sku());
    }
}
