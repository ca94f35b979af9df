package io.noren.pos;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A count was told in error and is to count no more. It says all that the count said, because it may be heard of first.
 *
 * @param id of this fact, the same whenever the same transaction is read again
 * @param transaction that takes the count back
 * @param count the transaction that told it, as in {@link StockCounted}
 * @param document the document that said so
 * @param countedAt as of when it was said to be counted
 * @param receivedAt when the document reached us
 */
public record CountTakenBack(
        UUID id,
        TransactionKey transaction,
        TransactionKey count,
        UUID document,
        Instant countedAt,
        Instant receivedAt,
        List<GoodsLine> lines) {}
