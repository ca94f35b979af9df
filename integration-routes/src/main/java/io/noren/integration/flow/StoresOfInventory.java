package io.noren.integration.flow;

import io.noren.inventory.Locations;
import io.noren.pos.StoreDirectory;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells the till adapter which stores there are: a till's store code is the location's id. */
@Component
class StoresOfInventory implements StoreDirectory {
    private final Locations locations;

    StoresOfInventory(Locations locations) {
        this.locations = locations;
    }

    @Override
    public Optional<Store> find(String source, String storeCode) {
        return locations.find(storeCode).map(location -> new Store(location.id(), location.zone()));
    }
}
