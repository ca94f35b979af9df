package io.noren.pos;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goods left the store over a till, or their return was taken back.
 *
 * @param id of this fact, the same whenever the same transaction is read again
 * @param document the till document that said so; the thread to follow from the till to the web shop
 * @param occurredAt when the customer was served, by the till's clock
 * @param receivedAt when the document reached us
 * @param currency ISO 4217
 * @param memberCard the loyalty card or account number as the till read it
 */
public record SaleRecorded(
        UUID id,
        TransactionKey transaction,
        UUID document,
        Instant occurredAt,
        Instant receivedAt,
        String currency,
        @Nullable String memberCard,
        List<SoldLine> lines) {}
