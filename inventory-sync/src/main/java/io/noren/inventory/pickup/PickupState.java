package io.noren.inventory.pickup;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How far a pickup order has come. It follows from its lines while the store works on them; see docs/pickup.md. */
public enum PickupState {
    PLACED,
    /** Another location has the goods, where they are kept, and has to send them to the store. */
    AWAITING_TRANSFER,
    /** They are on their way, and kept nowhere; what has come of them is kept at the store. */
    IN_TRANSIT,
    /** They have come, and are kept at the store. */
    ARRIVED,
    ACCEPTED,
    PICKING,
    /** Every line was found. */
    PICKED,
    /** No line is left to look for, and not everything was found. */
    PARTIALLY_PICKED,
    /** The same, and the customer is asked whether they want something else instead. */
    SUBSTITUTION_PROPOSED,
    /** The goods wait at the counter. */
    READY,
    CUSTOMER_ARRIVED,
    COLLECTED,
    /** By the store, which cannot serve it. */
    REJECTED,
    /** By the shop or the customer. */
    CANCELLED,
    /** To another store, where the goods are kept instead. */
    REROUTED,
    /** Nobody came in time. */
    EXPIRED,
    /** Nobody came in time, and the goods are for sale again. */
    RETURNED_TO_SHELF;

    /** Those in which the goods are kept for the customer. */
    static final Set<PickupState> OPEN = Collections.unmodifiableSet(EnumSet.range(PLACED, CUSTOMER_ARRIVED));

    boolean isOpen() {
        return OPEN.contains(this);
    }
}
