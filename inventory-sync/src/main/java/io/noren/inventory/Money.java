package io.noren.inventory;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * An amount of money; in JSON {@code {"amount":"1980","currency":"JPY"}}.
 *
 * @param amount in the currency's main unit
 * @param currency ISO 4217
 */
public record Money(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, String currency) {

    public Money {
        amount = Quantities.plain(amount);
    }
}
