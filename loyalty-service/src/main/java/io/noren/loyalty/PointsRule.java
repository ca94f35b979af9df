package io.noren.loyalty;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How many points money is worth: one for each full amount, the rest is not rounded up. */
@Component
public class PointsRule {
    private final Map<String, BigDecimal> pointsPer;

    PointsRule(LoyaltySettings settings) {
        this.pointsPer = settings.pointsPer() == null ? Map.of() : settings.pointsPer();
    }

    /** The amount of this currency that is worth one point today. */
    public BigDecimal amountPerPoint(String currency) {
        return pointsPer.getOrDefault(currency, BigDecimal.ONE);
    }

    /** Of an amount of 0 or more; the rest is dropped. */
    public static long points(BigDecimal amount, BigDecimal amountPerPoint) {
        return amount.divide(amountPerPoint, 0, RoundingMode.FLOOR).longValueExact();
    }
}
