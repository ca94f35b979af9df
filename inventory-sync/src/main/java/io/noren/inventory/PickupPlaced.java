package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer ordered online what they will collect in a store; the goods are kept for them.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total the sum of all lines, null when a price is missing
 * @param readyBy what the customer was promised
 */
public record PickupPlaced(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        List<PickupLine> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        Instant readyBy,
        Instant placedAt) {}
