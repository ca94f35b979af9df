package io.noren.inventory.pickup.promise;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A store takes no new orders for pickup. Those that it has go on.
 *
 * @param until null: until somebody resumes
 * @param actor who said so
 */
public record PickupPause(
        Instant since, @Nullable Instant until, @Nullable String reason, String actor) {

    boolean isOn(Instant now) {
        return until == null || until.isAfter(now);
    }
}
