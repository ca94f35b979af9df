package io.noren.pos;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a sale or a return, net of its voids.
 *
 * @param line the line's number within the transaction
 * @param codes how the till names the item, the most telling first; never empty
 * @param quantity always positive, at most 3 decimals; whether goods left or came back is the fact's name
 * @param unit UN/ECE-like unit as the till gave it ({@code EA}, {@code KG}); null when it gave none
 * @param amount what the customer paid for the line, after discounts, in the transaction's currency; null if not given
 */
public record SoldLine(
        int line,
        List<ItemCode> codes,
        BigDecimal quantity,
        @Nullable String unit,
        @Nullable BigDecimal amount) {}
