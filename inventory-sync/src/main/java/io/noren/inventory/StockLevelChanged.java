package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stock of one item at one location is now this. Later ones replace earlier ones: a reader keeps the highest
 * {@code sequence} per SKU and location, and a hole in it tells that one was missed.
 *
 * @param sequence rises by one with every change of this SKU at this location
 * @param onHand the sum of all movements, in the item's unit; negative when a till sold what the books did not have
 * @param reserved promised by holds, part of {@code onHand}
 * @param committed promised to orders, part of {@code onHand}
 * @param unavailable damaged, in quality control or on display, part of {@code onHand}
 * @param incoming on its way here, not on hand; null in facts of older releases, which do not say it
 * @param available {@code max(0, onHand - reserved - committed - unavailable)}
 * @param cause the movement's reason, e.g. {@code SALE}
 * @param document what caused it, e.g. a till transaction's key or a reservation's id
 * @param occurredAt when it happened in the store
 * @param receivedAt when the hub first heard of it; with the moment the shop is told this is the latency that matters
 * @param recordedAt when the ledger took it
 */
public record StockLevelChanged(
        UUID id,
        String sku,
        String location,
        long sequence,
        BigDecimal onHand,
        BigDecimal reserved,
        BigDecimal committed,
        BigDecimal unavailable,
        @Nullable BigDecimal incoming,
        BigDecimal available,
        String cause,
        @Nullable String document,
        Instant occurredAt,
        Instant receivedAt,
        Instant recordedAt) {}
