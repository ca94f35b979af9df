package io.noren.inventory.pickup.promise;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is told.
 *
 * @param slotStartsAt the place that is taken; null where there is no limit
 * @param keptUntil how long the goods wait if they are ready then
 */
public record PickupPromise(Instant readyBy, @Nullable Instant slotStartsAt, Instant keptUntil) {}
