package io.noren.integration.qr.label;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a hundred grams, a hundred millilitres, a metre or a piece of an item costs (単位価格), reckoned from its price and
 * content and rounded once, half up, to a tenth of a yen or to the coin of another currency.
 *
 * @param per of how much, {@code 100g}
 */
record UnitPrice(String per, Money price) {
    private static final Map<Item.Measure, Per> PER = Map.of(
            Item.Measure.G, new Per("100g", new BigDecimal(100)),
            Item.Measure.KG, new Per("100g", new BigDecimal("0.1")),
            Item.Measure.ML, new Per("100ml", new BigDecimal(100)),
            Item.Measure.L, new Per("100ml", new BigDecimal("0.1")),
            Item.Measure.CM, new Per("1m", new BigDecimal(100)),
            Item.Measure.M, new Per("1m", BigDecimal.ONE),
            Item.Measure.EACH, new Per("1個", BigDecimal.ONE));

    /** @param quantity how much that is, in the measure */
    private record Per(String name, BigDecimal quantity) {}

    /** Empty without a price or a known content, and where the content is one piece: then it is the price itself. */
    static Optional<UnitPrice> of(Item item) {
        Money price = item.price();
        Item.Content content = contentOf(item);
        if (price == null || content == null) {
            return Optional.empty();
        }
        Per per = PER.get(content.measure());
        if (per == null || per.quantity().compareTo(content.quantity()) == 0) {
            return Optional.empty();
        }
        BigDecimal amount = price.amount()
                .multiply(per.quantity())
                .divide(content.quantity(), Math.max(1, PriceText.decimals(price)), RoundingMode.HALF_UP);
        return Optional.of(new UnitPrice(per.name(), new Money(amount, price.currency())));
    }

    String text() {
        return per + "あたり " + PriceText.exact(price);
    }

    /** As a unit of sale is called in print: {@code kg}. */
    static String name(String unit) {
        return unit.toLowerCase(Locale.ROOT);
    }

    /** What is sold by weight has its price for one of its unit. */
    private static Item.@Nullable Content contentOf(Item item) {
        return item.unit().equals(Item.EACH)
                ? item.content()
                : PER.keySet().stream()
                        .filter(measure -> measure.name().equals(item.unit()))
                        .findFirst()
                        .map(measure -> new Item.Content(BigDecimal.ONE, measure))
                        .orElse(null);
    }
}
