package io.noren.inventory;

import java.math.BigDecimal;

/** Amounts of goods: at most three decimals, and never more than a million in one go. */
public final class Quantities {

    static final BigDecimal MOST = new BigDecimal("1000000");
    static final int DECIMALS = 3;

    private Quantities() {}

    /** The same number without trailing zeros and without an exponent, as it stands in messages. */
    public static BigDecimal plain(BigDecimal quantity) {
        BigDecimal stripped = quantity.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** Too large to be meant: more digits before the point than a million has, or simply more. */
    public static boolean isAbsurd(BigDecimal quantity) {
        // Digits first: comparing or stripping a number like 1E+999999999 must not cost memory.
        return (long) quantity.precision() - quantity.scale() > 7
                || quantity.abs().compareTo(MOST) > 0;
    }

    public static boolean hasTooManyDecimals(BigDecimal quantity) {
        return quantity.stripTrailingZeros().scale() > DECIMALS;
    }

    public static boolean isWhole(BigDecimal quantity) {
        return quantity.stripTrailingZeros().scale() <= 0;
    }
}
