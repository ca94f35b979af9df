package io.noren.pos;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Somebody counted items of a location: so many of each were there.
 *
 * @param id of this fact, the same whenever the same transaction is read again
 * @param document the document that said so
 * @param countedAt as of when
 * @param receivedAt when the document reached us
 */
public record StockCounted(
        UUID id,
        TransactionKey transaction,
        UUID document,
        Instant countedAt,
        Instant receivedAt,
        List<GoodsLine> lines) {}
