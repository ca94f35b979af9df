package io.noren.inventory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The goods of an order have come to the store from another location, and are kept there for the customer.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param lines what came; what did not is told as fallen short
 * @param readyBy when the customer was told that it will be ready
 */
public record PickupGoodsArrived(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        List<PickupLine> lines,
        Instant readyBy,
        Instant arrivedAt) {}
