package io.noren.pos.epcis;

import io.noren.pos.dialect.CheckDigit;
import io.noren.pos.dialect.ItemCodes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something happened, as an SGLN or as a GS1 Digital Link.
 *
 * @param gln 13 digits
 * @param whole whether the whole location is meant, and not a door or a shelf of it
 */
record Place(String gln, boolean whole) {
    private static final Pattern URN = Pattern.compile("urn:epc:id:sgln:([0-9]{6,12})\\.([0-9]{0,6})\\.([!-~]{1,60})");

    private static final Pattern LINK =
            Pattern.compile("https?://[!-~&&[^?#]]{1,200}?/414/([0-9]{13})(?:/254/([!-~&&[^/?#]]{1,60}))?");

    /** What an EPC's URI has instead of no extension at all. */
    private static final String NO_EXTENSION = "0";

    static Optional<Place> of(String told) {
        Matcher urn = URN.matcher(told);
        if (urn.matches()) {
            String digits = urn.group(1) + urn.group(2);
            return digits.length() == 12
                    ? Optional.of(new Place(
                            digits + CheckDigit.of(digits), urn.group(3).equals(NO_EXTENSION)))
                    : Optional.empty();
        }
        Matcher link = LINK.matcher(told);
        if (link.matches()) {
            String gln = link.group(1);
            String extension = link.group(2);
            return ItemCodes.checkDigitHolds(gln)
                    ? Optional.of(new Place(gln, extension == null || extension.equals(NO_EXTENSION)))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
