package io.noren.pos.poslog;

import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.poslog.TransactionDraft.LineDraft;
import io.noren.pos.poslog.TransactionDraft.QuantityDraft;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the customer paid for a line. {@code ExtendedAmount} is that, except at tills that write it before the line's
 * discounts; they are known by their own figures: the regular price times the quantity is the amount itself, although
 * there is a discount. Only then the discount is still to be taken off.
 */
final class PaidAmounts {
    private PaidAmounts() {}

    /** Null where the till gave none. */
    static @Nullable BigDecimal of(LineDraft line) throws Unreadable {
        if (line.amount == null || line.amount.isEmpty()) {
            return null;
        }
        BigDecimal amount = TillWords.amount(line.amount, line.place);
        BigDecimal discount = figure(line.discount).map(BigDecimal::abs).orElse(BigDecimal.ZERO);
        BigDecimal size = amount.abs();
        if (discount.signum() == 0 || discount.compareTo(size) > 0 || !isBefore(line, size, discount)) {
            return amount;
        }
        return amount.signum() < 0 ? amount.add(discount) : amount.subtract(discount);
    }

    private static boolean isBefore(LineDraft line, BigDecimal amount, BigDecimal discount) {
        BigDecimal price = figure(line.regularPrice).map(BigDecimal::abs).orElse(null);
        BigDecimal smallest = BigDecimal.ONE.movePointLeft(amount.scale());
        return price != null
                && line.quantities.stream()
                        .map(QuantityDraft::text)
                        .flatMap(quantity -> figure(quantity).stream())
                        .map(quantity -> price.multiply(quantity.abs()))
                        .anyMatch(regular -> {
                            BigDecimal asItIs = regular.subtract(amount).abs();
                            BigDecimal lessDiscount =
                                    regular.subtract(discount).subtract(amount).abs();
                            return asItIs.compareTo(smallest) < 0 && asItIs.compareTo(lessDiscount) < 0;
                        });
    }

    /** A figure that only serves as proof: what cannot be read proves nothing. */
    private static Optional<BigDecimal> figure(@Nullable String word) {
        return Stream.ofNullable(word)
                .filter(TillWords::isDecimal)
                .map(BigDecimal::new)
                .findFirst();
    }
}
