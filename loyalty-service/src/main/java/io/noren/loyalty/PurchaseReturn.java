package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer brought something back and got its money.
 *
 * @param source the till system or shop that says so
 * @param sourceTransaction that system's key of the return; an exchange may use one key for its sale and its return
 * @param by whose it is
 * @param returnOf key of the sale in the same source, if the till knew it: the points then go back from the account
 *     that earned them, and roundings of partial returns add up to exactly what was earned
 * @param total what was given back; never negative
 */
public record PurchaseReturn(
        String source,
        String sourceTransaction,
        Channel channel,
        Buyer by,
        @Nullable String returnOf,
        @Nullable String location,
        Instant occurredAt,
        Money total,
        List<PurchaseLine> lines) {
    public PurchaseReturn {
        lines = List.copyOf(lines);
    }
}
