package io.noren.simulator;

import org.jspecify.annotations.Nullable;

/** A way into the hub. */
interface Door {
    /** @param who hands it over; names the file */
    Handed hand(Dialect dialect, byte[] document, String who);

    /** A document that was handed over once. */
    interface Handed {
        Word word();
    }

    /** @param recorded how many transactions were new to the hub; null where this door does not say */
    record Word(State state, @Nullable Integer recorded) {
        static final Word NONE_YET = new Word(State.NONE_YET, null);
        static final Word LOST = new Word(State.LOST, null);

        enum State {
            NONE_YET,
            /** Nobody knows whether the hub has it. */
            LOST,
            ACKNOWLEDGED
        }
    }
}
