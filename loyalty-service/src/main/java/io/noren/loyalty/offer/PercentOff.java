package io.noren.loyalty.offer;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A share off all lines of the offer together, rounded once, half a coin up. */
record PercentOff(BigDecimal percent) implements PriceRule {
    private static final long HUNDREDTHS_OF_ALL = 10_000;

    @Override
    public long[] discounts(List<PricedLine> lines) {
        long[] nets = PriceRule.nets(lines);
        long hundredths = percent.movePointRight(2).longValueExact();
        return Coins.spread(Coins.share(PriceRule.sum(nets), hundredths, HUNDREDTHS_OF_ALL), nets);
    }

    @Override
    public @Nullable String currency() {
        return null;
    }

    @Override
    public Reason reason(Words name) {
        String share = PriceRule.plain(percent);
        return new Reason("PERCENT_OFF", name.ja() + "（" + share + "%引き）", name.en() + " (" + share + "% off)");
    }
}
