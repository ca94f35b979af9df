package io.noren.loyalty;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** What becomes of a part of a point. */
public enum PointsRounding {
    /** One point for each full amount; the rest earns nothing. */
    DOWN(RoundingMode.FLOOR),
    /** Half an amount or more earns a point. */
    HALF_UP(RoundingMode.HALF_UP),
    /** Each amount that was begun earns a point. */
    UP(RoundingMode.CEILING);

    private final RoundingMode mode;

    PointsRounding(RoundingMode mode) {
        this.mode = mode;
    }

    /** Of an amount of 0 or more. */
    public long points(BigDecimal amount, BigDecimal amountPerPoint) {
        return amount.divide(amountPerPoint, 0, mode).longValueExact();
    }
}
