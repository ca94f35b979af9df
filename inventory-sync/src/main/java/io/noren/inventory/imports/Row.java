package io.noren.inventory.imports;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that says something that may be so; whether its item and its location exist is asked for many at once.
 *
 * @param key its own id, if it has one
 * @param digest of what it says, where it has a key
 * @param quantity the change, or what was counted
 */
record Row(
        long line,
        @Nullable String key,
        @Nullable UUID digest,
        String sku,
        String location,
        BigDecimal quantity,
        String reason,
        @Nullable String document,
        Instant occurredAt) {}
