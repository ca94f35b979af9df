package io.noren.pos.poslog;

import io.noren.pos.dialect.CardNumber;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.poslog.TransactionDraft.LineDraft;
import io.noren.pos.poslog.TransactionDraft.LinkDraft;
import io.noren.pos.poslog.TransactionDraft.QuantityDraft;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Collects transactions from a POSLog, one at a time. Elements count when they are in the root's namespace, if it has
 * one; a vendor's extensions are passed over, except where one carries the loyalty card.
 */
final class PosLogReader {
    /** Characters kept of any single word; more than any valid one, so that what is cut cannot become valid. */
    private static final int WORD = 200;

    private static final int MAX_CODES = 20;
    private static final int MAX_QUANTITIES = 20;

    /** Lines that move goods by rules of their own. */
    private static final Set<String> OTHER_GOODS = Set.of(
            "SaleForDelivery",
            "SaleForPickup",
            "ReturnForDelivery",
            "Exchange",
            "Layaway",
            "PreviousLayaway",
            "CustomerOrderForDelivery",
            "CustomerOrderForPickup",
            "PreviousCustomerOrder");

    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");

    private final XmlCursor xml;
    private final Consumer<TransactionDraft> transactions;
    private String namespace = "";

    PosLogReader(XmlCursor xml, Consumer<TransactionDraft> transactions) {
        this.xml = xml;
        this.transactions = transactions;
    }

    void readAll() {
        xml.nextChild(0);
        namespace = xml.namespace();
        while (xml.nextChild(1)) {
            if (is("Transaction")) {
                transactions.accept(transaction());
            }
        }
    }

    private boolean is(String name) {
        return xml.name().equals(name) && isStandard();
    }

    private boolean isStandard() {
        return xml.namespace().equals(namespace);
    }

    /** The element's name if the standard defines it, else nothing that a reader would look for. */
    private String standardName() {
        return isStandard() ? xml.name() : "";
    }

    private TransactionDraft transaction() {
        TransactionDraft draft = new TransactionDraft(xml.line());
        int depth = xml.depth();
        flags(draft);
        while (xml.nextChild(depth)) {
            String name = standardName();
            switch (name) {
                case "RetailStoreID" -> draft.storeId = word();
                case "BusinessUnit" -> draft.unitId = firstOf(draft.unitId, unitId());
                case "WorkstationID" -> draft.workstation = word();
                case "SequenceNumber" -> draft.sequenceNumber = word();
                case "BusinessDayDate" -> draft.businessDay = word();
                case "BeginDateTime" -> draft.beginTime = word();
                case "EndDateTime" -> draft.endTime = word();
                case "CurrencyCode" -> draft.currency = word();
                case "Customer", "LoyaltyAccount" -> draft.memberCard = firstOf(draft.memberCard, findCard());
                case "PostVoid", "PostVoidTransaction" -> postVoid(draft);
                default -> {
                    if (name.endsWith("Transaction")) {
                        draft.body = name;
                        body(draft);
                    }
                }
            }
        }
        return draft;
    }

