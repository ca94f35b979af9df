package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;

/**
 * A member's points are now these.
 *
 * @param id the same for the same source, transaction and purpose
 * @param account the account that the entry is booked on; stays what it is when accounts are joined or parted
 * @param points the change, in whole points; never 0
 * @param spendable what the member may spend after it
 * @param debt what new points pay off first; 0 where {@code spendable} is not
 * @param purpose a {@link PointsPurpose}'s name
 * @param occurredAt when the customer was served
 * @param recordedAt when the ledger took it
 */
public record PointsChanged(
        UUID id,
        UUID member,
        UUID account,
        long points,
        long spendable,
        long debt,
        String purpose,
        String source,
        String sourceTransaction,
        Instant occurredAt,
        Instant recordedAt) {}
