package io.noren.inventory.availability;

import org.jspecify.annotations.Nullable;

/**
 * A rule, a channel, a group or a report changes in this transaction. What is offered may be another from its commit on,
 * in other copies of the application a second later.
 *
 * @param sku the only item that it concerns; null when it may concern any
 */
public record SellingTermsChanged(@Nullable String sku) {
    SellingTermsChanged() {
        this(null);
    }
}
