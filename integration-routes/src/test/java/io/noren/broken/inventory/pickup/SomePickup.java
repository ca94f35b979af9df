package io.noren.broken.inventory.pickup;

/** Known by one that should not; see {@code DirectionsTest}. */
public class SomePickup {}
