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
                        Stream.ofNullable(other.position()).map(there -> new Near(other, distance(here, there))))
                .sorted(Comparator.comparingDouble(Near::distance)
                        .thenComparing(near -> near.store().id()))
                .limit(most)
                .map(Near::store)
                .toList();
    }

    /** The angle between two points on a sphere, in radians: enough to say which of two is nearer. */
    private static double distance(GeoPoint one, GeoPoint other) {
        double north = Math.toRadians(other.latitude() - one.latitude());
        double east = Math.toRadians(other.longitude() - one.longitude());
        double chord = Math.pow(Math.sin(north / 2), 2)
                + Math.cos(Math.toRadians(one.latitude()))
                        * Math.cos(Math.toRadians(other.latitude()))
                        * Math.pow(Math.sin(east / 2), 2);
        return 2 * Math.asin(Math.min(1, Math.sqrt(chord)));
    }
}
