package io.noren.pos.poslog;

import io.noren.pos.dialect.CardNumber;
import io.noren.pos.poslog.TransactionDraft.LinkDraft;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A POSLog in the standard's words. A name means something only in the namespace of the standard, in that of the root,
 * or in none; whatever a vendor calls the same in a namespace of its own is another thing.
 */
final class PosLogXml {
    private static final String STANDARD = "http://www.nrf-arts.org/IXRetail/namespace/";

    /** Characters kept of any single word; more than any valid one, so that what is cut cannot become valid. */
    private static final int WORD = 200;

    private final XmlCursor xml;
    private String root = "";

    PosLogXml(XmlCursor xml) {
        this.xml = xml;
    }

    /** Moves to the root, whose namespace counts from here on. */
    void begin() {
        xml.nextChild(0);
        root = xml.namespace();
    }

    boolean nextChild(int parentDepth) {
        return xml.nextChild(parentDepth);
    }

    int depth() {
        return xml.depth();
    }

    int line() {
        return xml.line();
    }

    /** The element's name if the standard may define it, else nothing that a reader would look for. */
    String name() {
        return isStandard(xml.namespace()) ? xml.name() : "";
    }

    private boolean isStandard(String namespace) {
        return namespace.isEmpty() || namespace.equals(root) || namespace.equals(STANDARD);
    }

    /** The text directly in the present element. */
    String word() {
        return xml.text(WORD);
    }

    @Nullable
    String attribute(String name) {
        return xml.attribute(name, this::isStandard);
    }

    boolean isTrue(String attribute) {
        return isTrueText(attribute(attribute));
    }

    static boolean isTrueText(@Nullable String text) {
        return "true".equalsIgnoreCase(text) || "1".equals(text);
    }

    static @Nullable String firstOf(@Nullable String one, @Nullable String other) {
        return one == null || one.isEmpty() ? other : one;
    }

    LinkDraft link() {
        LinkDraft link = new LinkDraft();
        link.reason = attribute("ReasonCode");
        int depth = depth();
        while (nextChild(depth)) {
            linkPart(link);
        }
        return link;
    }

    void linkPart(LinkDraft link) {
        switch (name()) {
            case "RetailStoreID" -> link.storeId = word();
            case "BusinessUnit" -> link.storeId = firstOf(link.storeId, unitId());
            case "WorkstationID" -> link.workstation = word();
            case "BusinessDayDate" -> link.businessDay = word();
            case "SequenceNumber" -> link.sequenceNumber = word();
            case "LineItemSequenceNumber" -> link.line = word();
            case "ReasonCode" -> link.reason = firstOf(link.reason, word());
            default -> {}
        }
    }

    @Nullable
    String unitId() {
        String unitId = null;
        int depth = depth();
        while (nextChild(depth)) {
            if (name().equals("UnitID")) {
                unitId = word();
            }
        }
        return unitId;
    }

    /** Looks through the present element, whatever its namespace, for a loyalty card. */
    @Nullable
    String card() {
        return card(child -> {});
    }

    /** @param children hears the standard names of the element's own children on the way */
    @Nullable
    String card(Consumer<String> children) {
        String name = xml.name();
        if (LoyaltyCards.isNumber("", name)) {
            return CardNumber.read(word());
        }
        String found = null;
        int depth = depth();
        while (nextChild(depth)) {
            children.accept(name());
            if (LoyaltyCards.isNumber(name, xml.name())) {
                found = firstOf(found, CardNumber.read(word()));
            } else if (!xml.name().equals("LoyaltyReward")) {
                found = firstOf(found, card());
            }
        }
        return found;
    }
}
