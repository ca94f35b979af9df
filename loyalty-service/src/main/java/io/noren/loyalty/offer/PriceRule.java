package io.noren.loyalty.offer;

import static java.util.Objects.requireNonNull;

import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an offer makes lines cheaper. It holds no state, and gives the same for the same lines. */
sealed interface PriceRule permits PercentOff, AmountOff, PayForSome, PriceTogether, PriceByQuantity {
    /**
     * What is taken off each of the lines, at most what is left of it.
     *
     * @param lines that are left to the offer, in the order of their numbers
     */
    long[] discounts(List<PricedLine> lines);

    /** Null for a rule that is good in every currency. */
    @Nullable
    String currency();

    /** What the rule says to a customer. */
    Reason reason(Words name);

    static PriceRule of(Benefit benefit) {
        return switch (benefit.kind()) {
            case PERCENTAGE -> new PercentOff(requireNonNull(benefit.percent()));
            case AMOUNT -> new AmountOff(requireNonNull(benefit.amount()), Boolean.TRUE.equals(benefit.each()));
            case MULTI_BUY -> {
                int take = requireNonNull(benefit.take());
                Integer pay = benefit.pay();
                yield pay == null
                        ? new PriceTogether(take, requireNonNull(benefit.price()))
                        : new PayForSome(take, pay);
            }
            case TIER_PRICE -> new PriceByQuantity(requireNonNull(benefit.prices()));
            case POINTS_MULTIPLIER -> throw new IllegalArgumentException("This offer gives points");
        };
    }

    /** In the smallest coin. */
    static long coins(Money money) {
        return money.amount()
                .movePointRight(Money.minorDigits(money.currency()))
                .longValueExact();
    }

    /** As a Japanese customer reads it: 500円. */
    static String inJapanese(Money money) {
        return money.currency().equals("JPY") ? money.amount().toPlainString() + "円" : inEnglish(money);
    }

    /** As an English customer reads it: JPY 500. */
    static String inEnglish(Money money) {
        return money.currency() + " " + money.amount().toPlainString();
    }

    /** Without zeros that say nothing. */
    static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    static long[] nets(List<PricedLine> lines) {
        return lines.stream().mapToLong(PricedLine::net).toArray();
    }

    static long sum(long[] amounts) {
        long sum = 0;
        for (long amount : amounts) {
            sum += amount;
        }
        return sum;
    }
}
