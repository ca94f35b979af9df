package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A checked change of one cell, about to become the ledger's next row there.
 *
 * @param writer on whose behalf
 * @param countId the count that it adjusts the books to; null when something really moved
 */
record LevelChange(
        String key,
        Cell cell,
        QuantityName quantityName,
        BigDecimal delta,
        MovementReason reason,
        @Nullable String document,
        Instant occurredAt,
        Instant receivedAt,
        Writer writer,
        @Nullable String countId) {

    LevelChange(
            String key,
            Cell cell,
            QuantityName quantityName,
            BigDecimal delta,
            MovementReason reason,
            @Nullable String document,
            Instant occurredAt,
            Instant receivedAt,
            Writer writer) {
        this(key, cell, quantityName, delta, reason, document, occurredAt, receivedAt, writer, null);
    }

    /** Whether goods went to a customer. */
    boolean isSale() {
        return reason.isSale() && quantityName == QuantityName.ON_HAND && delta.signum() < 0;
    }

    /** The same happening, of what really moved by it. */
    LevelChange of(Cell moved, BigDecimal quantity) {
        return new LevelChange(
                key,
                moved,
                quantityName,
                Quantities.plain(quantity),
                reason,
                document,
                occurredAt,
                receivedAt,
                writer,
                countId);
    }

    static LevelChange toCount(
            String key,
            Cell cell,
            BigDecimal delta,
            String countId,
            Instant countedAt,
            Instant receivedAt,
            Writer writer) {
        return new LevelChange(
                key,
                cell,
                QuantityName.ON_HAND,
                delta,
                MovementReason.CYCLE_COUNT,
                "count/" + countId,
                countedAt,
                receivedAt,
                writer,
                countId);
    }
}
