package io.noren.inventory.counting;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A location's cells that are counted together.
 *
 * @param reference the caller's own number for it
 * @param blind whether who counts is told what the books say only afterwards
 * @param selfApproval whether who counted may approve it, too
 * @param tasks how many cells are to be counted
 * @param counted how many of them are, in their present round
 * @param resolvedBy who approved or cancelled it
 */
@JsonInclude(NON_NULL)
public record CountSession(
        UUID id,
        String location,
        String reference,
        boolean blind,
        boolean selfApproval,
        State state,
        long tasks,
        long counted,
        String openedBy,
        Instant openedAt,
        @Nullable String submittedBy,
        @Nullable Instant submittedAt,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt) {

    /** COUNTING → REVIEW → APPROVED; a rejection leads back to COUNTING, and until it is approved it may be cancelled. */
    public enum State {
        COUNTING,
        REVIEW,
        APPROVED,
        CANCELLED
    }

    /** Why a cell is to be counted; of several reasons the first. */
    public enum Cause {
        /** Somebody looked for it in vain. */
        NOT_FOUND,
        /** It was sold and the books had not so many. */
        SOLD_BELOW_ZERO,
        /** It was sold and the books had promised it to somebody else. */
        SOLD_PROMISED,
        /** Little is left, or less than nothing. */
        NEAR_ZERO,
        /** By how much of it is sold. */
        ABC,
        CATEGORY,
        LISTED;

        /** Whether it asks for a count with or without a session, until there is one. */
        boolean waits() {
            return this == NOT_FOUND || this == SOLD_BELOW_ZERO || this == SOLD_PROMISED;
        }
    }

    /**
     * A cell to be counted, as its counter sees it.
     *
     * @param round 1, and one more with each recount
     * @param counts how often it was counted in this round
     * @param expected what the books say now; absent in a blind session
     */
    @JsonInclude(NON_NULL)
    public record Task(
            String sku,
            Cause cause,
            int round,
            long counts,
            @Nullable BigDecimal expected) {}

    /**
     * What one counter said.
     *
     * @param counter the person, as the device says
     * @param actor who was signed in
     */
    @JsonInclude(NON_NULL)
    public record Entry(
            String id,
            int round,
            BigDecimal counted,
            Instant countedAt,
            @Nullable String counter,
            String actor) {}

    /**
     * A task against the books.
     *
     * @param counted by the newest count of the present round; absent when there is none
     * @param expected what the books say of {@code countedAt}, or now where nothing was counted
     * @param variance counted less expected
     * @param after what will be on hand if it is approved now
     * @param outdated a newer count is in the books already: approving changes nothing
     * @param disputed counts of this round differ
     * @param doubt why nobody would believe it without looking again; absent when there is no reason
     * @param counts of all rounds, the oldest first
     */
    @JsonInclude(NON_NULL)
    public record Variance(
            String sku,
            Cause cause,
            int round,
            BigDecimal expected,
            @Nullable BigDecimal counted,
            @Nullable Instant countedAt,
            @Nullable BigDecimal variance,
            BigDecimal after,
            boolean outdated,
            boolean disputed,
            @Nullable String doubt,
            List<Entry> counts) {

        /** Its counts do not agree with the books, or with each other. */
        boolean differs() {
            return disputed || (variance != null && variance.signum() != 0);
        }
    }
}
