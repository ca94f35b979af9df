package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pickup order as seen at one moment; one that has ended reads as EXPIRED from that instant.
 *
 * @param order the web shop's own number
 * @param total of all lines, null when a price is missing
 * @param readyBy what the customer was promised
 * @param expiresAt when the goods go back to the shelf
 */
public record Pickup(
        UUID id,
        String order,
        String channel,
        String location,
        PickupState state,
        @Nullable UUID member,
        Contact contact,
        Payment payment,
        List<PickupLine> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        @Nullable String reason,
        Instant placedAt,
        Instant readyBy,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant readyAt,
        @Nullable Instant collectedAt) {}
