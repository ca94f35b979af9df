package io.noren.pos;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goods of one item, in what was told of stock rather than of a sale.
 *
 * @param line the line's number within the transaction
 * @param codes how the item is named, the most telling first; never empty
 * @param quantity at most 3 decimals, never negative; zero only where a count found none
 * @param unit {@code KG}, {@code L}, {@code M}; null for pieces
 */
public record GoodsLine(
        int line,
        List<ItemCode> codes,
        BigDecimal quantity,
        @Nullable String unit) {}
