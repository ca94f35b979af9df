package io.noren.broken.inventory.reservation;

import io.noren.broken.inventory.pickup.SomePickup;

/** Breaks a rule on purpose; see {@code DirectionsTest}. */
public class ReservationThatKnowsPickup {
    Class<?> pickup = SomePickup.class;
}
