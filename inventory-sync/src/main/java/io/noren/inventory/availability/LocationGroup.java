package io.noren.inventory.availability;

import java.util.Set;

/** Locations that rules and channels speak of together. */
public record LocationGroup(String id, String name, Set<String> locations) {

    public LocationGroup {
        locations = Set.copyOf(locations);
    }
}
