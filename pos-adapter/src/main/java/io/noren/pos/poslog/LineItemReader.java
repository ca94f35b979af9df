package io.noren.pos.poslog;

import static io.noren.pos.poslog.PosLogXml.firstOf;
import static io.noren.pos.poslog.PosLogXml.isTrueText;

import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.poslog.TransactionDraft.LineDraft;
import io.noren.pos.poslog.TransactionDraft.QuantityDraft;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the lines of a transaction that name goods, and those that may. */
final class LineItemReader {
    private static final int MAX_CODES = 20;
    private static final int MAX_QUANTITIES = 20;

    /**
     * Lines that move goods by rules of their own, or by none that we know, in lower case: tills write both
     * {@code SaleForPickup} and {@code SaleForPickUp}.
     */
    private static final Set<String> OTHER_GOODS = Set.of(
            "salefordelivery",
            "saleforpickup",
            "returnfordelivery",
            "layaway",
            "previouslayaway",
            "customerorderfordelivery",
            "customerorderforpickup");

    /** Goods that a customer ordered before and takes now: a sale, if it says of which order. */
    static final String ORDERED_BEFORE = "PreviousCustomerOrder";

    private static final Set<String> ORDER_NUMBERS =
            Set.of("CustomerOrderNumber", "CustomerOrderID", "SpecialOrderNumber");

    /** Lines that name an item and a quantity, and yet nothing leaves the shelf. */
    private static final Set<String> NO_GOODS = Set.of("Discount", "Coupon", "Tax", "RainCheck", "TenderChange");

    private static final Set<String> PARTS = Set.of("Quantity", "ItemID", "POSIdentity");

    private final PosLogXml xml;

    LineItemReader(PosLogXml xml) {
        this.xml = xml;
    }

    /** What a line says of itself, beside the goods in it. */
    private static final class Item {
        private final boolean voids;
        private final boolean cancelled;
        private final int place;
        private final List<LineDraft> goods = new ArrayList<>();

        private @Nullable String number;
        private @Nullable String createNumber;
        private @Nullable String createReference;
        private @Nullable String itemLink;
        private @Nullable String scanned;
        private @Nullable String memberCard;
        private boolean paid;

        private Item(PosLogXml xml) {
            place = xml.line();
            voids = xml.isTrue("VoidFlag");
            cancelled = xml.isTrue("CancelFlag") || xml.isTrue("DeleteFlag");
        }

        private LineDraft goods(String element) {
            LineDraft line = new LineDraft(place, element, voids, cancelled);
            if (goods.size() <= TransactionDraft.MAX_LINES) {
                goods.add(line);
            }
            return line;
        }
    }

    void read(TransactionDraft draft) {
        Item item = new Item(xml);
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            String name = xml.name();
            switch (name) {
                case "SequenceNumber" -> item.number = xml.word();
                case "CreateNumber" -> item.createNumber = xml.word();
                case "CreateRefNumber" -> item.createReference = xml.word();
                case "ItemLink" -> item.itemLink = xml.word();
                case "ScanData" -> item.scanned = xml.word();
                case "Sale", "Return", ORDERED_BEFORE -> goods(draft, item.goods(name));
                case "Exchange" -> exchange(draft, item);
                case "Tender" -> item.paid = true;
                case "LoyaltyReward" -> {}
                default -> other(item, name);
            }
        }
        if (item.memberCard != null && !item.voids && !item.cancelled) {
            draft.memberCard = firstOf(draft.memberCard, item.memberCard);
        }
        draft.paid |= item.paid && !item.voids && !item.cancelled;
        // What came back first, whichever the till wrote first: their order gives them their numbers.
        item.goods.sort(Comparator.comparing((LineDraft line) -> line.element));
        for (LineDraft line : item.goods) {
            line.number = item.number;
            line.createNumber = item.createNumber;
            line.createReference = item.createReference;
            line.itemLink = firstOf(item.itemLink, line.itemLink);
            line.scanned = item.scanned;
            if (draft.lines.size() < TransactionDraft.MAX_LINES) {
                draft.lines.add(line);
            } else {
                draft.tooManyLines = true;
            }
        }
    }

    /** Goods that came back and goods that went for them: whatever says which is which is a line of its own. */
    private void exchange(TransactionDraft draft, Item item) {
        int before = item.goods.size();
        boolean unclear = false;
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            String name = xml.name();
            switch (name) {
                case "Sale", "Return" -> goods(draft, item.goods(name));
                default -> unclear |= PARTS.contains(name);
            }
        }
        long sides = item.goods.stream()
                .skip(before)
                .map(line -> line.element)
                .distinct()
                .count();
        if (unclear || sides < 2) {
            item.goods("Exchange");
        }
    }

    /** An element that we do not know is about goods if it names an item and how many. */
    private void other(Item item, String name) {
        Set<String> parts = new HashSet<>();
        String card = xml.card(child -> {
            if (PARTS.contains(child)) {
                parts.add(child);
            }
        });
        item.memberCard = firstOf(item.memberCard, card);
        boolean namesGoods = parts.contains("Quantity") && parts.size() > 1;
        if (OTHER_GOODS.contains(name.toLowerCase(Locale.ROOT))
                || (namesGoods && !name.isEmpty() && !NO_GOODS.contains(name) && !ItemTypes.isStoredValue(name))) {
            item.goods(name);
        }
    }

    private void goods(TransactionDraft draft, LineDraft line) {
        line.itemType = xml.attribute("ItemType");
        line.voids |= xml.isTrue("VoidFlag");
        line.notOnFile = xml.isTrue("ItemNotOnFileFlag");
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            String name = xml.name();
            switch (name) {
                case "POSIdentity" -> posIdentity(line);
                case "ItemID" -> code(line, new ItemCodes.Told(xml.attribute("Type"), xml.word(), true));
                case "Quantity" -> quantity(line);
                case "ItemNotOnFileFlag" -> line.notOnFile |= isTrueText(xml.word());
                case "ExtendedAmount" -> {
                    draft.amountsCurrency = firstOf(
                            draft.amountsCurrency, firstOf(xml.attribute("Currency"), xml.attribute("CurrencyCode")));
                    line.amount = xml.word();
                }
                case "ExtendedDiscountAmount" -> line.discount = xml.word();
                case "RegularSalesUnitPrice" -> line.regularPrice = xml.word();
                case "ItemLink" -> line.itemLink = firstOf(line.itemLink, xml.word());
                case "TransactionLink" -> line.link = xml.link();
                default -> {
                    if (isOrderNumber(name)) {
                        line.order = firstOf(line.order, xml.word());
                    } else {
                        line.storedValue |= ItemTypes.isStoredValue(name);
                    }
                }
            }
        }
    }

    static boolean isOrderNumber(String element) {
        return ORDER_NUMBERS.contains(element);
    }

    private void quantity(LineDraft line) {
        if (line.quantities.size() < MAX_QUANTITIES) {
            int place = xml.line();
            String unit = xml.attribute("UnitOfMeasureCode");
            line.quantities.add(new QuantityDraft(xml.word(), unit, place));
        }
    }

    private void posIdentity(LineDraft line) {
        String type = xml.attribute("POSIDType");
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (xml.name().equals("POSItemID")) {
                code(line, new ItemCodes.Told(type, xml.word(), false));
            }
        }
    }

    private static void code(LineDraft line, ItemCodes.Told code) {
        if (line.codes.size() < MAX_CODES && !code.value().isEmpty()) {
            line.codes.add(code);
        }
    }
}
