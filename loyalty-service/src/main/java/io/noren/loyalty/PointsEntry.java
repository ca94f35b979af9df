package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;

/**
 * One line of the points ledger; never changed.
 *
 * @param points signed, never 0
 */
public record PointsEntry(
        UUID id,
        UUID account,
        long points,
        PointsPurpose purpose,
        String source,
        String sourceTransaction,
        Instant occurredAt,
        Instant recordedAt) {}
