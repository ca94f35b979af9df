package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * So many pieces for one price. They are grouped the dearest first; a group that costs no more by itself is left as it
 * is.
 */
record PriceTogether(int take, Money price) implements PriceRule {
    @Override
    public long[] discounts(List<PricedLine> lines) {
        DearestFirst row = new DearestFirst(lines);
        long coins = PriceRule.coins(price);
        long groups = groups(row, coins);
        long[] costs = row.cost(pieces -> Math.min(pieces, groups * take));
        return Coins.spread(Math.max(0, PriceRule.sum(costs) - groups * coins), costs);
    }

    /** How many are worth it; each costs no more than the one before. */
    private long groups(DearestFirst row, long coins) {
        long lowest = 0;
        long highest = row.pieces() / take;
        while (lowest < highest) {
            long middle = (lowest + highest) / 2;
            if (row.costMore(middle * take, (middle + 1) * take, coins)) {
                lowest = middle + 1;
            } else {
                highest = middle;
            }
        }
        return lowest;
    }

    @Override
    public @Nullable String currency() {
        return price.currency();
    }

    @Override
    public Reason reason(Words name) {
        return new Reason(
                "PRICE_TOGETHER",
                name.ja() + "（" + take + "点で" + PriceRule.inJapanese(price) + "）",
                name.en() + " (" + take + " for " + PriceRule.inEnglish(price) + ")");
    }
}
