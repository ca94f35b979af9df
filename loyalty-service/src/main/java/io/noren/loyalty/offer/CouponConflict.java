package io.noren.loyalty.offer;

import java.time.Instant;

/**
 * A use that was told when the till was online again, and should not have been.
 *
 * @param id rises with the time of telling
 * @param reason {@code COUPON_REDEEMED} for a second use, {@code OFFLINE_CAP_EXCEEDED} for one beyond what the till may
 *     take, {@code COUPON_EXPIRED}, {@code COUPON_VOID}, {@code UNKNOWN_COUPON}
 */
public record CouponConflict(
        long id,
        String code,
        String source,
        String sourceTransaction,
        String till,
        String reason,
        Instant occurredAt,
        Instant toldAt) {}
