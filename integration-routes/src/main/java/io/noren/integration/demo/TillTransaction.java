package io.noren.integration.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One customer served at a till.
 *
 * @param store the store's id, which is also the name the till has for it
 * @param sequenceNumber counts up per till and business day; with them it is this transaction's identity for ever
 * @param card the store card that was read, if any
 */
record TillTransaction(
        String store,
        String workstation,
        LocalDate businessDay,
        long sequenceNumber,
        OffsetDateTime begunAt,
        OffsetDateTime endedAt,
        @Nullable String card,
        List<Line> lines) {

    /** What the customer pays, or gets back where it is negative. */
    BigDecimal total() {
        return lines.stream().map(Line::effect).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    enum Kind {
        SOLD,
        RETURNED,
        /** Takes an earlier line of the same transaction back. */
        VOIDED
    }

    /**
     * @param number within the transaction, from 1
     * @param voids the line that this one takes back, only where the kind is {@code VOIDED}
     * @param gtin 13 digits
     * @param quantity positive, in the unit
     * @param unit {@code EA} or {@code KG}, as tills say it
     * @param unitPrice yen, tax included
     */
    record Line(
            int number,
            Kind kind,
            @Nullable Integer voids,
            String gtin,
            String description,
            BigDecimal quantity,
            String unit,
            BigDecimal unitPrice) {

        /** Whole yen: the till rounds a weighed item down, as Japanese tills do. */
        BigDecimal amount() {
            return unitPrice.multiply(quantity).setScale(0, RoundingMode.DOWN);
        }

        Line voidedBy(int laterNumber) {
            return new Line(laterNumber, Kind.VOIDED, number, gtin, description, quantity, unit, unitPrice);
        }

        private BigDecimal effect() {
            return kind == Kind.SOLD ? amount() : amount().negate();
        }
    }
}
