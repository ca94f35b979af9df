package io.noren.pos;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A till sold goods that a customer had ordered in a shop. The same transaction's {@link SaleRecorded} says which goods;
 * what was kept for the order has no purpose any more.
 *
 * @param id of this fact, the same whenever the same transaction is read again
 * @param order the number that the shop gave the order
 * @param memberCard the sale's, as the till read it; null where there was none
 * @param document the till document that said so
 * @param occurredAt when the customer was served, by the till's clock
 * @param receivedAt when the document reached us
 */
public record CustomerOrderSold(
        UUID id,
        TransactionKey transaction,
        String order,
        @Nullable String memberCard,
        UUID document,
        Instant occurredAt,
        Instant receivedAt) {}
