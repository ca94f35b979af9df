package io.noren.pos.epcis;

import io.noren.pos.dialect.CheckDigit;
import io.noren.pos.dialect.ItemCodes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an identifier of an event names, as an EPC's URI or as a GS1 Digital Link.
 *
 * @param gtin 14 digits; null for what is no trade item
 * @param single whether it is one piece rather than a class or a lot
 */
record Epc(Kind kind, @Nullable String gtin, boolean single) {
    enum Kind {
        ITEM,
        /** A pallet or carton by its SSCC: what is in it, it does not say. */
        LOGISTIC_UNIT,
        /** A crate, a trolley: returned, not sold. */
        ASSET
    }

    private static final String REST = "[!-~&&[^/?#]]{1,100}";

    private static final Pattern URN_ITEM =
            Pattern.compile("urn:epc:(id:sgtin|class:lgtin|idpat:sgtin):([0-9]{6,12})\\.([0-9]{1,7})\\.([!-~]{1,100})");

    private static final Pattern LINK_ITEM = Pattern.compile("https?://[!-~&&[^?#]]{1,200}?/01/([0-9]{8}|[0-9]{12,14})"
            + "(?:/22/" + REST + ")?(?:/10/" + REST + ")?(/21/" + REST + ")?");

    private static final List<Other> OTHERS = List.of(
            new Other(Kind.LOGISTIC_UNIT, Pattern.compile("urn:epc:(?:id|idpat):sscc:[!-~]{1,100}")),
            new Other(Kind.LOGISTIC_UNIT, Pattern.compile("https?://[!-~&&[^?#]]{1,200}?/00/[0-9]{18}")),
            new Other(Kind.ASSET, Pattern.compile("urn:epc:(?:id|idpat|class):(?:grai|giai):[!-~]{1,100}")),
            new Other(Kind.ASSET, Pattern.compile("https?://[!-~&&[^?#]]{1,200}?/800[34]/" + REST)));

    private record Other(Kind kind, Pattern form) {}

    /** Empty for an identifier of anything else, people among it. */
    static Optional<Epc> of(String told) {
        Matcher urn = URN_ITEM.matcher(told);
        if (urn.matches()) {
            return ofUrn(urn);
        }
        Matcher link = LINK_ITEM.matcher(told);
        if (link.matches()) {
            String gtin = "0".repeat(14 - link.group(1).length()) + link.group(1);
            return ItemCodes.checkDigitHolds(gtin)
                    ? Optional.of(new Epc(Kind.ITEM, gtin, link.group(2) != null))
                    : Optional.empty();
        }
        return OTHERS.stream()
                .filter(other -> other.form().matcher(told).matches())
                .map(other -> new Epc(other.kind(), null, true))
                .findFirst();
    }

    /** The indicator stands before the item's reference, and without a check digit: 13 digits in all. */
    private static Optional<Epc> ofUrn(Matcher urn) {
        String company = urn.group(2);
        String reference = urn.group(3);
        boolean single = urn.group(1).equals("id:sgtin");
        if (company.length() + reference.length() != 13
                || (urn.group(1).equals("idpat:sgtin") && !urn.group(4).equals("*"))) {
            return Optional.empty();
        }
        String digits = reference.charAt(0) + company + reference.substring(1);
        return Optional.of(new Epc(Kind.ITEM, digits + CheckDigit.of(digits), single));
    }
}
