package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody has counted a shelf: so many were there at that time.
 *
 * @param id what makes it one and the same however often it is reported; at most 200 characters
 * @param counted in the item's unit
 * @param countedAt what occurred until then, to the microsecond, is in it
 * @param expected what the counter was told to expect, if anything
 */
public record StockCount(
        String id,
        ItemReference item,
        String location,
        BigDecimal counted,
        Instant countedAt,
        @Nullable BigDecimal expected) {

    /** The same in the item's own unit, where cases were counted. */
    StockCount inUnitsOf(KnownItem named) {
        BigDecimal each = named.each();
        return each == null || each.compareTo(BigDecimal.ONE) == 0
                ? this
                : new StockCount(
                        id,
                        item,
                        location,
                        counted.multiply(each),
                        countedAt,
                        expected == null ? null : expected.multiply(each));
    }
}
