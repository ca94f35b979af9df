package io.noren.inventory.pickup;

/** Where the goods of one line are. */
public enum PickupLineState {
    /** On the shelf, kept for the customer. */
    TO_PICK,
    /** Taken from the shelf, all of it. */
    PICKED,
    /** Looked for, and not all of it found; what was found is taken from the shelf. */
    SHORT,
    /** The customer has it, or had: of what was brought back the line says how much. */
    COLLECTED,
    /** Nobody wants it any more, and it is not back on the shelf. */
    TO_RETURN,
    BACK_ON_SHELF,
    /** The order ended before it was taken from the shelf. */
    NOT_NEEDED
}
