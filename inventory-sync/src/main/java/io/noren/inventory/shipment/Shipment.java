package io.noren.inventory.shipment;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.noren.inventory.Quantities;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goods on their way to a location, from another one or from a supplier.
 *
 * @param reference the caller's own number for it
 * @param from where a transfer comes from; absent for a purchase
 * @param supplier who delivers; absent for a transfer
 * @param expectedAt when it is expected, where its lines do not say; null when nobody has said
 * @param receipts what came, each in one go, the oldest first
 * @param discrepancies where what came is not what was sent
 * @param dispatchedAt when it left; absent for a purchase
 */
@JsonInclude(NON_NULL)
public record Shipment(
        UUID id,
        Kind kind,
        String reference,
        @Nullable String from,
        @Nullable String supplier,
        String to,
        State state,
        @Nullable Instant expectedAt,
        List<Line> lines,
        List<Receipt> receipts,
        List<Discrepancy> discrepancies,
        String createdBy,
        Instant createdAt,
        @Nullable Instant dispatchedAt,
        @Nullable Instant endedAt) {

    /** Where it comes from. */
    public enum Kind {
        TRANSFER,
        PURCHASE
    }

    /**
     * A transfer goes DRAFT → DISPATCHED → PARTIALLY_RECEIVED → RECEIVED, a purchase EXPECTED → PARTIALLY_RECEIVED →
     * RECEIVED. CANCELLED is what nothing came of: called off before it left, come back, or named as never arrived.
     */
    public enum State {
        DRAFT,
        DISPATCHED,
        EXPECTED,
        PARTIALLY_RECEIVED,
        RECEIVED,
        CANCELLED;

        /** Something of it is on its way, or may be. */
        public boolean isUnderWay() {
            return this == DISPATCHED || this == EXPECTED || this == PARTIALLY_RECEIVED;
        }
    }

    /**
     * {@code outstanding = sent - received - damaged - returned - missing}, which is what is incoming.
     *
     * @param quantity as it was asked for
     * @param sent what left, or what the supplier has announced; 0 while nothing is on its way
     * @param received in good order
     * @param damaged arrived, but damaged
     * @param returned came back to where it was sent from
     * @param missing named as never arrived, when the shipment was closed
     * @param over came beyond what was sent
     */
    @JsonInclude(NON_NULL)
    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            BigDecimal sent,
            BigDecimal received,
            BigDecimal damaged,
            BigDecimal returned,
            BigDecimal missing,
            BigDecimal over,
            BigDecimal outstanding,
            @Nullable Instant expectedAt) {}

    /**
     * What came in one go.
     *
     * @param receipt the receiver's own number for it
     * @param location where; the place it was sent from when it came back
     */
    public record Receipt(
            String receipt, String location, Instant occurredAt, String actor, Instant recordedAt, List<Came> lines) {}

    /**
     * @param line null for an item that is on no line
     * @param quantity in good order, on account of the line
     * @param damaged arrived, but damaged
     * @param over beyond what was outstanding
     */
    public record Came(@Nullable String line, String sku, BigDecimal quantity, BigDecimal damaged, BigDecimal over) {

        public Came {
            quantity = Quantities.plain(quantity);
            damaged = Quantities.plain(damaged);
            over = Quantities.plain(over);
        }
    }

    /** How what came may differ from what was sent. */
    public enum Difference {
        /** Sent and never arrived. */
        SHORT,
        /** More than was sent. */
        OVER,
        DAMAGED,
        /** An item that nobody had sent. */
        WRONG_ITEM
    }

    /**
     * A difference between what was sent and what came.
     *
     * @param line null for an item that is on no line
     * @param receipt in which it came; null for what never did
     * @param note in the words of whoever named it
     */
    @JsonInclude(NON_NULL)
    public record Discrepancy(
            Difference kind,
            @Nullable String line,
            String sku,
            BigDecimal quantity,
            @Nullable String receipt,
            @Nullable String note,
            String actor,
            Instant namedAt) {}

    /** What the ledger calls it. */
    String document() {
        return document(kind, id);
    }

    static String document(Kind kind, UUID id) {
        return (kind == Kind.TRANSFER ? "transfer/" : "purchase-receipt/") + id;
    }

    boolean mayStillCome() {
        // What was named as missing may turn up.
        return state.isUnderWay()
                || state == State.RECEIVED
                || discrepancies.stream().anyMatch(each -> each.kind() == Difference.SHORT);
    }

    boolean isTransfer() {
        return kind == Kind.TRANSFER;
    }

    boolean hasArrived() {
        return receipts.stream().anyMatch(receipt -> receipt.location().equals(to));
    }
}
