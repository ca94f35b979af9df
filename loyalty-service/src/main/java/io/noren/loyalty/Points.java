package io.noren.loyalty;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a member has, in whole points, over all accounts.
 *
 * @param spendable may be spent now; what redemptions hold is not
 * @param pending earned, but not to be spent yet
 * @param debt taken back beyond what was there; new points pay it off first
 * @param nextExpiry the first day on which some of what remains can no longer be spent, in the programme's zone; null
 *     when nothing lapses
 * @param expiring how many those are; null when nothing lapses
 */
public record Points(
        long spendable,
        long pending,
        long debt,
        @Nullable LocalDate nextExpiry,
        @Nullable Long expiring) {
    /** Of whoever never had any. */
    static final Points NONE = of(0, 0, 0, null, null);

    /** @param free what lots have that is neither pending nor held */
    static Points of(long free, long pending, long debt, @Nullable LocalDate nextExpiry, @Nullable Long expiring) {
        return new Points(Math.max(0, free - debt), pending, Math.max(0, debt - free), nextExpiry, expiring);
    }
}
