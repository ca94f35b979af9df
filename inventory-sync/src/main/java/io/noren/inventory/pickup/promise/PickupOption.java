package io.noren.inventory.pickup.promise;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store that can hand over a whole basket.
 *
 * @param distance in metres, as the crow flies; null when nobody said from where, or where the store is
 * @param readyBy what would be promised now; null when the slots are all taken for as long as one may choose
 * @param slots that one may choose, the next first
 */
public record PickupOption(
        String location,
        String name,
        @Nullable Long distance,
        @Nullable Instant readyBy,
        List<PickupSlot> slots) {

    public PickupOption {
        slots = List.copyOf(slots);
    }
}
