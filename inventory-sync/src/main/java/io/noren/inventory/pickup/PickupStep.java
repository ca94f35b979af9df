package io.noren.inventory.pickup;

import static io.noren.inventory.pickup.PickupState.ACCEPTED;
import static io.noren.inventory.pickup.PickupState.ARRIVED;
import static io.noren.inventory.pickup.PickupState.AWAITING_TRANSFER;
import static io.noren.inventory.pickup.PickupState.CANCELLED;
import static io.noren.inventory.pickup.PickupState.COLLECTED;
import static io.noren.inventory.pickup.PickupState.CUSTOMER_ARRIVED;
import static io.noren.inventory.pickup.PickupState.EXPIRED;
import static io.noren.inventory.pickup.PickupState.IN_TRANSIT;
import static io.noren.inventory.pickup.PickupState.OPEN;
import static io.noren.inventory.pickup.PickupState.PARTIALLY_PICKED;
import static io.noren.inventory.pickup.PickupState.PICKED;
import static io.noren.inventory.pickup.PickupState.PICKING;
import static io.noren.inventory.pickup.PickupState.PLACED;
import static io.noren.inventory.pickup.PickupState.READY;
import static io.noren.inventory.pickup.PickupState.REJECTED;
import static io.noren.inventory.pickup.PickupState.REROUTED;
import static io.noren.inventory.pickup.PickupState.RETURNED_TO_SHELF;
import static io.noren.inventory.pickup.PickupState.SUBSTITUTION_PROPOSED;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What may be done with a pickup order, from where, and where that leads. The names are those of the API's paths. This is
 * the whole state machine; docs/pickup.md shows it as a table.
 */
public enum PickupStep {
    ACCEPT("accept", Set.of(PLACED), Set.of(ACCEPTED)),
    /** The goods leave the other location that has them. */
    SEND("send", Set.of(AWAITING_TRANSFER), Set.of(IN_TRANSIT)),
    /** They came, by whatever door they were received: all that is to come, or some. */
    RECEIVE("receive", Set.of(IN_TRANSIT), Set.of(IN_TRANSIT, ARRIVED)),
    START_PICKING("start-picking", Set.of(ACCEPTED, ARRIVED), Set.of(PICKING, PARTIALLY_PICKED)),
    /** All of a line was found. */
    PICK("picked", Set.of(PICKING), Set.of(PICKING, PICKED, PARTIALLY_PICKED)),
    /** Not all of a line was found; or what was found is not fit to be given away. */
    SHORT(
            "short",
            Set.of(PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED),
            Set.of(PICKING, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED)),
    /** The customer is asked whether they want something else instead of what is missing. */
    PROPOSE_SUBSTITUTE("propose-substitute", Set.of(PARTIALLY_PICKED), Set.of(SUBSTITUTION_PROPOSED)),
    /** They want it: there is another line to look for. */
    TAKE_SUBSTITUTE("take-substitute", Set.of(SUBSTITUTION_PROPOSED), Set.of(PICKING)),
    /** They do not, or did not say. */
    LEAVE_SUBSTITUTE("leave-substitute", Set.of(SUBSTITUTION_PROPOSED), Set.of(PARTIALLY_PICKED)),
    /** The goods wait at the counter; a line of which nobody said anything was found. */
    READY_NOW("ready", Set.of(PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED), Set.of(READY)),
    ARRIVE("arrived", Set.of(READY), Set.of(CUSTOMER_ARRIVED)),
    HAND_OVER("handover", Set.of(READY, CUSTOMER_ARRIVED), Set.of(COLLECTED)),
    /** The same, told later by a device that had no network: the goods are gone, whatever became of the order meanwhile. */
    HAND_OVER_OFFLINE(
            "handover while offline",
            Set.of(READY, CUSTOMER_ARRIVED, REJECTED, CANCELLED, REROUTED, EXPIRED),
            Set.of(COLLECTED)),
    /** The customer sends somebody else. */
    DELEGATE("delegate", OPEN, OPEN),
    /** The customer gets another handover code. */
    REPLACE_CODE("replace-code", OPEN, OPEN),
    /** A till rang the goods up: the customer has them, however far the store had come. */
    SELL_AT_TILL("sale at a till", OPEN, Set.of(COLLECTED)),
    REJECT("reject", EnumSet.range(PLACED, SUBSTITUTION_PROPOSED), Set.of(REJECTED)),
    /** Another store takes it over. */
    REROUTE("reroute", EnumSet.range(PLACED, SUBSTITUTION_PROPOSED), Set.of(REROUTED)),
    CANCEL("cancel", OPEN, Set.of(CANCELLED)),
    /** It takes longer than the customer was told. */
    DELAY("delay", EnumSet.range(PLACED, SUBSTITUTION_PROPOSED), EnumSet.range(PLACED, SUBSTITUTION_PROPOSED)),
    /** The goods wait longer. */
    EXTEND("extend", OPEN, OPEN),
    EXPIRE("expire", OPEN, Set.of(EXPIRED)),
    /** What was taken from the shelf for an order that ended is back there. */
    RETURN_TO_SHELF(
            "return-to-shelf",
            Set.of(REJECTED, CANCELLED, REROUTED, EXPIRED),
            Set.of(REJECTED, CANCELLED, REROUTED, RETURNED_TO_SHELF)),
    /** The customer brings back what they had collected, all of it or some. */
    TAKE_BACK("returns", Set.of(COLLECTED), Set.of(COLLECTED));

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // it is: copied, and behind a view
    private final Set<PickupState> from;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<PickupState> to;

    PickupStep(String path, Collection<PickupState> from, Collection<PickupState> to) {
        this.path = path;
        this.from = Collections.unmodifiableSet(EnumSet.copyOf(from));
        this.to = Collections.unmodifiableSet(EnumSet.copyOf(to));
    }

    public String path() {
        return path;
    }

    public boolean isPossibleIn(PickupState state) {
        return from.contains(state);
    }

    /** Where it may lead from this state; nowhere if it is refused there. */
    Set<PickupState> leadsTo(PickupState state) {
        if (!isPossibleIn(state)) {
            return Set.of();
        }
        return switch (this) {
            case SHORT ->
                switch (state) {
                    case PICKING -> Set.of(PICKING, PARTIALLY_PICKED);
                    case SUBSTITUTION_PROPOSED -> Set.of(SUBSTITUTION_PROPOSED);
                    default -> Set.of(PARTIALLY_PICKED);
                };
            // Where nothing is left to look for, because all that came fell short on the way.
            case START_PICKING -> state == ARRIVED ? to : Set.of(PICKING);
            case DELAY, EXTEND, DELEGATE, REPLACE_CODE -> Set.of(state);
            case RETURN_TO_SHELF -> Set.of(state == EXPIRED ? RETURNED_TO_SHELF : state);
            default -> to;
        };
    }
}
