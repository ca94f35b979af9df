package io.noren.integration.message;

import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupState;
import java.util.EnumSet;
import java.util.Set;

/** What a shopper is told. */
public enum MessageKind {
    PLACED(
            true,
            PickupState.PLACED,
            PickupState.AWAITING_TRANSFER,
            PickupState.IN_TRANSIT,
            PickupState.ARRIVED,
            PickupState.ACCEPTED,
            PickupState.PICKING,
            PickupState.PICKED,
            PickupState.PARTIALLY_PICKED,
            PickupState.SUBSTITUTION_PROPOSED),
    /** Not everything was found. */
    FELL_SHORT(
            false,
            PickupState.PLACED,
            PickupState.AWAITING_TRANSFER,
            PickupState.IN_TRANSIT,
            PickupState.ARRIVED,
            PickupState.ACCEPTED,
            PickupState.PICKING,
            PickupState.PICKED,
            PickupState.PARTIALLY_PICKED,
            PickupState.SUBSTITUTION_PROPOSED,
            PickupState.READY),
    /** There is something to choose from instead. */
    RESCUE(
            true,
            PickupState.PARTIALLY_PICKED,
            PickupState.SUBSTITUTION_PROPOSED,
            PickupState.READY,
            PickupState.CUSTOMER_ARRIVED,
            PickupState.REJECTED,
            PickupState.COLLECTED),
    /** It takes longer. */
    DELAYED(
            true,
            PickupState.PLACED,
            PickupState.AWAITING_TRANSFER,
            PickupState.IN_TRANSIT,
            PickupState.ARRIVED,
            PickupState.ACCEPTED,
            PickupState.PICKING,
            PickupState.PICKED,
            PickupState.PARTIALLY_PICKED,
            PickupState.SUBSTITUTION_PROPOSED),
    /** The goods have come to the store from another location. */
    ARRIVED(
            false,
            PickupState.ARRIVED,
            PickupState.PICKING,
            PickupState.PICKED,
            PickupState.PARTIALLY_PICKED,
            PickupState.SUBSTITUTION_PROPOSED),
    READY(false, PickupState.READY),
    /** It has been ready for a while. */
    REMINDER(false, PickupState.READY),
    /** It will soon be kept no longer. */
    LAST_DAY(false, PickupState.READY),
    EXPIRED(false, PickupState.EXPIRED, PickupState.RETURNED_TO_SHELF),
    CANCELLED(true, PickupState.CANCELLED),
    /** The store cannot serve it. */
    REJECTED(true, PickupState.REJECTED),
    COLLECTED(false, PickupState.COLLECTED);

    private final boolean urgent;

    @SuppressWarnings("ImmutableEnumChecker") // never changed
    private final Set<PickupState> states;

    MessageKind(boolean urgent, PickupState first, PickupState... others) {
        this.urgent = urgent;
        this.states = EnumSet.of(first, others);
    }

    /** Whether quiet hours do not hold it: the shopper has just ordered, would come in vain, or has little
     * time to choose. */
    boolean isUrgent() {
        return urgent;
    }

    /** Whether it is true of the order as it is now. */
    boolean isTrueOf(Pickup pickup) {
        return states.contains(pickup.state());
    }
}
