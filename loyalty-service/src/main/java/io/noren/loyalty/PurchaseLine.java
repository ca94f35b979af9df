package io.noren.loyalty;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of a purchase or a return.
 *
 * @param item SKU, or the code the channel named where no item is known by it
 * @param quantity always positive, at most 3 decimals, in the item's unit
 * @param amount for the whole line after discounts, in the purchase's currency; null if the channel did not say
 */
public record PurchaseLine(
        int line,
        String item,
        BigDecimal quantity,
        @Nullable BigDecimal amount) {
    private static final int LONGEST_NUMBER = 30;

    public PurchaseLine {
        quantity = plain(quantity);
        amount = amount == null ? null : plain(amount);
    }

    /** Without trailing zeros or an exponent; what is too large to be true stays as it is, to be refused. */
    static BigDecimal plain(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        return bare.scale() < 0 && Money.wholeDigits(bare) <= LONGEST_NUMBER ? bare.setScale(0) : bare;
    }
}
