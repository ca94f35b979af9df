package io.noren.broken.inventory.availability;

import io.noren.broken.inventory.pickup.SomePickup;

/** Breaks a rule on purpose; see {@code DirectionsTest}. */
public class AvailabilityThatKnowsPickup {
    Class<?> pickup = SomePickup.class;
}
