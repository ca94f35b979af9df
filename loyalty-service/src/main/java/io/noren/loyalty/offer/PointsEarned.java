package io.noren.loyalty.offer;

import io.noren.loyalty.PointsRounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Points of one basket. The base is what the ledger books for a purchase of that total; a bonus is what its lines would
 * earn the factor's surplus of, rounded down once.
 *
 * @param perPoint the amount that is worth one point at the basket's time
 */
record PointsEarned(BigDecimal perPoint, PointsRounding rounding, int minorDigits) {
    long base(long total) {
        return rounding.points(BigDecimal.valueOf(total, minorDigits), perPoint);
    }

    long bonus(List<PricedLine> lines, BigDecimal factor) {
        long paid = 0;
        for (PricedLine line : lines) {
            paid += line.net();
        }
        return BigDecimal.valueOf(paid, minorDigits)
                .multiply(factor.subtract(BigDecimal.ONE))
                .divide(perPoint, 0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
