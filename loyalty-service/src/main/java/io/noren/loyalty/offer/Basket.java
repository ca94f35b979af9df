package io.noren.loyalty.offer;

import io.noren.loyalty.Channel;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is about to buy.
 *
 * @param location the store; null where there is none
 * @param member the account of the card or login that was presented, or the member's own id; null for anyone
 * @param at when it is bought; null for now
 * @param coupons codes that the customer shows
 * @param source the system that asks, and {@code sourceTransaction} what it calls the purchase; together, where a coupon
 *     may be reserved for it already
 */
public record Basket(
        Channel channel,
        @Nullable String location,
        @Nullable UUID member,
        @Nullable Instant at,
        List<BasketLine> lines,
        List<String> coupons,
        @Nullable String source,
        @Nullable String sourceTransaction) {
    public Basket {
        lines = List.copyOf(lines);
        coupons = noneWhenAbsent(coupons);
    }

    private static List<String> noneWhenAbsent(@Nullable List<String> told) {
        return told == null ? List.of() : List.copyOf(told);
    }
}
