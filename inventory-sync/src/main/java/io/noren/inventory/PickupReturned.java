package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer brought goods back that they had collected. The shop gives the money back; points go back by this.
 *
 * @param id of this fact, the same however often it is told
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param key of the return, unique within the order
 * @param earnedBy the till transaction that added the goods' points; null where the order's member earned them
 * @param tillTransaction the till's own return of the same goods, which takes the points back by itself; null if none does
 * @param currency ISO 4217; null when the shop gave no prices
 * @param total what the customer had paid for it, null when a price is missing
 * @param reason in the words of whoever took it back
 */
public record PickupReturned(
        UUID id,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        String key,
        @Nullable String earnedBy,
        @Nullable String tillTransaction,
        List<Line> lines,
        @Nullable String currency,
        @Nullable BigDecimal total,
        @Nullable String reason,
        Instant returnedAt) {

    /**
     * So much of a line of the order.
     *
     * @param condition {@code RESELLABLE}: it is on the shelf again; {@code DAMAGED}: it is not
     * @param unitPrice tax included, in the order's currency; null when the shop gave none
     */
    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            String condition) {}
}
