package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A checked change of one cell, about to become the ledger's next row there. */
record LevelChange(
        String key,
        Cell cell,
        QuantityName quantityName,
        BigDecimal delta,
        MovementReason reason,
        @Nullable String document,
        Instant occurredAt,
        Instant receivedAt) {}
