package io.noren.loyalty;

import java.util.List;
import java.util.UUID;

/** Which coupons members have. */
public interface MembersCoupons {

    /** Those of the member alone that can be used now, the first to expire first; at most {@code limit}. */
    List<MemberCard.Coupon> usableNow(UUID member, int limit);
}
