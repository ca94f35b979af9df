package io.noren.inventory.availability;

import java.util.Set;

/**
 * Who sells: a web shop, a marketplace, the shelf itself.
 *
 * @param locationGroups and locations: where its goods come from; when both are empty, from everywhere
 */
public record SalesChannel(String id, String name, Set<String> locationGroups, Set<String> locations) {

    public SalesChannel {
        locationGroups = Set.copyOf(locationGroups);
        locations = Set.copyOf(locations);
    }

    boolean sellsEverywhere() {
        return locationGroups.isEmpty() && locations.isEmpty();
    }
}
