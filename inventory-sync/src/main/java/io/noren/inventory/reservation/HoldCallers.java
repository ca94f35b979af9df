package io.noren.inventory.reservation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What is known, outside of reservations, of those who ask for holds. Holds of many callers are done in one transaction
 * by the thread of one of them; this is how each still is answered as if it had been alone.
 */
public interface HoldCallers {

    /** Somebody who asks; equal when it is the same request, sent again. */
    interface Caller {

        /** Whether the answer is to be kept, for when it is asked for again. */
        boolean keepsAnswer();

        /** Somebody who is equal to none but itself. */
        static Caller unknown() {
            return new Caller() {
                @Override
                public boolean keepsAnswer() {
                    return false;
                }
            };
        }
    }

    /** On whose behalf this thread works. */
    Caller current();

    /** Those whose request was answered before: they get that answer again, and nothing is held. */
    Set<Caller> answeredBefore(Collection<Caller> callers);

    /**
     * Keeps the answers in the transaction of the holds: both are committed or neither.
     *
     * @throws org.springframework.dao.ConcurrencyFailureException when one of the requests is answered by somebody else
     *     at the same moment; then all is rolled back and tried again
     */
    void keep(Map<Caller, HoldAnswer> answers);
}
