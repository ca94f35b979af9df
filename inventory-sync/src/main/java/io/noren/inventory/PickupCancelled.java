package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The order will not be collected: the shop or the customer cancelled it, or the store rejected it. The goods are free again.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total the sum of all lines, null when a price is missing
 * @param rejected whether it was the store that could not serve it
 */
public record PickupCancelled(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        List<PickupLine> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        boolean rejected,
        @Nullable String reason,
        Instant cancelledAt) {}
