package io.noren.loyalty.offer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a retailer offers, as data.
 *
 * @param name what the customer reads on the receipt
 * @param from the first instant; null: from ever
 * @param until from this instant on no longer; null: for ever
 * @param perMember how often a member can have it, over all their accounts; only members then have it
 * @param byCoupon only with a code of a coupon that was issued for it
 * @param offlineCap how many codes one till may take on a day without asking, while it is offline; none when absent
 */
public record Offer(
        String id,
        Words name,
        Benefit benefit,
        Conditions conditions,
        Stacking stacking,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable Integer perMember,
        @Nullable Boolean byCoupon,
        @Nullable Integer offlineCap) {

    /** An offer as it was at some time; a quote names both. */
    public record Versioned(Offer offer, long version) {}

    boolean needsCoupon() {
        return Boolean.TRUE.equals(byCoupon);
    }

    boolean givesPoints() {
        return benefit.kind() == Benefit.Kind.POINTS_MULTIPLIER;
    }
}
