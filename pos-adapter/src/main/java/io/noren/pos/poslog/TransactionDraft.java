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

    @Nullable
    String status;

    /** The element that says what kind of transaction it is, e.g. {@code RetailTransaction}. */
    @Nullable
    String body;

    boolean cancelled;
    boolean training;
    boolean postVoid;

    /** The transaction that a post-void takes back. */
    @Nullable
    LinkDraft link;

    boolean tooManyLines;
    final List<LineDraft> lines = new ArrayList<>();

    TransactionDraft(int place) {
        this.place = place;
    }

    /** A line that names goods, or one that we do not know what to do with. */
    static final class LineDraft {
        final int place;

        @Nullable
        String number;

        @Nullable
        String createNumber;

        @Nullable
        String createReference;

        @Nullable
        String itemLink;

        /** {@code Sale}, {@code Return}, or the name of another element that moves goods; null for anything else. */
        @Nullable
        String element;

        @Nullable
        String itemType;

        @Nullable
        String amount;

        @Nullable
        String memberCard;

        /** The transaction in which returned goods were sold. */
        @Nullable
        LinkDraft soldIn;

        boolean voids;
        boolean cancelled;
        final List<ItemCodes.Told> codes = new ArrayList<>();
        final List<QuantityDraft> quantities = new ArrayList<>();

        LineDraft(int place) {
            this.place = place;
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
    }

    record QuantityDraft(String text, @Nullable String unit, int place) {}
}
