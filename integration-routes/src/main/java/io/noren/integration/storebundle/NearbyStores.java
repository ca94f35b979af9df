package io.noren.integration.storebundle;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The stores near a store, as the crow flies; one whose position nobody has entered is near to none. */
@Component
class NearbyStores {
    private final Locations locations;

    NearbyStores(Locations locations) {
        this.locations = locations;
    }

    /** The nearest first. */
    List<Location> of(Location store, int most) {
        GeoPoint here = store.position();
        if (here == null) {
            return List.of();
        }
        record Near(Location store, double distance) {}
        return locations.all().stream()
                .filter(other ->
                        other.kind() == Location.Kind.STORE && !other.id().equals(store.id()))
                .flatMap(other ->
                        Stream.ofNullable(other.position()).map(there -> new Near(other, here.metresTo(there))))
                .sorted(Comparator.comparingDouble(Near::distance)
                        .thenComparing(near -> near.store().id()))
                .limit(most)
                .map(Near::store)
                .toList();
    }
}
