package io.noren.loyalty.offer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A code that makes an offer apply, once.
 *
 * @param member whose alone it is; null for whoever has it
 * @param expiresAt from this instant on it is no good
 * @param source with {@code sourceTransaction} who reserved, redeemed, released or voided it last; null before
 * @param reservedUntil from then on another may have it; null unless it is reserved
 */
public record Coupon(
        String code,
        String offer,
        @Nullable UUID member,
        Instant validFrom,
        Instant expiresAt,
        State state,
        @Nullable String source,
        @Nullable String sourceTransaction,
        @Nullable Instant reservedUntil) {

    /** Where it stands. */
    public enum State {
        /** It waits for its customer. */
        ISSUED,
        /** A purchase that is under way has it. */
        RESERVED,
        /** It was used; it never is again. */
        REDEEMED,
        /** A purchase let it go; it can be used like one that was just issued. */
        RELEASED,
        /** Its time is over. */
        EXPIRED,
        /** It was taken out of use. */
        VOID
    }

    /** As it stands at a moment: what time alone ends has ended. */
    Coupon at(Instant now) {
        State present = state;
        if (state == State.RESERVED && reservedUntil != null && !reservedUntil.isAfter(now)) {
            present = State.RELEASED;
        }
        if ((present == State.ISSUED || present == State.RELEASED) && !expiresAt.isAfter(now)) {
            present = State.EXPIRED;
        }
        return new Coupon(
                code,
                offer,
                member,
                validFrom,
                expiresAt,
                present,
                source,
                sourceTransaction,
                present == State.RESERVED ? reservedUntil : null);
    }

    boolean isBy(@Nullable String system, @Nullable String transaction) {
        return source != null
                && source.equals(system)
                && String.valueOf(sourceTransaction).equals(transaction);
    }
}
