package io.noren.loyalty;

import java.util.UUID;

/** Codes that members show at a till. */
public interface ShownCodes {

    /** Whether it has the form of a code; whether it holds is another question. */
    boolean looksLikeOne(String text);

    /**
     * Whose code this is.
     *
     * @throws Refusal {@code FORGED_MEMBER_CODE} if it is none of ours, {@code STALE_MEMBER_CODE} if its time is over
     */
    UUID memberOf(String code);
}
