package io.noren.inventory.routing;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A location that an order might be sent from, and all that it is judged by.
 *
 * @param ships whether the channel's rules let anything be sent from there
 * @param metres to the customer, as the crow flies; null when one of the places is not known: it counts as farthest
 * @param promisable how many it may promise, by SKU of the basket
 * @param openOrders that it has to prepare already
 */
public record RoutingCandidate(
        String location, boolean ships, @Nullable Long metres, Map<String, BigDecimal> promisable, long openOrders) {

    public RoutingCandidate {
        promisable = Map.copyOf(promisable);
    }

    BigDecimal of(String sku) {
        return promisable.getOrDefault(sku, BigDecimal.ZERO);
    }
}
