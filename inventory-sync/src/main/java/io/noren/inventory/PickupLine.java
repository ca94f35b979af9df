package io.noren.inventory;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One line of a pickup order, as facts tell of it.
 *
 * @param unitPrice tax included, in the order's currency; null when the shop gave none
 */
public record PickupLine(
        String line,
        String sku,
        BigDecimal quantity,
        @Nullable BigDecimal unitPrice) {}
