package io.noren.loyalty.tier;

import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.tiers.*}
 *
 * @param period within which purchases count together
 * @param keptFor how long a tier is kept after the last day on which its threshold was met
 */
@ConfigurationProperties("noren.loyalty.tiers")
record TierSettings(
        @DefaultValue("P1Y") Period period,
        @DefaultValue("P1Y") Period keptFor) {
    TierSettings {
        if (period.isNegative() || period.isZero() || keptFor.isNegative()) {
            throw new IllegalArgumentException(
                    "noren.loyalty.tiers.period must be above 0, noren.loyalty.tiers.kept-for not below");
        }
    }
}
