package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who buys, as far as offers ask.
 *
 * @param standing null for a customer who is not known
 * @param used how often the member has had those offers that have a cap, by the offer's id
 * @param coupons that they show, in the order of their codes
 */
record Customer(@Nullable MemberStanding standing, Map<String, Long> used, List<ShownCoupon> coupons) {}
