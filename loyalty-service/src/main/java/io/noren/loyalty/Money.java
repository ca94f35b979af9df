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
    /** @throws Refusal {@code UNKNOWN_CURRENCY} */
    public Money {
        int minorDigits = minorDigits(currency);
        BigDecimal bare = amount.stripTrailingZeros();
        amount = bare.setScale(Math.max(bare.scale(), minorDigits));
    }

    /** Whether it can be paid: nothing smaller than the currency's minor unit. */
    boolean isPayable() {
        return amount.scale() <= minorDigits(currency);
    }

    private static int minorDigits(String currency) {
        try {
            return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw Refusal.at("currency", "UNKNOWN_CURRENCY", "The currency must be an ISO 4217 code such as JPY.");
        }
    }
}
