package io.noren.pos.csv;

import io.noren.pos.ItemCode;
import io.noren.pos.TillTransaction;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.ToldKey;
import io.noren.pos.dialect.CardNumber;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import io.noren.pos.dialect.VoidNetting;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what the rows of a receipt mean, by the mapping of their source. */
final class ReceiptInterpreter {
    /** ISO 4217 for "no currency is involved". */
    private static final String NO_CURRENCY = "XXX";

    /** The till of a system that tells receipts apart by their ids and does not say where they were written. */
    private static final String ONLY_TILL = "1";

    private static final int LONGEST_ID = 200;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** {@code 1,980}, as spreadsheets write it. */
    private static final Pattern GROUPED = Pattern.compile("[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?");

    private final CsvMapping mapping;
    private final Places places;
    private final Map<String, RowKind> kinds;
    private final Times times;

    ReceiptInterpreter(CsvMapping mapping, Places places) {
        this.mapping = mapping;
        this.places = places;
        this.kinds = mapping.kindsByWord();
        this.times = new Times(mapping, places);
    }

    ToldKey key(CsvRow row) throws Unreadable {
        String store = TillWords.name(told(Field.STORE, row, mapping.store()), "store code", row.line());
        String number = places.orNull(Field.NUMBER, row);
        String id = id(row);
        if (number == null && id != null) {
            String till = told(Field.TILL, row, mapping.till());
            return ToldKey.unnumbered(
                    store, times.day(row), TillWords.name(till == null ? ONLY_TILL : till, "till", row.line()), id);
        }
        return new ToldKey(
                store,
                times.day(row),
                TillWords.name(told(Field.TILL, row, mapping.till()), "till", row.line()),
                TillWords.sequenceNumber(number, row.line()));
    }

    private @Nullable String id(CsvRow row) throws Unreadable {
        String id = places.orNull(Field.ID, row);
        if (id != null && (id.length() > LONGEST_ID || id.indexOf('\0') >= 0)) {
            throw new Unreadable(
                    "UNREADABLE_KEY", "The transaction's id is longer than " + LONGEST_ID + " characters.", row.line());
        }
        return id;
    }

    TillTransaction transaction(Receipt receipt, ToldKey key) throws Unreadable {
        CsvRow first = receipt.rows().get(0);
        Kind still = still(receipt);
        boolean takesBack = still == Kind.POST_VOID;
        if (still != null) {
            return new TillTransaction(
                    first.line(),
                    key,
                    id(first),
                    still,
                    takesBack ? times.of(first) : times.ofIfAny(first),
                    NO_CURRENCY,
                    null,
                    takesBack ? original(first, key) : null,
                    List.of(),
                    List.of());
        }
        VoidNetting netting = new VoidNetting();
        Set<Boolean> directions = new HashSet<>();
        for (int i = 0; i < receipt.rows().size(); i++) {
            CsvRow row = receipt.rows().get(i);
            if (kind(row) != RowKind.NOT_STOCK) {
                goods(row, i + 1, key, netting, directions);
            }
        }
        VoidNetting.Net net = netting.net();
        return new TillTransaction(
                first.line(),
                key,
                id(first),
                directions.size() == 2 ? Kind.MIXED : directions.contains(false) ? Kind.RETURN : Kind.SALE,
                times.of(first),
                currency(first, net),
                card(receipt),
                net.soldIn(),
                net.sold(),
                net.returned(),
                List.of(),
                net.sold().isEmpty() ? List.of() : orders(receipt));
    }

    private List<String> orders(Receipt receipt) {
        return receipt.rows().stream()
                .map(row -> places.of(Field.ORDER, row))
                .filter(order -> !order.isEmpty()
                        && order.length() <= TillTransaction.LONGEST_PAPER
                        && order.indexOf('\0') < 0
                        && !order.contains("*")) // it looked like a card's number, and was masked
                .distinct()
                .sorted()
                .toList();
    }

    /** The kind that all of its rows have if it moves nothing; null if it is about goods. */
    private @Nullable Kind still(Receipt receipt) throws Unreadable {
        EnumSet<RowKind> found = EnumSet.noneOf(RowKind.class);
        for (CsvRow row : receipt.rows()) {
            found.add(kind(row));
        }
        List<RowKind> still =
                found.stream().filter(kind -> kind.still() != null).toList();
        if (still.isEmpty()) {
            return null;
        }
        if (still.size() > 1 || found.size() > 1) {
            throw new Unreadable(
                    "UNKNOWN_STATUS",
                    "Some rows of the receipt say that it is " + still.get(0) + " and others do not.",
                    receipt.rows().get(0).line());
        }
        return still.get(0).still();
    }

