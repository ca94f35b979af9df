package io.noren.pos;

import java.util.List;
import java.util.function.Consumer;

/**
 * Brings small deliveries together that wait at the same moment, so that they are recorded in one transaction. The hub
 * answers, with the lanes in which requests for stock wait; where nobody does, each delivery goes alone.
 */
public interface DeliveryLanes {

    /** A delivery that waits for its turn. */
    interface Waiting {

        /** The till that it speaks of: deliveries of one till go one after the other. */
        Object place();

        /** How many transactions it tells. */
        int rows();

        /** What has come of it when nothing else has. */
        void fail(RuntimeException why);
    }

    /**
     * @param work does a group: something must have come of each when it returns
     * @return where to wait: something has come of the delivery when this returns
     */
    <D extends Waiting> Consumer<D> lanes(Consumer<List<D>> work);

    /** Does the work on a delivery so that what it announces is followed by the present thread's trace, whoever does it. */
    Consumer<Runnable> onBehalf();
}
