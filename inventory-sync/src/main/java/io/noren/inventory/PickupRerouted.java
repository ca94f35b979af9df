package io.noren.inventory;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another store takes an order over.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param takenOverBy the pickup order there
 * @param to the other store
 */
public record PickupRerouted(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        UUID takenOverBy,
        String to,
        @Nullable String reason,
        Instant reroutedAt) {}
