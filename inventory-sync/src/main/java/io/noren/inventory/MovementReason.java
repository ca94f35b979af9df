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
    /** Something is on its way here from now on. */
    EXPECTED,
    /** It was expected and does not come. */
    NOT_DELIVERED,
    /** It is expected at another time: two rows, in total nothing. */
    RESCHEDULED,
    RESERVATION_CREATED,
    RESERVATION_COMMITTED,
    RESERVATION_RELEASED,
    RESERVATION_EXPIRED,
    RESERVATION_TRANSFERRED,
    RESERVATION_FULFILLED;

    /** Goods leave for a customer: at a till, or because they were kept for somebody. */
    public boolean isSale() {
        return this == SALE || this == POS_OFFLINE_REPLAY || this == RESERVATION_FULFILLED;
    }

    /** Only shipments write these themselves; nobody may report them. */
    public boolean belongsToShipments() {
        return this == EXPECTED || this == NOT_DELIVERED || this == RESCHEDULED;
    }

    /** Only reservations write these themselves; nobody may report them. */
    public boolean belongsToReservations() {
        return name().startsWith("RESERVATION_");
    }
}
