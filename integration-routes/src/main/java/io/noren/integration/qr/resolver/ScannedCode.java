package io.noren.integration.qr.resolver;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Gs1Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A code as it was scanned, and what is asked about it.
 *
 * @param gln of the store in which it hangs, if it says so
 * @param path its canonical path
 * @param levels what it is about, see {@link Levels}
 * @param linkType which link; null: wherever the code leads
 * @param query as it stood there, without its question mark
 */
record ScannedCode(
        String gtin,
        @Nullable String gln,
        String path,
        List<String> levels,
        @Nullable String linkType,
        @Nullable String context,
        String query) {

    static final String GTIN = "01";
    static final String GLN = "414";

    /**
     * Reads the parts of a request, still percent-encoded.
     *
     * @throws CodeRefused when they are not what GS1's standards allow, or not about an item
     */
    static ScannedCode read(String path, String query) {
        try {
            DigitalLink link = DigitalLink.read(path, query);
            if (!isWhole(path, link)) {
                throw malformed("There is more in the path than a GTIN and its qualifiers.");
            }
            return new ScannedCode(
                    link.key().value(),
                    link.elements().value(GLN).orElse(null),
                    link.path(),
                    Levels.of(link),
                    parameter(link, "linktype").filter(type -> !type.isBlank()).orElse(null),
                    parameter(link, "context").orElse(null),
                    query);
        } catch (Gs1Refused refused) {
            throw refusal(refused);
        }
    }

    /** The syntax lets anything stand before the key; here nothing does. */
    private static boolean isWhole(String path, DigitalLink link) {
        long slashes = path.chars().filter(each -> each == '/').count() - (path.endsWith("/") ? 1 : 0);
        return link.key().identifier().equals(GTIN)
                && slashes == 2L * (1 + link.qualifiers().size());
    }

    private static Optional<String> parameter(DigitalLink link, String name) {
        return link.others().stream()
                .filter(each -> each.length() > name.length()
                        && each.charAt(name.length()) == '='
                        && each.regionMatches(true, 0, name, 0, name.length()))
                .map(each -> decoded(each.substring(name.length() + 1)))
                .findFirst();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a % that begins nothing
        }
    }

    /** In the words that shoppers are told it in. */
    static CodeRefused refusal(Gs1Refused refused) {
        String detail = String.valueOf(refused.getMessage());
        if (refused.identifier().equals(GLN)) {
            return refused.reason() == Gs1Refused.Reason.REPEATED
                    ? new CodeRefused(Reason.GLN_AMBIGUOUS, "The code names a location (414) more than once.")
                    : new CodeRefused(
                            Reason.GLN_INVALID, "A GLN (414) has 13 digits with a right check digit. " + detail);
        }
        if (refused.identifier().equals(GTIN)) {
            return switch (refused.reason()) {
                case CHECK_DIGIT ->
                    new CodeRefused(
                            Reason.GTIN_CHECK_DIGIT,
                            "The last digit of this GTIN does not fit the others: scan or type it again.");
                case LENGTH, CHARACTER, VALUE ->
                    new CodeRefused(
                            Reason.GTIN_MALFORMED, "A GTIN has 8, 12, 13 or 14 digits and nothing else. " + detail);
                default -> malformed(detail);
            };
        }
        return malformed(detail);
    }

    static CodeRefused malformed(String detail) {
        return new CodeRefused(
                Reason.CODE_MALFORMED,
                "This is not written as GS1 codes are: " + detail
                        + " A code looks like /01/09520123456788?414=9520000000004.");
    }
}
