package io.noren.pos;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locations that a sender may speak for. A key that hangs on one store's till must not be able to sell another
 * store's stock.
 *
 * @param locations ids of locations; null when the sender may speak for every one
 */
public record LocationBinding(@Nullable Set<String> locations) {
    public static final LocationBinding UNBOUND = new LocationBinding(null);

    public LocationBinding {
        locations = locations == null ? null : Set.copyOf(locations);
    }

    public static LocationBinding to(Collection<String> locations) {
        return new LocationBinding(Set.copyOf(locations));
    }

    public boolean covers(String location) {
        return locations == null || locations.contains(location);
    }

    /** Whether all that the other may speak for, this one may too. */
    public boolean covers(LocationBinding other) {
        return locations == null || (other.locations != null && locations.containsAll(other.locations));
    }

    String @Nullable [] asArray() {
        return locations == null ? null : List.copyOf(locations).toArray(String[]::new);
    }
}
