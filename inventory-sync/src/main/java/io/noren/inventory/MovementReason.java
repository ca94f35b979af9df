package io.noren.inventory;

/** Why stock moved, in the words of the field. */
public enum MovementReason {
    INITIAL,
    SALE,
    RETURN,
    RECEIVED,
    TRANSFER_OUT,
    TRANSFER_IN,
    SHRINKAGE,
    DAMAGED,
    CYCLE_COUNT,
    CORRECTION,
    FOUND,
    DISPLAY,
    QUALITY_CONTROL,
    POS_OFFLINE_REPLAY,
    RESERVATION_CREATED,
    RESERVATION_COMMITTED,
    RESERVATION_RELEASED,
    RESERVATION_EXPIRED,
    RESERVATION_TRANSFERRED,
    RESERVATION_FULFILLED;

    /** Only reservations write these themselves; nobody may report them. */
    public boolean belongsToReservations() {
        return name().startsWith("RESERVATION_");
    }
}
