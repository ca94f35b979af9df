package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of stock, as someone reports it.
 *
 * @param id what makes it one and the same however often it is reported; at most 200 characters
 * @param quantityName which number moves: what is on hand, or what of it is set aside
 * @param delta in the item's unit, negative when goods leave, or when they are put back
 * @param occurredAt when it happened in the store
 * @param document what caused it, e.g. a till transaction's key; at most 500 characters
 * @param receivedAt when the hub first heard of it; now when null
 */
public record Movement(
        String id,
        ItemReference item,
        String location,
        QuantityName quantityName,
        BigDecimal delta,
        MovementReason reason,
        Instant occurredAt,
        @Nullable String document,
        @Nullable Instant receivedAt) {

    /** Of stock on hand, as nearly all are. */
    public Movement(
            String id,
            ItemReference item,
            String location,
            BigDecimal delta,
            MovementReason reason,
            Instant occurredAt,
            @Nullable String document,
            @Nullable Instant receivedAt) {
        this(id, item, location, QuantityName.ON_HAND, delta, reason, occurredAt, document, receivedAt);
    }
}
