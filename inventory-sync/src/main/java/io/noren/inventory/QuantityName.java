package io.noren.inventory;

/** Which of a cell's numbers a movement moves. */
public enum QuantityName {
    ON_HAND,
    /** Promised softly: by holds. */
    RESERVED,
    /** Promised to orders. */
    COMMITTED,
    DAMAGED,
    QUALITY_CONTROL,
    DISPLAY,
    /** On its way here, on no shelf. */
    INCOMING;

    /** Only reservations move these. */
    public boolean isPromised() {
        return this == RESERVED || this == COMMITTED;
    }

    /** What it is now stands in open documents, too: reservations or shipments. */
    boolean hasDocuments() {
        return isPromised() || this == INCOMING;
    }

    /** On hand but not for sale. */
    public boolean isSetAside() {
        return this == DAMAGED || this == QUALITY_CONTROL || this == DISPLAY;
    }
}
