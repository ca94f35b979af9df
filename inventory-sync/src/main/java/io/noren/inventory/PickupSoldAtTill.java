package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the desk had handed over was rung up at a till, too, and with a member's card: the till's sale adds the points, so
 * those of the order go back. An order that a till sells while it is open is told of by {@link PickupCollected} alone.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member of the order; null for a guest
 * @param transaction the till transaction's key
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total the sum of all lines, null when a price is missing
 * @param soldAt by the till's clock
 */
public record PickupSoldAtTill(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        String transaction,
        List<PickupLine> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        Instant soldAt) {}
