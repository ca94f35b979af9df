package io.noren.inventory.pickup;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an order's goods come from, when the store has to get them.
 *
 * @param from the location that has them
 * @param expectedAt when they are expected at the store; null: after {@link #USUAL}
 */
public record Sending(String from, @Nullable Instant expectedAt) {
    /** From the order to the goods' arrival, where nobody says. */
    public static final Duration USUAL = Duration.ofDays(2);

    /** Beyond that nobody promises anything. */
    static final Duration LONGEST = Duration.ofDays(14);

    /** Goods that have not come when they were expected are expected so much later. */
    static final Duration LATER = Duration.ofDays(1);

    Instant expectedAt(Instant now) {
        return expectedAt == null ? now.plus(USUAL) : expectedAt;
    }
}
