package io.noren.integration.flow;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.noren.inventory.LocationChanged;
import io.noren.inventory.Locations;
import io.noren.pos.StoreDirectory;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells the till adapter which stores there are: a till's store code is the location's id, or its GLN. What it told is remembered
 * for {@link #STALE_AFTER}, on this copy until the location changes; that a store does not exist never is.
 */
@Component
class StoresOfInventory implements StoreDirectory {
    private static final Duration STALE_AFTER = Duration.ofSeconds(10);

    private final Locations locations;
    private final Cache<String, Store> told = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(STALE_AFTER)
            .build();

    StoresOfInventory(Locations locations) {
        this.locations = locations;
    }

    @Override
    public Optional<Store> find(String source, String storeCode) {
        Store known = told.getIfPresent(storeCode);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Store> found = locations
                .find(storeCode)
                .or(() -> locations.findByGln(storeCode))
                .map(location -> new Store(location.id(), location.zone()));
        found.ifPresent(store -> told.put(storeCode, store));
        return found;
    }

    @TransactionalEventListener
    void forget(LocationChanged change) {
        told.invalidateAll(WaitingFor.namesOf(change.location()));
    }
}
