package io.noren.integration.qr;

import io.noren.inventory.Money;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A price as it is printed and shown: {@code ¥1,980}; other currencies by their ISO code, {@code EUR 12.50}. */
public final class PriceText {
    private static final Map<String, Integer> DECIMALS = Currency.getAvailableCurrencies().stream()
            .filter(currency -> currency.getDefaultFractionDigits() >= 0)
            .collect(Collectors.toUnmodifiableMap(Currency::getCurrencyCode, Currency::getDefaultFractionDigits));

    private PriceText() {}

    /** With as many decimals as the currency has: none for yen. */
    public static String of(Money price) {
        int decimals = decimals(price);
        return text(price, decimals, decimals);
    }

    /** With all decimals that the amount has, also where no coin pays them: {@code ¥19.8}. */
    public static String exact(Money price) {
        int decimals = decimals(price);
        return text(price, decimals, Math.max(decimals, price.amount().scale()));
    }

    private static String text(Money price, int fewest, int most) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(fewest);
        format.setMaximumFractionDigits(most);
        format.setRoundingMode(RoundingMode.HALF_UP);
        String amount = format.format(price.amount());
        return price.currency().equals("JPY") ? "¥" + amount : price.currency() + " " + amount;
    }

    /** How many decimals the currency's smallest coin has; as many as the amount has where nobody knows the currency. */
    public static int decimals(Money price) {
        Integer known = DECIMALS.get(price.currency());
        return known == null ? Math.max(0, price.amount().scale()) : known;
    }
}
