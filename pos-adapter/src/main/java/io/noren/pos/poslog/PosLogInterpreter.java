package io.noren.pos.poslog;

import io.noren.pos.ItemCode;
import io.noren.pos.Reading;
import io.noren.pos.TillTime;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.dialect.VoidNetting;
import io.noren.pos.poslog.TransactionDraft.LineDraft;
import io.noren.pos.poslog.TransactionDraft.LinkDraft;
import io.noren.pos.poslog.TransactionDraft.QuantityDraft;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides what a transaction's words mean: of what kind it is, and which goods left or came back. */
final class PosLogInterpreter {
    private static final Set<String> CONTROL = Set.of("ControlTransaction", "TenderControlTransaction");
    private static final Set<String> SUSPENDED = Set.of("suspended", "suspendedretrieved");
    private static final Set<String> CANCELLED =
            Set.of("cancelled", "canceled", "voided", "failed", "suspendeddeleted");
    private static final Set<String> DONE =
            Set.of("", "delivered", "finished", "completed", "complete", "totaled", "tendered", "approved");

    /** Units that count; UN/ECE Recommendation 20 codes and what tills write instead. */
    private static final Set<String> COUNTED =
            Set.of("EA", "EACH", "C62", "H87", "PCE", "PC", "PCS", "ST", "UN", "UNIT", "UNITS");

    /** ISO 4217 for "no currency is involved". */
    private static final String NO_CURRENCY = "XXX";

    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

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
        VoidNetting netting = new VoidNetting();
        boolean sells = false;
        boolean takesBack = false;
        for (int i = 0; i < draft.lines.size(); i++) {
            LineDraft line = draft.lines.get(i);
            if (movesStock(line)) {
                boolean sale = "Sale".equals(line.element);
                sells |= sale;
                takesBack |= !sale;
                add(line, i + 1, sale, soldIn(line, key), netting);
            }
        }
        VoidNetting.Net net = netting.net();
        boolean moves = !net.sold().isEmpty() || !net.returned().isEmpty();
        TillTime at = moves ? time(draft) : timeIfAny(draft);
        return new TillTransaction(
                draft.place,
                key,
                takesBack ? (sells ? Kind.MIXED : Kind.RETURN) : Kind.SALE,
                at,
                currency(draft, net),
                draft.memberCard,
                net.soldIn(),
                net.sold(),
                net.returned());
    }

    /** The kind of a transaction that moves no goods; null for one that may. */
    private static @Nullable Kind movesNothing(TransactionDraft draft) throws Unreadable {
        String status = draft.status == null
                ? ""
                : NO_LETTER.matcher(draft.status).replaceAll("").toLowerCase(Locale.ROOT);
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
            throw postVoidNeedsPerson(draft, "The transaction was taken back as a whole, but not by which one.");
        }
        if (SUSPENDED.contains(status)) {
            return Kind.SUSPENDED;
        }
        if (draft.body != null && CONTROL.contains(draft.body)) {
            return Kind.CONTROL;
        }
        if (!"RetailTransaction".equals(draft.body)) {
            throw new Unreadable(
                    "UNSUPPORTED_TRANSACTION",
                    "The transaction is neither a retail nor a control transaction; look whether it moves goods"
                            + " and correct the stock by hand.",
                    draft.place);
        }
        if (!DONE.contains(status)) {
            throw new Unreadable(
                    "UNKNOWN_STATUS",
                    "The transaction has a TransactionStatus that says neither that it is done nor that it is not.",
                    draft.place);
        }
        return null;
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

    /** Null where the till names no sale, or so that nobody can tell which: the goods are back all the same. */
    private static @Nullable ToldKey soldIn(LineDraft line, ToldKey key) {
        LinkDraft link = line.soldIn;
        if (link == null || link.businessDay == null) {
            return null; // goods come back on other days than they were sold
        }
        try {
            return new ToldKey(
                    link.storeId == null ? key.storeCode() : TillWords.name(link.storeId, "RetailStoreID", line.place),
                    TillWords.day(link.businessDay, line.place),
                    TillWords.name(link.workstation, "WorkstationID", line.place),
                    TillWords.sequenceNumber(link.sequenceNumber, line.place));
        } catch (Unreadable e) {
            return null;
        }
    }

    private static boolean movesStock(LineDraft line) throws Unreadable {
        if (line.cancelled) {
            return false;
        }
        if (!"Sale".equals(line.element) && !"Return".equals(line.element)) {
            throw new Unreadable(
                    "UNSUPPORTED_LINE",
                    "A line is an exchange, an order, a layaway or a delivery; this is not done automatically yet:"
                            + " correct the stock by hand.",
                    line.place);
        }
        return line.itemType == null || line.itemType.isEmpty() || line.itemType.equalsIgnoreCase("Stock");
    }

    private static void add(LineDraft line, int position, boolean sale, @Nullable ToldKey soldIn, VoidNetting netting)
            throws Unreadable {
        QuantityDraft told = quantity(line);
        BigDecimal quantity = TillWords.quantity(told.text(), told.place());
        if (quantity.signum() == 0) {
            return;
        }
        List<ItemCode> codes = ItemCodes.of(line.codes);
        VoidNetting.Numbers numbers = new VoidNetting.Numbers(
                number(line.number), number(line.createNumber), number(line.createReference), number(line.itemLink));
        // A return may be written with the sign of the money or of the stock; only a mark makes it a void.
        boolean takesBack = line.voids || (sale && quantity.signum() < 0);
        if (codes.isEmpty() && !takesBack) {
            throw new Unreadable("UNIDENTIFIED_ITEM", "A line names no item: it has no code at all.", line.place);
        }
        for (ItemCode code : codes) {
            if (code.value().length() > ItemCodes.MAX_LENGTH) {
                throw new Unreadable(
                        "UNREADABLE_CODE",
                        "A line's item code is longer than " + ItemCodes.MAX_LENGTH + " characters.",
                        line.place);
            }
        }
        BigDecimal amount =
                line.amount == null || line.amount.isEmpty() ? null : TillWords.amount(line.amount, line.place);
        VoidNetting.Line goods = new VoidNetting.Line(
                line.place,
                position,
                numbers,
                sale,
                soldIn,
                codes,
                told.unit() == null || told.unit().isEmpty()
                        ? null
                        : told.unit().toUpperCase(Locale.ROOT),
                line.voids,
                quantity,
                amount == null || sale ? amount : amount.abs());
        if (takesBack) {
            netting.takeBack(goods);
        } else {
            netting.line(goods);
        }
    }

    /** Of several quantities the first that counts pieces: the shelf is counted, the weight is the price's business. */
    private static QuantityDraft quantity(LineDraft line) throws Unreadable {
        if (line.quantities.isEmpty()) {
            throw new Unreadable("UNREADABLE_QUANTITY", "A line of goods has no Quantity.", line.place);
        }
        return line.quantities.stream()
                .filter(quantity -> quantity.unit() != null
                        && COUNTED.contains(quantity.unit().toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(line.quantities.get(0));
    }

    private static @Nullable String number(@Nullable String word) {
        return word == null || word.isEmpty()
                ? null
                : LEADING_ZEROS.matcher(word).replaceFirst("");
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
