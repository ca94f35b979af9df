package io.noren.loyalty.offer;

import org.jspecify.annotations.Nullable;

/**
 * A code that a customer shows.
 *
 * @param offer that it was issued for; null for a code nobody knows
 * @param problem why it is no good; null when it is
 */
record ShownCoupon(
        String code, @Nullable String offer, @Nullable Reason problem) {}
