package io.noren.loyalty.offer;

import io.noren.loyalty.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A quote that a customer pays by.
 *
 * @param source the system that said so, and {@code sourceTransaction} what it calls the purchase; the same key as the
 *     purchase is told under, so that returns find the bonus
 * @param member the account that was presented; null for anyone
 * @param base points that the purchase earns when it is told
 * @param bonus points that were booked now
 */
public record Acceptance(
        UUID id,
        String source,
        String sourceTransaction,
        @Nullable UUID member,
        String fingerprint,
        Money total,
        Money discount,
        long base,
        long bonus,
        List<Used> offers,
        Instant acceptedAt) {

    /** Which version of which offer was given. */
    public record Used(String offer, long version) {}
}
