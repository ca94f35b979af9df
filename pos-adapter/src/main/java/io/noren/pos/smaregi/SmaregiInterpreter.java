package io.noren.pos.smaregi;

import io.noren.pos.Reading;
import io.noren.pos.TillTime;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.UnreadableTransaction;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.vendor.VendorGoods;
import io.noren.pos.vendor.VendorJson;
import io.noren.pos.vendor.VendorKeys;
import io.noren.pos.vendor.VendorSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides what a transaction means. Smaregi takes one back in two ways: it marks the transaction itself as cancelled
 * (取消), which is told by a second transaction here, or it makes another that takes it back (返品取消).
 */
final class SmaregiInterpreter implements VendorJson.Interpreter {
    private static final String CANCELLED = "/cancelled";
    private static final String YEN = "JPY";
    private static final String YES = "1";
    private static final String TAKES_BACK = "2";

    private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,17}");
    private static final Pattern JAN = Pattern.compile("[0-9]{13}");

    private final String source;
    private final VendorSource retailer;
    private final VendorKeys keys;

    SmaregiInterpreter(String source, VendorSource retailer, VendorKeys keys) {
        this.source = source;
        this.retailer = retailer;
        this.keys = keys;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean takesBack(JsonNode transaction) {
        return VendorJson.text(transaction, "disposeDivision").equals(TAKES_BACK);
    }

    /** What a transaction is known by. */
    static ObjectNode identity(JsonNode transaction) {
        ObjectNode identity = VendorJson.MAPPER.createObjectNode();
        for (String field :
                List.of("transactionHeadId", "transactionDateTime", "terminalTranDateTime", "storeId", "terminalId")) {
            if (transaction.has(field)) {
                identity.set(field, transaction.path(field));
            }
        }
        return identity;
    }

    @Override
    public void tell(JsonNode transaction, int place, Consumer<Reading> transactions) {
        String id = VendorJson.text(transaction, "transactionHeadId");
        ToldKey key = null;
        try {
            TillTime time = time(transaction, place);
            key = key(transaction, time, id, place);
            HeadDivision division = HeadDivision.of(VendorJson.text(transaction, "transactionHeadDivision"));
            boolean cancelled = VendorJson.text(transaction, "cancelDivision").equals(YES);
            switch (division) {
                case GOODS -> {
                    if (takesBack(transaction)) {
                        transactions.accept(takingBack(transaction, key, time, cancelled, place));
                        return;
                    }
                    transactions.accept(goods(transaction, key, time, place));
                    if (cancelled) {
                        transactions.accept(cancellation(transaction, key, time, place));
                    }
                }
                case LAID_ASIDE -> transactions.accept(nothing(key, id, Kind.SUSPENDED, time, null, place));
                case MONEY_OR_POINTS -> transactions.accept(nothing(key, id, Kind.CONTROL, time, null, place));
                case UNKNOWN ->
                    throw new Unreadable(
                            "UNSUPPORTED_TRANSACTION", "The transaction is of no kind that is known.", place);
            }
        } catch (Unreadable e) {
            transactions.accept(new UnreadableTransaction(place, key, e.fault()));
        }
    }

    /** The till's own time; the other one is when the transaction arrived at Smaregi. */
    private static TillTime time(JsonNode transaction, int place) throws Unreadable {
        String tillTime = VendorJson.text(transaction, "terminalTranDateTime");
        return TillWords.time(
                tillTime.isEmpty() ? VendorJson.text(transaction, "transactionDateTime") : tillTime, place);
    }

    private ToldKey key(JsonNode transaction, TillTime time, String id, int place) throws Unreadable {
        return keys.key(
                source,
                retailer,
                VendorJson.textOrNull(transaction, "storeId"),
                VendorJson.textOrNull(transaction, "terminalId"),
                time,
                id,
                place);
    }

    private static TillTransaction nothing(
            ToldKey key, String id, Kind kind, TillTime time, @Nullable ToldKey original, int place) {
        return new TillTransaction(
                place, key, id, kind, time, VendorGoods.NO_CURRENCY, null, original, List.of(), List.of());
    }

    private TillTransaction takingBack(JsonNode transaction, ToldKey key, TillTime time, boolean cancelled, int place)
            throws Unreadable {
        JsonNode disposed = transaction.path("disposed");
        if (cancelled || !disposed.isObject()) {
            throw new Unreadable(
                    "POST_VOID_NEEDS_PERSON",
                    "The transaction takes back another one, and Smaregi does not say which one that is now.",
                    place);
        }
        ToldKey original = key(disposed, time(disposed, place), VendorJson.text(disposed, "transactionHeadId"), place);
        return nothing(key, VendorJson.text(transaction, "transactionHeadId"), Kind.POST_VOID, time, original, place);
    }

    private TillTransaction cancellation(JsonNode transaction, ToldKey original, TillTime time, int place)
            throws Unreadable {
        String told = VendorJson.text(transaction, "cancelDateTime");
        TillTime at = told.isEmpty() ? time : TillWords.time(told.replace(' ', 'T'), place);
        String id = VendorJson.text(transaction, "transactionHeadId") + CANCELLED;
        return nothing(key(transaction, at, id, place), id, Kind.POST_VOID, at, original, place);
    }

    private TillTransaction goods(JsonNode transaction, ToldKey key, TillTime time, int place) throws Unreadable {
        boolean allComesBack = VendorJson.text(transaction, "returnSales").equals(YES);
        VendorGoods goods = new VendorGoods(place);
        int line = 0;
        for (JsonNode detail : transaction.path("details")) {
            line++;
            LineDivision division = LineDivision.of(VendorJson.text(detail, "transactionDetailDivision"));
            if (division == LineDivision.DEPARTMENT) {
                continue; // an amount under a heading, without saying which item
            }
            if (division == LineDivision.UNKNOWN) {
                throw new Unreadable("UNSUPPORTED_TRANSACTION", "A line is of no kind that is known.", place);
            }
            boolean comesBack = allComesBack || division == LineDivision.RETURN;
            String quantity = VendorJson.text(detail, "quantity");
            goods.add(
                    line,
                    !comesBack,
                    codes(detail),
                    // A line that comes back is written with either sign, by the till or by another program.
                    comesBack && quantity.startsWith("-") ? quantity.substring(1) : quantity,
                    null,
                    amount(detail, place));
        }
        return new TillTransaction(
                place,
                key,
                VendorJson.text(transaction, "transactionHeadId"),
                goods.kind(allComesBack ? Kind.RETURN : Kind.SALE),
                time,
                YEN,
                VendorKeys.card(retailer, VendorJson.text(transaction, "customerCode")),
                null,
                goods.sold(),
                goods.returned());
    }

    /** The code is what the retailer entered for the item: a JAN where it is one, else its own. */
    private static List<ItemCodes.Told> codes(JsonNode detail) {
        String code = VendorJson.text(detail, "productCode").strip();
        List<ItemCodes.Told> told = new ArrayList<>();
        if (JAN.matcher(code).matches() && ItemCodes.checkDigitHolds(code)) {
            told.add(new ItemCodes.Told("JAN", code, false));
        }
        told.add(new ItemCodes.Told("SKU", code, false));
        told.add(new ItemCodes.Told(null, VendorJson.text(detail, "productId").strip(), true));
        return told;
    }

    private static @Nullable BigDecimal amount(JsonNode detail, int place) throws Unreadable {
        String sum = VendorJson.text(detail, "unitDiscountedSum");
        return sum.isEmpty() ? null : TillWords.amount(sum, place);
    }
}
