package io.noren.simulator;

/** A way into the hub. */
interface Door {
    /** @param who hands it over; names the file */
    Handed hand(Dialect dialect, byte[] document, String who);

    /** A document that was handed over once. */
    interface Handed {
        Word word();
    }

    /** @param recorded how many transactions the hub did not know before; as many as there are where it does not say */
    record Word(State state, int recorded) {
        static final Word NONE_YET = new Word(State.NONE_YET, 0);
        static final Word LOST = new Word(State.LOST, 0);

        enum State {
            NONE_YET,
            /** Nobody knows whether the hub has it. */
            LOST,
            ACKNOWLEDGED
        }
    }
}
