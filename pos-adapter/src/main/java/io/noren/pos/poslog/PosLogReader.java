package io.noren.pos.poslog;

import static io.noren.pos.poslog.PosLogXml.firstOf;
import static io.noren.pos.poslog.PosLogXml.isTrueText;

import io.noren.pos.poslog.TransactionDraft.LinkDraft;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Collects transactions from a POSLog, one at a time, its elements in any order. A vendor's extensions are passed over,
 * except where one carries the loyalty card.
 */
final class PosLogReader {
    private static final Pattern NO_LETTER = Pattern.compile("[^A-Za-z]");

    private final PosLogXml xml;
    private final LineItemReader lineItems;
    private final Consumer<TransactionDraft> transactions;

    PosLogReader(XmlCursor cursor, Consumer<TransactionDraft> transactions) {
        this.xml = new PosLogXml(cursor);
        this.lineItems = new LineItemReader(xml);
        this.transactions = transactions;
    }

    void readAll() {
        xml.begin();
        while (xml.nextChild(1)) {
            if (xml.name().equals("Transaction")) {
                transactions.accept(transaction());
            }
        }
    }

    private TransactionDraft transaction() {
        TransactionDraft draft = new TransactionDraft(xml.line());
        int depth = xml.depth();
        flags(draft);
        while (xml.nextChild(depth)) {
            String name = xml.name();
            switch (name) {
                case "RetailStoreID" -> draft.storeId = xml.word();
                case "BusinessUnit" -> draft.unitId = firstOf(draft.unitId, xml.unitId());
                case "WorkstationID" -> draft.workstation = xml.word();
                case "SequenceNumber" -> draft.sequenceNumber = xml.word();
                case "BusinessDayDate" -> draft.businessDay = xml.word();
                case "BeginDateTime" -> draft.beginTime = xml.word();
                case "EndDateTime" -> draft.endTime = xml.word();
                case "CurrencyCode" -> draft.currency = xml.word();
                case "TransactionStatus", "TrainingModeFlag", "TrainingMode", "CancelFlag" -> flag(draft, name);
                case "Customer", "LoyaltyAccount" -> draft.memberCard = firstOf(draft.memberCard, xml.card());
                case "PostVoid", "PostVoidTransaction" -> postVoid(draft);
                default -> {
                    if (name.endsWith("Transaction")) {
                        kind(draft, name);
                        body(draft);
                    }
                }
            }
        }
        return draft;
    }

    private static void kind(TransactionDraft draft, String body) {
        switch (body) {
            case "RetailTransaction" -> draft.retail = true;
            case "ControlTransaction", "TenderControlTransaction" -> draft.control = true;
            default -> draft.other = true;
        }
    }

    private void flags(TransactionDraft draft) {
        draft.cancelled |= xml.isTrue("CancelFlag");
        draft.training |= xml.isTrue("TrainingModeFlag") || xml.isTrue("TrainingMode");
        draft.status = firstOf(draft.status, xml.attribute("TransactionStatus"));
        String type = xml.attribute("TypeCode");
        draft.postVoid |= type != null
                && NO_LETTER
                        .matcher(type)
                        .replaceAll("")
                        .toLowerCase(Locale.ROOT)
                        .contains("postvoid");
    }

    /** Some tills write as an element what the standard has as an attribute. */
    private void flag(TransactionDraft draft, String name) {
        switch (name) {
            case "TransactionStatus" -> draft.status = firstOf(draft.status, xml.word());
            case "CancelFlag" -> draft.cancelled |= isTrueText(xml.word());
            default -> draft.training |= isTrueText(xml.word());
        }
    }

    /** Names what it takes back itself or in a link of its own. */
    private void postVoid(TransactionDraft draft) {
        draft.postVoid = true;
        flags(draft);
        LinkDraft own = new LinkDraft();
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            if (xml.name().equals("TransactionLink")) {
                draft.link = xml.link();
            } else {
                xml.linkPart(own);
            }
        }
        if (draft.link == null && own.sequenceNumber != null) {
            draft.link = own;
        }
    }

    private void body(TransactionDraft draft) {
        flags(draft);
        int depth = xml.depth();
        while (xml.nextChild(depth)) {
            String name = xml.name();
            switch (name) {
                case "LineItem" -> lineItems.read(draft);
                case "ReceiptDateTime" -> draft.receiptTime = xml.word();
                case "TransactionStatus", "TrainingModeFlag", "TrainingMode", "CancelFlag" -> flag(draft, name);
                case "PostVoid" -> postVoid(draft);
                case "TransactionLink" -> draft.link = xml.link();
                case "Total" ->
                    draft.amountsCurrency = firstOf(
                            draft.amountsCurrency, firstOf(xml.attribute("Currency"), xml.attribute("CurrencyCode")));
                case "LoyaltyReward" -> {}
                default -> {
                    if (LineItemReader.isOrderNumber(name)) {
                        draft.order = firstOf(draft.order, xml.word());
                    } else {
                        draft.memberCard = firstOf(draft.memberCard, xml.card());
                    }
                }
            }
        }
    }
}