    private void flags(TransactionDraft draft) {
        draft.cancelled |= isTrue("CancelFlag");
        draft.training |= isTrue("TrainingModeFlag") || isTrue("TrainingMode");
        draft.status = firstOf(draft.status, xml.attribute("TransactionStatus"));
        String type = xml.attribute("TypeCode");
        draft.postVoid |= type != null
                && NO_LETTER
                        .matcher(type)
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT)
                        .contains("postvoid");
    }

    /** Names what it takes back itself or in a link of its own. */
    private void postVoid(TransactionDraft draft) {
        draft.postVoid = true;
        flags(draft);
        LinkDraft own = new LinkDraft();
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (is("TransactionLink")) {
                draft.link = link();
            } else {
                linkPart(own);
            }
        }
        if (draft.link == null && own.sequenceNumber != null) {
            draft.link = own;
        }
    }

    private LinkDraft link() {
        LinkDraft link = new LinkDraft();
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            linkPart(link);
        }
        return link;
    }

    private void linkPart(LinkDraft link) {
        switch (standardName()) {
            case "RetailStoreID" -> link.storeId = word();
            case "BusinessUnit" -> link.storeId = firstOf(link.storeId, unitId());
            case "WorkstationID" -> link.workstation = word();
            case "BusinessDayDate" -> link.businessDay = word();
            case "SequenceNumber" -> link.sequenceNumber = word();
            case "LineItemSequenceNumber" -> link.line = word();
            default -> {}
        }
    }

    private @Nullable String unitId() {
        String unitId = null;
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (is("UnitID")) {
                unitId = word();
            }
        }
        return unitId;
    }

    private void body(TransactionDraft draft) {
        flags(draft);
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            switch (standardName()) {
                case "LineItem" -> line(draft);
                case "ReceiptDateTime" -> draft.receiptTime = word();
                case "TransactionStatus" -> draft.status = firstOf(draft.status, word());
                case "TrainingModeFlag", "TrainingMode" -> draft.training |= isTrueText(word());
                case "CancelFlag" -> draft.cancelled |= isTrueText(word());
                case "PostVoid" -> postVoid(draft);
                case "TransactionLink" -> draft.link = link();
                case "Total" -> amountsCurrency(draft);
                case "LoyaltyReward" -> {}
                default -> draft.memberCard = firstOf(draft.memberCard, findCard());
            }
        }
    }

    private void line(TransactionDraft draft) {
        LineDraft line = new LineDraft(xml.line());
        int depth = xml.depth();
        line.voids = isTrue("VoidFlag");
        line.cancelled = isTrue("CancelFlag");
        while (xml.nextChild(depth)) {
            String name = standardName();
            switch (name) {
                case "SequenceNumber" -> line.number = word();
                case "CreateNumber" -> line.createNumber = word();
                case "CreateRefNumber" -> line.createReference = word();
                case "ItemLink" -> line.itemLink = word();
                case "Sale", "Return" -> goods(draft, line, name);
                case "Tender", "LoyaltyReward" -> {}
                default -> {
                    if (OTHER_GOODS.contains(name)) {
                        line.element = name;
                    } else {
                        line.memberCard = firstOf(line.memberCard, findCard());
                    }
                }
            }
        }
        if (line.memberCard != null && !line.voids && !line.cancelled) {
            draft.memberCard = firstOf(draft.memberCard, line.memberCard);
        }
        if (line.element != null) {
            if (draft.lines.size() < TransactionDraft.MAX_LINES) {
                draft.lines.add(line);
            } else {
                draft.tooManyLines = true;
            }
        }
    }

    private void goods(TransactionDraft draft, LineDraft line, String element) {
        line.element = element;
        line.itemType = xml.attribute("ItemType");
        line.voids |= isTrue("VoidFlag");
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            switch (standardName()) {
                case "POSIdentity" -> posIdentity(line);
                case "ItemID" -> code(line, new ItemCodes.Told(xml.attribute("Type"), word(), true));
                case "Quantity" -> {
                    if (line.quantities.size() < MAX_QUANTITIES) {
                        int place = xml.line();
                        String unit = xml.attribute("UnitOfMeasureCode");
                        line.quantities.add(new QuantityDraft(word(), unit, place));
                    }
                }
                case "ExtendedAmount" -> {
                    amountsCurrency(draft);
                    line.amount = word();
                }
                case "ItemLink" -> line.itemLink = firstOf(line.itemLink, word());
                case "TransactionLink" -> transactionLink(line);
                default -> {}
            }
        }
    }

    private void posIdentity(LineDraft line) {
        String type = xml.attribute("POSIDType");
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (is("POSItemID")) {
                code(line, new ItemCodes.Told(type, word(), false));
            }
        }
    }

    private static void code(LineDraft line, ItemCodes.Told code) {
        if (line.codes.size() < MAX_CODES && !code.value().isEmpty()) {
            line.codes.add(code);
        }
    }

    /** On a void the link leads to the line within the same transaction; on a return it leads to another transaction. */
    private void transactionLink(LineDraft line) {
        LinkDraft link = link();
        if (line.voids) {
            line.itemLink = firstOf(line.itemLink, link.line);
        } else {
            line.soldIn = link;
        }
    }

    private void amountsCurrency(TransactionDraft draft) {
        draft.amountsCurrency =
                firstOf(draft.amountsCurrency, firstOf(xml.attribute("Currency"), xml.attribute("CurrencyCode")));
    }

    /** Looks through the present element, whatever its namespace, for a loyalty card. */
    private @Nullable String findCard() {
        String name = xml.name();
        if (LoyaltyCards.isNumber("", name)) {
            return CardNumber.read(word());
        }
        String found = null;
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (LoyaltyCards.isNumber(name, xml.name())) {
                found = firstOf(found, CardNumber.read(word()));
            } else if (!xml.name().equals("LoyaltyReward")) {
                found = firstOf(found, findCard());
            }
        }
        return found;
    }

    private boolean isTrue(String attribute) {
        return isTrueText(xml.attribute(attribute));
    }

    private static boolean isTrueText(@Nullable String text) {
        return "true".equalsIgnoreCase(text) || "1".equals(text);
    }

    private String word() {
        return xml.text(WORD);
    }

    private static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one == null || one.isEmpty() ? other : one;
    }
}
