package io.noren.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order takes longer than its customer was told.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param before what the customer was told before
 * @param readyBy what they are told now
 */
public record PickupDelayed(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        Instant before,
        Instant readyBy,
        Instant delayedAt) {}
