package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An amount off all lines of the offer together, at most what they cost; or off each unit of them. */
record AmountOff(Money amount, boolean each) implements PriceRule {
    private static final long THOUSANDTHS = 1_000;

    @Override
    public long[] discounts(List<PricedLine> lines) {
        long off = PriceRule.coins(amount);
        if (each) {
            return lines.stream()
                    .mapToLong(line -> Math.min(line.net(), Coins.share(off, line.thousandths(), THOUSANDTHS)))
                    .toArray();
        }
        long[] nets = PriceRule.nets(lines);
        return Coins.spread(Math.min(off, PriceRule.sum(nets)), nets);
    }

    @Override
    public @Nullable String currency() {
        return amount.currency();
    }

    @Override
    public Reason reason(Words name) {
        return each
                ? new Reason(
                        "AMOUNT_OFF_EACH",
                        name.ja() + "（1点につき" + PriceRule.inJapanese(amount) + "引き）",
                        name.en() + " (" + PriceRule.inEnglish(amount) + " off each)")
                : new Reason(
                        "AMOUNT_OFF",
                        name.ja() + "（" + PriceRule.inJapanese(amount) + "引き）",
                        name.en() + " (" + PriceRule.inEnglish(amount) + " off)");
    }
}
