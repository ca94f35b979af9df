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
    DISPLAY;

    /** Only reservations move these. */
    public boolean isPromised() {
        return this == RESERVED || this == COMMITTED;
    }

    /** On hand but not for sale. */
    public boolean isSetAside() {
        return this == DAMAGED || this == QUALITY_CONTROL || this == DISPLAY;
    }
}
