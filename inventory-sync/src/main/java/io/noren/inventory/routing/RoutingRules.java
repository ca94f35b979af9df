package io.noren.inventory.routing;

import java.math.BigDecimal;

/**
 * What makes one location better than another to send an order from. A location costs {@code distance * km - stock * left
 * + load * orders}; the one that costs least is chosen, and never more of them than the split limit. Fewer are always
 * better.
 *
 * @param distance for each kilometre to the customer, as the crow flies
 * @param stock for each piece that stays there of what becomes scarcest
 * @param load for each order that the location has to prepare already
 * @param splitLimit from how many locations one order is sent at most, 1 to 4
 */
public record RoutingRules(BigDecimal distance, BigDecimal stock, BigDecimal load, int splitLimit) {
    public static final int MOST_PARTS = 4;
}
