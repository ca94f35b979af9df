package io.noren.inventory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The goods of an order are on their way to the store where they will be collected.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param from where they come from
 * @param transfer the shipment that they are on
 * @param expectedAt when they are expected there
 */
public record PickupSent(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        String from,
        UUID transfer,
        List<PickupLine> lines,
        @Nullable Instant expectedAt,
        Instant sentAt) {}
