package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Some of what was ordered is not there. It is no longer kept; the shop gives its money back, or offers something else.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param lines what is missing: as much as this fact adds to what was missing before
 * @param reason {@code NO_VARIANCE}, {@code SOME_MISSING} or {@code ALL_MISSING}
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total of what is left for the customer, null when a price is missing
 */
public record PickupFellShort(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        List<PickupLine> lines,
        String reason,
        @Nullable String currency,
        @Nullable BigDecimal total,
        Instant shortAt) {}
