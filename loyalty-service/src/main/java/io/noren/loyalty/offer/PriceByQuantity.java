package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit price that falls with the quantity over all lines of the offer. A line that costs no more already is left as it
 * is. Rounded by line.
 */
record PriceByQuantity(List<Benefit.PriceFrom> steps) implements PriceRule {
    private static final long THOUSANDTHS = 1_000;

    @Override
    public long[] discounts(List<PricedLine> lines) {
        BigDecimal quantity = BigDecimal.valueOf(
                lines.stream().mapToLong(PricedLine::thousandths).sum(), 3);
        Money unitPrice = null;
        for (Benefit.PriceFrom step : steps) {
            if (step.from().compareTo(quantity) <= 0) {
                unitPrice = step.unitPrice();
            }
        }
        if (unitPrice == null) {
            return new long[lines.size()];
        }
        long coins = PriceRule.coins(unitPrice);
        return lines.stream()
                .mapToLong(line -> Math.max(0, line.net() - Coins.share(coins, line.thousandths(), THOUSANDTHS)))
                .toArray();
    }

    @Override
    public @Nullable String currency() {
        return steps.get(0).unitPrice().currency();
    }

    @Override
    public Reason reason(Words name) {
        return new Reason("PRICE_BY_QUANTITY", name.ja() + "（数量別価格）", name.en() + " (price by quantity)");
    }
}
