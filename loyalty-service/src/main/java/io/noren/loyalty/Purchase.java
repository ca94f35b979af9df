package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer bought something, on any channel.
 *
 * @param source the till system or shop that says so
 * @param sourceTransaction that system's key of it; with {@code source} it names this purchase for ever
 * @param by whose it is
 * @param location the store; null where there was none
 * @param total what was paid; this, not the sum of the lines, earns points
 */
public record Purchase(
        String source,
        String sourceTransaction,
        Channel channel,
        Buyer by,
        @Nullable String location,
        Instant occurredAt,
        Money total,
        List<PurchaseLine> lines) {
    public Purchase {
        lines = List.copyOf(lines);
    }
}
