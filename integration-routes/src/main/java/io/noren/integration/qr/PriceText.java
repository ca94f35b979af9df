package io.noren.integration.qr;

import io.noren.inventory.Money;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;

/** A price as it is printed and shown: {@code ¥1,980}; other currencies by their ISO code, {@code EUR 12.50}. */
public final class PriceText {
    private PriceText() {}

    /** With as many decimals as the currency has: none for yen. */
    public static String of(Money price) {
        int decimals = decimals(price);
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        format.setRoundingMode(RoundingMode.HALF_UP);
        String amount = format.format(price.amount());
        return price.currency().equals("JPY") ? "¥" + amount : price.currency() + " " + amount;
    }

    private static int decimals(Money price) {
        return Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(price.currency()))
                .mapToInt(Currency::getDefaultFractionDigits)
                .filter(digits -> digits >= 0)
                .findFirst()
                .orElse(Math.max(0, price.amount().scale()));
    }
}
