package io.noren.inventory.availability;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is decided about selling, as of one moment: rules, channels, and what was not found.
 *
 * @param places by channel; a channel that is not here sells from everywhere
 * @param notFound the open reports: SKUs by location
 */
record SellingTerms(long version, RuleBook rules, Map<String, SalesChannel> places, Map<String, Set<String>> notFound) {

    boolean isSoldFrom(String channel, String location) {
        SalesChannel places = places().get(channel);
        return places == null
                || places.sellsEverywhere()
                || places.locations().contains(location)
                || rules.groupsOf(location).stream().anyMatch(places.locationGroups()::contains);
    }

    boolean isNotFound(String sku, String location) {
        return !notFound.isEmpty() && notFound.getOrDefault(location, Set.of()).contains(sku);
    }

    SellingTerms with(Map<String, Set<String>> notFoundNow) {
        return notFound.equals(notFoundNow) ? this : new SellingTerms(version, rules, places, notFoundNow);
    }

    static SellingTerms none() {
        return new SellingTerms(0, new RuleBook(List.of(), Map.of(), null), Map.of(), Map.of());
    }
}
