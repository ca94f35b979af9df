package io.noren.loyalty.offer;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.offers.*}
 *
 * @param pointPays by currency, what one point pays; 1 for JPY unless set, and points pay in no other currency
 * @param couponReservedFor how long a coupon is reserved that nobody redeems or releases
 */
@ConfigurationProperties("noren.loyalty.offers")
record OfferSettings(
        @Nullable Map<String, BigDecimal> pointPays,
        @DefaultValue("PT30M") Duration couponReservedFor) {
    OfferSettings {
        Map<String, BigDecimal> all = new HashMap<>(Map.of("JPY", BigDecimal.ONE));
        if (pointPays != null) {
            all.putAll(pointPays);
        }
        all.forEach((currency, amount) -> {
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException("noren.loyalty.offers.point-pays." + currency + " must be above 0");
            }
        });
        pointPays = Map.copyOf(all);
        if (couponReservedFor.isNegative() || couponReservedFor.isZero()) {
            throw new IllegalArgumentException("noren.loyalty.offers.coupon-reserved-for must be above 0");
        }
    }

    /** Null where points do not pay. */
    @Nullable
    BigDecimal worthOfPoint(String currency) {
        return pointPays == null ? null : pointPays.get(currency);
    }
}
