package io.noren.inventory.reservation;

import java.util.List;
import java.util.UUID;

/** Holds that have ended but were not tidied keep this one from succeeding; tidy them and try again. */
class EndedHoldsInTheWay extends RuntimeException {

    private final transient List<UUID> reservations;

    EndedHoldsInTheWay(List<UUID> reservations) {
        super("ended holds in the way");
        this.reservations = List.copyOf(reservations);
    }

    List<UUID> reservations() {
        return reservations;
    }
}
