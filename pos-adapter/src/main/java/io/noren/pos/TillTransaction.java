package io.noren.pos;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction as a till told it and as every dialect's reader yields it: net of voids, without what moves no stock.
 *
 * @param place the line in the document at which it begins
 * @param vendorId the till system's own id of it, unique within the source whatever the key says; null where there is none
 * @param occurredAt never null where lines are
 * @param currency ISO 4217; {@code XXX} (no currency) where the till named none and no line has an amount
 * @param memberCard the loyalty card, unpadded
 * @param original the transaction that a post-void takes back, or in which all of the returned goods were sold; null
 *     when the till did not say
 * @param sold what left the store, bought or not; empty for every kind that moves nothing
 * @param returned what came back, or came for the first time
 * @param counted what lay there; of a count alone
 * @param papers numbers of the business documents to which it is said to belong, in order: of a sale, of customers' orders
 *     whose goods were kept for them; of goods that nobody bought, of whatever they were moved by
 */
public record TillTransaction(
        int place,
        ToldKey key,
        @Nullable String vendorId,
        Kind kind,
        @Nullable TillTime occurredAt,
        String currency,
        @Nullable String memberCard,
        @Nullable ToldKey original,
        List<SoldLine> sold,
        List<SoldLine> returned,
        List<GoodsLine> counted,
        List<String> papers)
        implements Reading {

    /** What is longer is no document's number. */
    public static final int LONGEST_PAPER = 100;

    /** Every kind fills the till's sequence; only the first three, and the last three, move stock. */
    public enum Kind {
        SALE,
        RETURN,
        /** Goods left and came back in one transaction. */
        MIXED,
        /** The till's own affairs: sign-on, drawer, end of day. */
        CONTROL,
        SUSPENDED,
        CANCELLED,
        TRAINING,
        /** Takes back an earlier transaction as a whole, and has no goods of its own. */
        POST_VOID,
        /** Goods came that nobody had bought: a delivery. */
        RECEIVED,
        /** Goods left that nobody has bought: for another place. */
        SHIPPED,
        /** Somebody counted. */
        COUNTED
    }

    /** Of a till system that has no other name for it than its key. */
    public TillTransaction(
            int place,
            ToldKey key,
            Kind kind,
            @Nullable TillTime occurredAt,
            String currency,
            @Nullable String memberCard,
            @Nullable ToldKey original,
            List<SoldLine> sold,
            List<SoldLine> returned) {
        this(place, key, null, kind, occurredAt, currency, memberCard, original, sold, returned);
    }

    /** Of a till system that sells and takes back, and no more. */
    public TillTransaction(
            int place,
            ToldKey key,
            @Nullable String vendorId,
            Kind kind,
            @Nullable TillTime occurredAt,
            String currency,
            @Nullable String memberCard,
            @Nullable ToldKey original,
            List<SoldLine> sold,
            List<SoldLine> returned) {
        this(
                place,
                key,
                vendorId,
                kind,
                occurredAt,
                currency,
                memberCard,
                original,
                sold,
                returned,
                List.of(),
                List.of());
    }

    public TillTransaction {
        sold = List.copyOf(sold);
        returned = List.copyOf(returned);
        counted = List.copyOf(counted);
        papers = List.copyOf(papers);
    }
}
