package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupRescueOffered.Goods;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer is asked about goods of an order that were not found.
 *
 * @param pickup the order
 * @param lines what is missing
 * @param options what is held for them instead
 * @param decision the option that was taken; null when none was, or nothing is decided
 * @param decidedBy null: nothing is decided
 */
public record Rescue(
        UUID id,
        UUID pickup,
        List<PickupLine> lines,
        List<Option> options,
        Instant offeredAt,
        Instant endsAt,
        @Nullable Integer decision,
        @Nullable DecidedBy decidedBy) {

    public Rescue {
        lines = List.copyOf(lines);
        options = List.copyOf(options);
    }

    /** In which way goods are held for the customer instead. */
    public enum Kind {
        SUBSTITUTE,
        OTHER_STORE,
        HOME_DELIVERY,
        /** Another location sends them to the store that the customer chose. */
        SHIP_TO_STORE
    }

    public enum DecidedBy {
        CUSTOMER,
        /** They did not say. */
        RULE,
        /** There is nothing to be decided any more. */
        ORDER_ENDED
    }

    /**
     * @param number from 1 on, in the order in which they are shown
     * @param location where the goods are held
     * @param readyBy when they could be collected; null where that is not known
     */
    public record Option(
            int number,
            Kind kind,
            String location,
            UUID reservation,
            List<Goods> goods,
            @Nullable Instant readyBy) {

        public Option {
            goods = List.copyOf(goods);
        }
    }

    /** The name of the line that takes the place of a missing one. */
    static String lineInsteadOf(String missing) {
        return missing + "-S";
    }

    public boolean isOpen(Instant now) {
        return decidedBy == null && endsAt.isAfter(now);
    }

    Optional<Option> option(int number) {
        return options.stream().filter(option -> option.number() == number).findFirst();
    }
}
