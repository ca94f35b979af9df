package io.noren.inventory.routing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From where one order was sent, by which rules, and why.
 *
 * @param id null when it was only tried, and nothing is kept of it
 * @param reference the caller's own, such as an order's number
 * @param basket quantities by SKU
 * @param plan without parts when the order could not be sent
 */
public record RoutingChoice(
        @Nullable UUID id,
        long rules,
        String channel,
        @Nullable String reference,
        Map<String, BigDecimal> basket,
        RoutingPlan plan,
        Instant chosenAt) {}
