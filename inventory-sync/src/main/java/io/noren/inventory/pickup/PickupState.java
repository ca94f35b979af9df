package io.noren.inventory.pickup;

/** PLACED → ACCEPTED → PICKING → READY → COLLECTED; until collected it may also end otherwise. */
public enum PickupState {
    PLACED,
    ACCEPTED,
    PICKING,
    READY,
    COLLECTED,
    /** By the store, which cannot serve it. */
    REJECTED,
    /** By the shop or the customer. */
    CANCELLED,
    EXPIRED;

    boolean isOpen() {
        return switch (this) {
            case PLACED, ACCEPTED, PICKING, READY -> true;
            case COLLECTED, REJECTED, CANCELLED, EXPIRED -> false;
        };
    }
}
