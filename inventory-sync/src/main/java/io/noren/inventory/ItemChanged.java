package io.noren.inventory;

import java.time.Instant;
import java.util.UUID;

/** An item is new or different from now on. */
public record ItemChanged(UUID id, Item item, Instant changedAt) {}
