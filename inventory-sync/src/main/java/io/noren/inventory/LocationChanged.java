package io.noren.inventory;

import java.time.Instant;
import java.util.UUID;

/** A store or warehouse is new or different from now on. */
public record LocationChanged(UUID id, Location location, Instant changedAt) {}
