package io.noren.loyalty;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many points money is worth: one for each full amount, the rest is not rounded up. */
@Component
class PointsRule {
    private final Map<String, BigDecimal> pointsPer;

    PointsRule(LoyaltySettings settings) {
        this.pointsPer = settings.pointsPer() == null ? Map.of() : settings.pointsPer();
    }

    /** The amount of this currency that is worth one point today. */
    BigDecimal amountPerPoint(String currency) {
        return pointsPer.getOrDefault(currency, BigDecimal.ONE);
    }

    static long points(BigDecimal amount, BigDecimal amountPerPoint) {
        return amount.divide(amountPerPoint, 0, RoundingMode.FLOOR).longValueExact();
    }
}
