package io.noren.pos.poslog;

import io.noren.pos.ItemCode;
import io.noren.pos.TillTransaction;
import io.noren.pos.ToldKey;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.ItemCodes.Told;
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
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which lines of a transaction moved goods, which way, and how many of what. */
final class GoodsLines {
    /** Units that count; UN/ECE Recommendation 20 codes and what tills write instead. */
    private static final Set<String> COUNTED =
            Set.of("EA", "EACH", "C62", "H87", "PCE", "PC", "PCS", "ST", "UN", "UNIT", "UNITS");

    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

    private final VoidNetting netting = new VoidNetting();
    private final Set<String> orders = new TreeSet<>();
    private boolean sells;
    private boolean takesBack;

    private GoodsLines() {}

    /**
     * @param sells whether there were lines that sell goods, even if all of it was voided
     * @param takesBack whether there were lines that take goods back, likewise
     * @param orders the customers' orders whose goods were sold
     */
    record Goods(VoidNetting.Net net, boolean sells, boolean takesBack, List<String> orders) {}

    static Goods of(TransactionDraft draft, ToldKey key) throws Unreadable {
        GoodsLines goods = new GoodsLines();
        String order = order(draft.order);
        if (order != null) {
            goods.orders.add(order);
        }
        for (int i = 0; i < draft.lines.size(); i++) {
            goods.add(draft.lines.get(i), i + 1, key);
        }
        return new Goods(goods.netting.net(), goods.sells, goods.takesBack, List.copyOf(goods.orders));
    }

    private void add(LineDraft line, int position, ToldKey key) throws Unreadable {
        if (line.cancelled) {
            setAside(line, key);
            return;
        }
        String order = order(line.order);
        boolean sale =
                "Sale".equals(line.element) || (LineItemReader.ORDERED_BEFORE.equals(line.element) && order != null);
        if (!sale && !"Return".equals(line.element)) {
            throw unsupported(line);
        }
        if (!ItemTypes.isGoods(line)) {
            setAside(line, key);
            return;
        }
        sells |= sale;
        takesBack |= !sale;
        QuantityDraft told = quantity(line);
        BigDecimal quantity = TillWords.quantity(told.text(), told.place());
        if (quantity.signum() == 0) {
            setAside(line, key);
            return;
        }
        // A return may be written with the sign of the money or of the stock; only a mark makes it a void.
        boolean voids = line.voids || (sale && quantity.signum() < 0);
        BigDecimal amount = PaidAmounts.of(line);
        VoidNetting.Line goods = new VoidNetting.Line(
                line.place,
                position,
                numbers(line, key),
                sale,
                soldIn(line, key),
                codes(line, voids),
                told.unit() == null || told.unit().isEmpty()
                        ? null
                        : told.unit().toUpperCase(Locale.ROOT),
                line.voids,
                quantity,
                amount == null || sale ? amount : amount.abs());
        if (voids) {
            netting.takeBack(goods);
        } else {
            netting.line(goods);
            if (sale && order != null) {
                orders.add(order);
            }
        }
    }

    /** The number of a customer's order; null for what cannot be one. */
    private static @Nullable String order(@Nullable String told) {
        return told == null
                        || told.isEmpty()
                        || told.length() > TillTransaction.LONGEST_PAPER
                        || told.contains("*") // it looked like a card's number, and was masked
                ? null
                : told;
    }

    private static Unreadable unsupported(LineDraft line) {
        return "Exchange".equals(line.element)
                ? new Unreadable(
                        "UNCLEAR_EXCHANGE",
                        "A line exchanges goods, but does not say with a Return and a Sale what came back and what"
                                + " went out; correct the stock by hand.",
                        line.place)
                : new Unreadable(
                        "UNSUPPORTED_LINE",
                        "A line is an order, a layaway, a delivery or of another kind that this does not do"
                                + " automatically: correct the stock by hand.",
                        line.place);
    }

    private void setAside(LineDraft line, ToldKey key) {
        if (!line.voids) {
            netting.setAside(numbers(line, key));
        }
    }

    /**
     * How the till names the item. Where it did not know the item, what it calls its own id stands for "unknown" and is
     * nobody's code: then only what was typed or scanned counts, as far as there is any.
     */
    private static List<ItemCode> codes(LineDraft line, boolean voids) throws Unreadable {
        List<Told> scanned = line.scanned == null || line.scanned.isEmpty() || line.scanned.contains("*")
                ? List.of() // what was masked is no code any more
                : List.of(new Told(null, line.scanned, false));
        List<ItemCode> codes;
        if (ItemTypes.isNotOnFile(line)) {
            codes = ItemCodes.of(
                    line.codes.stream().filter(code -> !code.ownId()).toList());
            codes = codes.isEmpty() ? ItemCodes.of(scanned) : codes;
            codes = codes.isEmpty() ? ItemCodes.of(line.codes) : codes;
        } else {
            codes = ItemCodes.of(line.codes);
            codes = codes.isEmpty() ? ItemCodes.of(scanned) : codes;
        }
        if (codes.isEmpty() && !voids) {
            throw new Unreadable("UNIDENTIFIED_ITEM", "A line names no item: it has no code at all.", line.place);
        }
        if (codes.stream().anyMatch(code -> code.value().length() > ItemCodes.MAX_LENGTH)) {
            throw new Unreadable(
                    "UNREADABLE_CODE",
                    "A line's item code is longer than " + ItemCodes.MAX_LENGTH + " characters.",
                    line.place);
        }
        return codes;
    }

    private static VoidNetting.Numbers numbers(LineDraft line, ToldKey key) {
        LinkDraft link = line.voids && line.itemLink == null ? line.link : null;
        return new VoidNetting.Numbers(
                number(line.number),
                number(line.createNumber),
                number(line.createReference),
                number(link != null && isWithin(link, key) ? link.line : line.itemLink));
    }

    /** A void may repeat the link of the return that it voids, which leads to another transaction. */
    private static boolean isWithin(LinkDraft link, ToldKey key) {
        return isOrUntold(link.sequenceNumber, String.valueOf(key.sequenceNumber()))
                && isOrUntold(link.workstation, key.workstation())
                && isOrUntold(link.businessDay, key.businessDay().toString());
    }

    private static boolean isOrUntold(@Nullable String told, String own) {
        return told == null || told.isEmpty() || withoutZeros(told).equals(withoutZeros(own));
    }

    private static @Nullable String number(@Nullable String word) {
        return word == null || word.isEmpty() ? null : withoutZeros(word);
    }

    private static String withoutZeros(String number) {
        return number.startsWith("0") ? LEADING_ZEROS.matcher(number).replaceFirst("") : number;
    }

    /** Null where the till names no sale, or so that nobody can tell which: the goods are back all the same. */
    private static @Nullable ToldKey soldIn(LineDraft line, ToldKey key) {
        LinkDraft link = line.link;
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
}
