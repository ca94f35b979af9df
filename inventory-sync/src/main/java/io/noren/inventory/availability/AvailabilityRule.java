package io.noren.inventory.availability;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of what is there is kept from being sold, and how, for what its scope names. What it does not say, a less
 * specific rule says.
 *
 * @param safetyStock kept at each location, in the item's unit
 * @param buffer kept from a channel at each location
 * @param threshold kept from a channel once, over all its locations
 * @param pickup whether the goods may be handed over at the location
 * @param ship whether they may be sent from there
 */
public record AvailabilityRule(
        String id,
        Scope scope,
        @Nullable BigDecimal safetyStock,
        @Nullable Buffer buffer,
        @Nullable BigDecimal threshold,
        @Nullable Boolean pickup,
        @Nullable Boolean ship,
        @Nullable StaleFeed staleFeed) {

    /** Null stands for all. An item has its category already, so a scope names one of the two. */
    public record Scope(
            @Nullable String channel,
            @Nullable String locationGroup,
            @Nullable String category,
            @Nullable String sku) {}

    /** A fixed quantity, or a share of what is available, rounded up to what the item is counted in. */
    public record Buffer(
            @Nullable BigDecimal quantity, @Nullable BigDecimal share) {}

    /**
     * What becomes of the answer when the location has been silent for long.
     *
     * @param after from this age of its last word on
     * @param buffer instead of the usual buffer, if it keeps more
     * @param bands a quantity is told as the highest of these that it reaches, as 0 below the lowest
     * @param pickup false switches it off
     */
    public record StaleFeed(
            @Nullable Duration after,
            @Nullable Buffer buffer,
            @Nullable List<BigDecimal> bands,
            @Nullable Boolean pickup) {}
}