    private RowKind kind(CsvRow row) throws Unreadable {
        if (kinds.isEmpty()) {
            return RowKind.SALE;
        }
        RowKind kind = kinds.get(places.of(Field.KIND, row));
        if (kind == null) {
            throw new Unreadable(
                    "UNKNOWN_STATUS",
                    "The row's kind is none of those in the source's mapping; add its word there"
                            + " (noren.pos.csv.<source>.kinds), then read the document again.",
                    row.line());
        }
        return kind;
    }

    private void goods(CsvRow row, int position, ToldKey key, VoidNetting netting, Set<Boolean> directions)
            throws Unreadable {
        BigDecimal quantity = TillWords.quantity(places.of(Field.QUANTITY, row), row.line());
        if (quantity.signum() == 0) {
            return;
        }
        RowKind kind = kind(row);
        boolean negative = quantity.signum() < 0;
        boolean voids = kind == RowKind.VOID
                || (kind == RowKind.SALE && negative && mapping.negative() == CsvMapping.Negative.VOID);
        boolean sale = voids || (kind == RowKind.SALE && !negative);
        directions.add(sale);
        BigDecimal amount = amount(row);
        VoidNetting.Line line = new VoidNetting.Line(
                row.line(),
                position,
                new VoidNetting.Numbers(places.orNull(Field.LINE, row), null, null, null),
                sale,
                sale ? null : soldIn(row, key),
                codes(row),
                unit(row),
                kind == RowKind.VOID,
                quantity,
                amount == null || sale ? amount : amount.abs());
        if (voids) {
            netting.takeBack(line);
        } else {
            netting.line(line);
        }
    }

    private List<ItemCode> codes(CsvRow row) throws Unreadable {
        List<ItemCode> codes = ItemCodes.of(places.codes(row));
        if (codes.isEmpty()) {
            throw new Unreadable("UNIDENTIFIED_ITEM", "A line names no item: it has no code at all.", row.line());
        }
        for (ItemCode code : codes) {
            if (code.value().length() > ItemCodes.MAX_LENGTH || code.value().indexOf('\0') >= 0) {
                throw new Unreadable(
                        "UNREADABLE_CODE",
                        "A line's item code is longer than " + ItemCodes.MAX_LENGTH + " characters.",
                        row.line());
            }
        }
        return codes;
    }

    private @Nullable String unit(CsvRow row) {
        String unit = places.orNull(Field.UNIT, row);
        return unit == null ? null : unit.toUpperCase(Locale.ROOT);
    }

    private @Nullable BigDecimal amount(CsvRow row) throws Unreadable {
        String amount = places.orNull(Field.AMOUNT, row);
        if (amount == null) {
            return null;
        }
        return TillWords.amount(GROUPED.matcher(amount).matches() ? amount.replace(",", "") : amount, row.line());
    }

    private ToldKey original(CsvRow row, ToldKey key) throws Unreadable {
        ToldKey original = soldIn(row, key);
        if (original == null || original.equals(key)) {
            throw new Unreadable(
                    "POST_VOID_NEEDS_PERSON",
                    "The transaction takes back a whole one but does not say which. Find the original and correct the"
                            + " stock by hand.",
                    row.line());
        }
        return original;
    }

    private @Nullable ToldKey soldIn(CsvRow row, ToldKey key) throws Unreadable {
        String number = places.orNull(Field.ORIGINAL_NUMBER, row);
        if (number == null) {
            return null;
        }
        String till = places.orNull(Field.ORIGINAL_TILL, row);
        String day = places.orNull(Field.ORIGINAL_BUSINESS_DAY, row);
        return new ToldKey(
                key.storeCode(),
                day == null ? key.businessDay() : times.day(day, row),
                till == null ? key.workstation() : TillWords.name(till, "till of the original", row.line()),
                TillWords.sequenceNumber(number, row.line()));
    }

    private String currency(CsvRow row, VoidNetting.Net net) throws Unreadable {
        String currency = told(Field.CURRENCY, row, mapping.currency());
        if (currency != null && CURRENCY.matcher(currency).matches()) {
            return currency;
        }
        boolean hasAmounts = net.sold().stream().anyMatch(line -> line.amount() != null)
                || net.returned().stream().anyMatch(line -> line.amount() != null);
        if (hasAmounts) {
            throw new Unreadable(
                    "UNREADABLE_CURRENCY",
                    "The transaction has amounts but no currency (three letters of ISO 4217).",
                    row.line());
        }
        return NO_CURRENCY;
    }

    private @Nullable String card(Receipt receipt) {
        for (CsvRow row : receipt.rows()) {
            String card = CardNumber.read(places.of(Field.CARD, row));
            if (card != null) {
                return card;
            }
        }
        return null;
    }

    private @Nullable String told(Field field, CsvRow row, @Nullable String otherwise) {
        String told = places.orNull(field, row);
        return told == null ? otherwise : told;
    }
}
