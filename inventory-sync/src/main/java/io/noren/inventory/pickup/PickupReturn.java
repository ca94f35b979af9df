package io.noren.inventory.pickup;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a customer brought back in one go of what they had collected.
 *
 * @param key of whoever took it back; with the order it names this return for ever
 * @param tillTransaction the till's own return of these goods, which raises stock and takes back points by itself
 * @param currency null when the shop gave no prices
 * @param total what the customer had paid for it; null when a price is missing
 */
public record PickupReturn(
        String key,
        List<Line> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        @Nullable String tillTransaction,
        @Nullable String reason,
        @Nullable String device,
        String actor,
        Instant returnedAt) {

    /** What can be done with goods that came back. */
    public enum Condition {
        /** It goes back on the shelf, and is for sale again at once. */
        RESELLABLE,
        /** Nobody else gets it: it is not on hand any more. */
        DAMAGED
    }

    /** A line of which more is brought back than the customer has {@code left}. */
    public record TooMuch(String line, BigDecimal returned, BigDecimal left) {}

    /** @param unitPrice tax included, in the order's currency; null when the shop gave none */
    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            Condition condition) {}
}
