package io.noren.pos.poslog;

import io.noren.pos.dialect.ItemCodes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's words as they stood in the file, in whatever order. Nothing is judged while collecting, because the
 * elements that name the transaction may come last.
 */
final class TransactionDraft {
    /** The longest basket of a wholesaler is far below it; what is above is a broken or hostile file. */
    static final int MAX_LINES = 5_000;

    final int place;

    @Nullable
    String storeId;

    @Nullable
    String unitId;

    @Nullable
    String workstation;

    @Nullable
    String sequenceNumber;

    @Nullable
    String businessDay;

    @Nullable
    String beginTime;

    @Nullable
    String receiptTime;

    @Nullable
    String endTime;

    @Nullable
    String currency;

    @Nullable
    String amountsCurrency;

    @Nullable
    String memberCard;

    /** The customer's order that all of it is about. */
    @Nullable
    String order;

    @Nullable
    String status;

    /** Which kinds of transaction its elements say that it is; mostly one. */
    boolean retail;

    boolean control;
    boolean other;

    boolean cancelled;
    boolean training;
    boolean postVoid;

    /** Whether it has a tender that was not taken back. */
    boolean paid;

    /** The transaction that a post-void takes back. */
    @Nullable
    LinkDraft link;

    boolean tooManyLines;
    final List<LineDraft> lines = new ArrayList<>();

    TransactionDraft(int place) {
        this.place = place;
    }

    /** A line that names goods, or one that we do not know what to do with. A line of an exchange is two of these. */
    static final class LineDraft {
        final int place;

        /** {@code Sale}, {@code Return}, or the name of another element that may move goods. */
        final String element;

        @Nullable
        String number;

        @Nullable
        String createNumber;

        @Nullable
        String createReference;

        @Nullable
        String itemLink;

        /** What was scanned or typed, as it came. */
        @Nullable
        String scanned;

        @Nullable
        String itemType;

        @Nullable
        String amount;

        @Nullable
        String discount;

        @Nullable
        String regularPrice;

        /** The customer's order that the goods were kept for. */
        @Nullable
        String order;

        /** On a return the transaction in which the goods were sold; on a void mostly the line within this transaction. */
        @Nullable
        LinkDraft link;

        boolean voids;
        final boolean cancelled;

        /** Whether the till did not know the item. */
        boolean notOnFile;

        /** Whether it says which gift card or certificate was sold. */
        boolean storedValue;

        final List<ItemCodes.Told> codes = new ArrayList<>();
        final List<QuantityDraft> quantities = new ArrayList<>();

        LineDraft(int place, String element, boolean voids, boolean cancelled) {
            this.place = place;
            this.element = element;
            this.voids = voids;
            this.cancelled = cancelled;
        }
    }

    /** Another transaction, as far as it is named; what is left out is as in the transaction that names it. */
    static final class LinkDraft {
        @Nullable
        String storeId;

        @Nullable
        String workstation;

        @Nullable
        String businessDay;

        @Nullable
        String sequenceNumber;

        @Nullable
        String line;

        /** Why it is linked. */
        @Nullable
        String reason;
    }

    record QuantityDraft(String text, @Nullable String unit, int place) {}
}
