package io.noren.inventory.pickup.promise;

import io.noren.inventory.Refusal;
import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * How a store prepares orders for pickup.
 *
 * @param preparation how long the store is open from an order to its being ready; whole minutes, at most 14 days
 * @param slot how long a slot is: at least 15 minutes, and a day is some of them without a rest
 * @param ordersPerSlot how many orders can be made ready in a slot, 1 to 10,000; null: as many as come
 * @param cutOff the store's local time from which on orders are prepared from the next day on; null: none
 * @param keptDays how many days goods wait at the counter, 1 to 14: till the store closes on the last of them
 */
public record PickupTerms(
        Duration preparation,
        Duration slot,
        @Nullable Integer ordersPerSlot,
        @Nullable LocalTime cutOff,
        int keptDays) {
    private static final Duration LONGEST_PREPARATION = Duration.ofDays(14);
    private static final Duration SHORTEST_SLOT = Duration.ofMinutes(15);
    private static final Duration DAY = Duration.ofDays(1);

    /** Of a store that nobody has said anything about. */
    public static PickupTerms usual(Duration preparation) {
        return new PickupTerms(preparation, Duration.ofHours(1), null, null, 3);
    }

    /** @throws Refusal {@code BAD_PREPARATION}, {@code BAD_SLOT}, {@code BAD_ORDERS_PER_SLOT}, {@code BAD_KEPT_DAYS} */
    void check() {
        if (preparation.isNegative()
                || preparation.compareTo(LONGEST_PREPARATION) > 0
                || !isWholeMinutes(preparation)) {
            throw Refusal.ofField("BAD_PREPARATION", "preparation", "Give whole minutes, at most 14 days, e.g. PT2H.");
        }
        if (slot.compareTo(SHORTEST_SLOT) < 0
                || !isWholeMinutes(slot)
                || slot.compareTo(DAY) > 0
                || DAY.toMinutes() % slot.toMinutes() != 0) {
            throw Refusal.ofField(
                    "BAD_SLOT", "slot", "A day is some slots without a rest: PT15M, PT30M, PT1H, PT2H, …, P1D.");
        }
        if (ordersPerSlot != null && (ordersPerSlot < 1 || ordersPerSlot > 10_000)) {
            throw Refusal.ofField("BAD_ORDERS_PER_SLOT", "ordersPerSlot", "Give 1 to 10000, or nothing for no limit.");
        }
        if (keptDays < 1 || keptDays > 14) {
            throw Refusal.ofField("BAD_KEPT_DAYS", "keptDays", "Goods wait 1 to 14 days at the counter.");
        }
    }

    private static boolean isWholeMinutes(Duration duration) {
        return duration.equals(Duration.ofMinutes(duration.toMinutes()));
    }
}
