package io.noren.pos;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goods came to a location or left it, and nobody bought them; or that was told in error and is taken back.
 *
 * @param id of this fact, the same whenever the same transaction is read again
 * @param takesBack the transaction that told of goods which did not move: all of its lines go the other way; null for
 *     goods that moved
 * @param document the document that said so
 * @param occurredAt when it happened; of what is taken back, when it was said to have happened
 * @param receivedAt when the document reached us
 * @param how what became of the goods, or did not
 * @param papers by which numbers business documents are called that the sender says it belongs to: orders, despatch
 *     advices
 */
public record GoodsMoved(
        UUID id,
        TransactionKey transaction,
        @Nullable TransactionKey takesBack,
        UUID document,
        Instant occurredAt,
        Instant receivedAt,
        How how,
        List<String> papers,
        List<GoodsLine> lines) {

    /** Which way goods go. */
    public enum How {
        /** Into the stock of the location. */
        RECEIVED,
        /** Out of it, on their way to another place. */
        SHIPPED
    }
}
