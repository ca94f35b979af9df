package io.noren.pos.poslog;

import io.noren.pos.Reading;
import io.noren.pos.TillTime;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.dialect.VoidNetting;
import io.noren.pos.poslog.TransactionDraft.LinkDraft;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what a transaction's words mean: of what kind it is, and which goods left or came back. */
final class PosLogInterpreter {
    private static final String SUSPENDED = "suspended";

    /** Of a suspended transaction that was taken up again: what came of it is a transaction of its own. */
    private static final String RETRIEVED = "suspendedretrieved";

    /** Of a transaction that took a suspended one up again. */
    private static final String RESUMED = "resumed";

    private static final Set<String> CANCELLED = Set.of(
            "cancelled",
            "canceled",
            "voided",
            "failed",
            "deleted",
            "suspendeddeleted",
            "suspendedcancelled",
            "suspendedcanceled");
    private static final Set<String> DONE =
            Set.of("", "delivered", "finished", "completed", "complete", "totaled", "tendered", "approved");

    /** ISO 4217 for "no currency is involved". */
    private static final String NO_CURRENCY = "XXX";

    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private PosLogInterpreter() {}

    static Reading read(TransactionDraft draft) {
        ToldKey key = null;
        try {
            key = key(draft);
            return transaction(draft, key);
        } catch (Unreadable e) {
            return new UnreadableTransaction(draft.place, key, e.fault());
        }
    }

    private static ToldKey key(TransactionDraft draft) throws Unreadable {
        String store = draft.storeId != null ? draft.storeId : draft.unitId;
        return new ToldKey(
                TillWords.name(store, "RetailStoreID or BusinessUnit/UnitID", draft.place),
                TillWords.day(draft.businessDay, draft.place),
                TillWords.name(draft.workstation, "WorkstationID", draft.place),
                TillWords.sequenceNumber(draft.sequenceNumber, draft.place));
    }

    private static TillTransaction transaction(TransactionDraft draft, ToldKey key) throws Unreadable {
        Kind still = movesNothing(draft);
        if (still != null) {
            boolean takesBack = still == Kind.POST_VOID;
            return new TillTransaction(
                    draft.place,
                    key,
                    still,
                    takesBack ? time(draft) : timeIfAny(draft),
                    NO_CURRENCY,
                    null,
                    takesBack ? original(draft, key) : null,
                    List.of(),
                    List.of());
        }
        if (draft.tooManyLines) {
            throw new Unreadable(
                    "TOO_MANY_LINES",
                    "The transaction has more than " + TransactionDraft.MAX_LINES + " lines.",
                    draft.place);
        }
        GoodsLines.Goods goods = GoodsLines.of(draft, key);
        VoidNetting.Net net = goods.net();
        boolean moves = !net.sold().isEmpty() || !net.returned().isEmpty();
        return new TillTransaction(
                draft.place,
                key,
                null,
                goods.takesBack() ? (goods.sells() ? Kind.MIXED : Kind.RETURN) : Kind.SALE,
                moves ? time(draft) : timeIfAny(draft),
                currency(draft, net),
                draft.memberCard,
                net.soldIn(),
                net.sold(),
                net.returned(),
                List.of(),
                net.sold().isEmpty() ? List.of() : goods.orders());
    }

    /** The kind of a transaction that moves no goods; null for one that may. */
    private static @Nullable Kind movesNothing(TransactionDraft draft) throws Unreadable {
        String status = letters(draft.status);
        if (draft.training) {
            return Kind.TRAINING;
        }
        if (draft.cancelled || CANCELLED.contains(status)) {
            return Kind.CANCELLED;
        }
        if (draft.postVoid) {
            return Kind.POST_VOID;
        }
        if (status.equals("postvoided")) {
            if (draft.link != null && letters(draft.link.reason).contains("void")) {
                return Kind.POST_VOID;
            }
            throw postVoidNeedsPerson(draft, "The transaction was taken back as a whole, but not by which one.");
        }
        if (status.equals(SUSPENDED) || (status.equals(RETRIEVED) && !draft.paid)) {
            return Kind.SUSPENDED;
        }
        if (draft.control && !draft.retail && !draft.other) {
            return Kind.CONTROL;
        }
        if (!draft.retail || draft.other) {
            throw new Unreadable(
                    "UNSUPPORTED_TRANSACTION",
                    "The transaction is neither a retail nor a control transaction; look whether it moves goods"
                            + " and correct the stock by hand.",
                    draft.place);
        }
        if (!DONE.contains(status) && !(status.equals(RESUMED) && draft.paid)) {
            throw new Unreadable(
                    "UNKNOWN_STATUS",
                    "The transaction has a TransactionStatus that says neither that it is done nor that it is not;"
                            + " look whether it was paid, and correct the stock by hand if it was.",
                    draft.place);
        }
        return null;
    }

    private static String letters(@Nullable String word) {
        return word == null ? "" : NO_LETTER.matcher(word).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** What is left out of the link is as in the post-void itself: the same day, the same till. */
    private static ToldKey original(TransactionDraft draft, ToldKey key) throws Unreadable {
        LinkDraft link = draft.link;
        if (link == null || link.sequenceNumber == null) {
            throw postVoidNeedsPerson(draft, "The transaction takes back an earlier one, but does not say which.");
        }
        ToldKey original = new ToldKey(
                link.storeId == null ? key.storeCode() : TillWords.name(link.storeId, "RetailStoreID", draft.place),
                link.businessDay == null ? key.businessDay() : TillWords.day(link.businessDay, draft.place),
                link.workstation == null
                        ? key.workstation()
                        : TillWords.name(link.workstation, "WorkstationID", draft.place),
                TillWords.sequenceNumber(link.sequenceNumber, draft.place));
        if (original.equals(key)) {
            throw postVoidNeedsPerson(draft, "The transaction says that it takes back itself.");
        }
        return original;
    }

    private static Unreadable postVoidNeedsPerson(TransactionDraft draft, String what) {
        return new Unreadable(
                "POST_VOID_NEEDS_PERSON", what + " Find the original and correct the stock by hand.", draft.place);
    }

    private static Stream<String> times(TransactionDraft draft) {
        return Stream.<@Nullable String>of(draft.endTime, draft.receiptTime, draft.beginTime)
                .filter(time -> time != null && !time.isEmpty());
    }

    private static TillTime time(TransactionDraft draft) throws Unreadable {
        String time = times(draft).findFirst().orElse(null);
        if (time == null) {
            throw new Unreadable(
                    "UNREADABLE_TIME",
                    "The transaction has no EndDateTime, ReceiptDateTime or BeginDateTime.",
                    draft.place);
        }
        return TillWords.time(time, draft.place);
    }

    /** For what moves nothing a time is good to have but not worth a person's attention. */
    private static @Nullable TillTime timeIfAny(TransactionDraft draft) {
        try {
            return time(draft);
        } catch (Unreadable e) {
            return null;
        }
    }

    private static String currency(TransactionDraft draft, VoidNetting.Net net) throws Unreadable {
        String currency = draft.currency != null ? draft.currency : draft.amountsCurrency;
        if (currency != null && CURRENCY.matcher(currency).matches()) {
            return currency;
        }
        boolean hasAmounts =
                Stream.concat(net.sold().stream(), net.returned().stream()).anyMatch(line -> line.amount() != null);
        if (hasAmounts) {
            throw new Unreadable(
                    "UNREADABLE_CURRENCY",
                    "The transaction has amounts but no currency (three letters of ISO 4217).",
                    draft.place);
        }
        return NO_CURRENCY;
    }
}
