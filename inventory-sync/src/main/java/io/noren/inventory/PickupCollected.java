package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The customer has the goods. Points are earned from this, and the shop may capture its payment.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param earnedBy the till transaction that sold the goods with a member's card, and so adds their points by itself; null
 *     where the order's member earns them
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total the sum of all lines, null when a price is missing
 */
public record PickupCollected(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        @Nullable String earnedBy,
        List<PickupLine> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        Instant collectedAt) {}
