package io.noren.inventory.pickup;

/** What somebody who did not find all of a line says of the books. */
public enum ShortReason {
    /** They are right: what is there cannot be given away, because it is damaged or on display. */
    NO_VARIANCE,
    /** Some of what they say is missing. */
    SOME_MISSING,
    /** Nothing of what they say is there. */
    ALL_MISSING;

    /** Whether nothing more is to be promised from there before somebody has counted. */
    boolean doubtsTheBooks() {
        return this != NO_VARIANCE;
    }
}
