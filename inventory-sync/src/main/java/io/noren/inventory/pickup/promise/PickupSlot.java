package io.noren.inventory.pickup.promise;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a customer may come.
 *
 * @param free how many orders there is still room for; null where there is no limit
 */
public record PickupSlot(Instant from, Instant to, @Nullable Integer free) {}
