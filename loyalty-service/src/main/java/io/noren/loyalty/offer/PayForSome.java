package io.noren.loyalty.offer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of so many pieces some are paid, the dearest: three for two. Pieces are grouped the dearest first, and what does not
 * make a full group is paid. Rounded by line.
 */
record PayForSome(int take, int pay) implements PriceRule {
    @Override
    public long[] discounts(List<PricedLine> lines) {
        DearestFirst row = new DearestFirst(lines);
        long grouped = row.pieces() / take * take;
        return row.cost(pieces -> free(Math.min(pieces, grouped)));
    }

    private long free(long pieces) {
        return pieces / take * (take - pay) + Math.max(0, pieces % take - pay);
    }

    @Override
    public @Nullable String currency() {
        return null;
    }

    @Override
    public Reason reason(Words name) {
        return new Reason(
                "PAY_FOR_SOME",
                name.ja() + "（" + take + "点で" + pay + "点分の価格）",
                name.en() + " (" + take + " for the price of " + pay + ")");
    }
}
