package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a basket.
 *
 * @param line its number, which no other line has
 * @param item SKU
 * @param categories all that the item is of, with those above them; none when absent
 * @param quantity above 0, at most 3 decimals, in the item's unit
 * @param unitPrice before any offer; at most 4 decimals
 */
public record BasketLine(int line, String item, List<String> categories, BigDecimal quantity, Money unitPrice) {
    public BasketLine {
        categories = noneWhenAbsent(categories);
    }

    private static List<String> noneWhenAbsent(@Nullable List<String> told) {
        return told == null ? List.of() : List.copyOf(told);
    }
}
