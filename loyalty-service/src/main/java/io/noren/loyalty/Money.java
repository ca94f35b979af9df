package io.noren.loyalty;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount. Scaled as its currency is written: {@code 1980} yen, {@code 19.80} euros.
 *
 * @param amount never rounded: decimals beyond the currency's minor unit stay
 * @param currency ISO 4217
 */
public record Money(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {
    private static final int MOST_DIGITS = 15;

    /** @throws Refusal {@code UNKNOWN_CURRENCY}, {@code IMPLAUSIBLE_AMOUNT} from a thousand million million on */
    public Money {
        int minorDigits = minorDigits(currency);
        if (wholeDigits(amount) > MOST_DIGITS) {
            throw Refusal.at("amount", "IMPLAUSIBLE_AMOUNT", "An amount has at most 15 digits before the point.");
        }
        BigDecimal bare = amount.stripTrailingZeros();
        amount = bare.setScale(Math.max(bare.scale(), minorDigits));
    }

    /** Whether it can be paid: nothing smaller than the currency's minor unit. */
    boolean isPayable() {
        return amount.scale() <= minorDigits(currency);
    }

    /** Digits before the point, also of what would fill the memory if it were written out. */
    static long wholeDigits(BigDecimal number) {
        return number.signum() == 0 ? 1 : (long) number.precision() - number.scale();
    }

    /**
     * Decimals of the currency's smallest coin: 0 for JPY, 2 for EUR.
     *
     * @throws Refusal {@code UNKNOWN_CURRENCY}
     */
    public static int minorDigits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw Refusal.at("currency", "UNKNOWN_CURRENCY", "The currency must be an ISO 4217 code such as JPY.");
        }
    }
}
