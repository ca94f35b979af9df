package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an offer gives. Each kind has its own fields; the others are absent.
 *
 * @param percent of {@link Kind#PERCENTAGE}: above 0 to 100, at most 2 decimals
 * @param amount of {@link Kind#AMOUNT}: what is taken off, above 0
 * @param each of {@link Kind#AMOUNT}: off every unit, not once off all of them together
 * @param take of {@link Kind#MULTI_BUY}: so many units together, 2 to 100
 * @param pay of {@link Kind#MULTI_BUY}: so many of them are paid, the dearest; or
 * @param price of {@link Kind#MULTI_BUY}: what they cost together
 * @param prices of {@link Kind#TIER_PRICE}: unit prices, each from a quantity on
 * @param factor of {@link Kind#POINTS_MULTIPLIER}: above 1 to 100, at most 2 decimals
 */
public record Benefit(
        Kind kind,
        @Nullable BigDecimal percent,
        @Nullable Money amount,
        @Nullable Boolean each,
        @Nullable Integer take,
        @Nullable Integer pay,
        @Nullable Money price,
        @Nullable List<PriceFrom> prices,
        @Nullable BigDecimal factor) {

    /** The ways in which an offer can give something. */
    public enum Kind {
        PERCENTAGE,
        AMOUNT,
        MULTI_BUY,
        TIER_PRICE,
        POINTS_MULTIPLIER
    }

    /**
     * One step of a tier price.
     *
     * @param from quantity over all lines of the offer, 1 for every quantity
     */
    public record PriceFrom(BigDecimal from, Money unitPrice) {}

    static Benefit percentage(String percent) {
        return new Benefit(Kind.PERCENTAGE, new BigDecimal(percent), null, null, null, null, null, null, null);
    }

    static Benefit amount(Money amount, boolean each) {
        return new Benefit(Kind.AMOUNT, null, amount, each, null, null, null, null, null);
    }

    static Benefit payFor(int take, int pay) {
        return new Benefit(Kind.MULTI_BUY, null, null, null, take, pay, null, null, null);
    }

    static Benefit together(int take, Money price) {
        return new Benefit(Kind.MULTI_BUY, null, null, null, take, null, price, null, null);
    }

    static Benefit tierPrice(List<PriceFrom> prices) {
        return new Benefit(Kind.TIER_PRICE, null, null, null, null, null, null, prices, null);
    }

    static Benefit points(String factor) {
        return new Benefit(Kind.POINTS_MULTIPLIER, null, null, null, null, null, null, null, new BigDecimal(factor));
    }
}
