package io.noren.loyalty;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.*}
 *
 * @param pointsPer by currency, the amount that earns one point by the first {@link PointsRules}; 100 for JPY and 1 for
 *     every other unless set
 * @param phoneRegion ISO 3166 country in which a phone number without a country code is dialled
 */
@ConfigurationProperties("noren.loyalty")
record LoyaltySettings(
        @Nullable Map<String, BigDecimal> pointsPer,
        @DefaultValue("JP") String phoneRegion) {
    LoyaltySettings {
        Map<String, BigDecimal> all = new HashMap<>(Map.of("JPY", new BigDecimal(100)));
        if (pointsPer != null) {
            all.putAll(pointsPer);
        }
        all.forEach((currency, amount) -> {
            if (amount.signum() <= 0) {
                throw new IllegalArgumentException("noren.loyalty.points-per." + currency + " must be above 0");
            }
        });
        pointsPer = Map.copyOf(all);
    }

    Map<String, BigDecimal> amountsPerPoint() {
        return pointsPer == null ? Map.of() : pointsPer;
    }
}
