package io.noren.loyalty;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a member has, in whole points.
 *
 * @param spendable may be spent now
 * @param pending earned, but not to be spent yet; the programme has no waiting time, so 0
 * @param debt taken back beyond what was there; new points pay it off first
 * @param nextExpiry when the next points lapse; points do not lapse yet, so null
 */
public record Points(
        long spendable, long pending, long debt, @Nullable LocalDate nextExpiry) {
    static Points of(long balance) {
        return new Points(Math.max(0, balance), 0, Math.max(0, -balance), null);
    }
}
