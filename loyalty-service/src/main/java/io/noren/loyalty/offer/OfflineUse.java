package io.noren.loyalty.offer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code that a till took while it was offline, told afterwards.
 *
 * @param source the till's system, and {@code sourceTransaction} what it calls the purchase
 * @param till which of its tills
 * @param occurredAt when, by the till's clock
 */
public record OfflineUse(String code, String source, String sourceTransaction, String till, Instant occurredAt) {
    /** What became of the telling. */
    public enum Result {
        /** The code is used. */
        RECORDED,
        /** It had been told before; nothing more was done. */
        DUPLICATE,
        /** It should not have been taken: a person should look. */
        CONFLICT
    }

    /** @param reason why it is a conflict; its code is stable */
    public record Outcome(
            String code, Result result, @Nullable Reason reason) {}
}
