package io.noren.integration.qr.resolver;

import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.gs1.CheckDigit;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import io.noren.integration.qr.gs1.Elements;
import io.noren.integration.qr.gs1.Gs1Refused;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever a scanner may send of an item: a Digital Link of any host, an element string with its separators or as people
 * write it, the plain number under a bar code.
 */
final class ScannedText {
    static final int MOST_CHARACTERS = 2_000;

    private static final char FNC1 = 0x1d;

    /** FNC1 itself counts as white space to Java. */
    private static final Pattern AROUND = Pattern.compile("^[ \\t\\r\\n]+|[ \\t\\r\\n]+$");

    /** What kind of code it was, for those whose content is a plain number or a text (ISO/IEC 15424). */
    private static final Pattern SYMBOLOGY = Pattern.compile("\\][A-Za-z][0-9A-Za-z]");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{8}|[0-9]{12,14}");
    private static final Pattern PAGE = Pattern.compile("(https?://[^/?#]+)?/p/([^/?#]+)/?(?:\\?.*)?");

    private ScannedText() {}

    /** As it was sent, without what does not belong to it; the caret stands for FNC1 where no other sign can be sent. */
    static String plain(String sent) {
        String text = AROUND.matcher(sent).replaceAll("");
        boolean symbology = text.length() > 3
                && !Elements.isRaw(text)
                && SYMBOLOGY.matcher(text.substring(0, 3)).matches();
        String content = symbology ? text.substring(3) : text;
        return isAddress(content) ? content : content.replace('^', FNC1);
    }

    /** The SKU in the path of a page of ours, still encoded; {@code host} is this resolver's. */
    static Optional<String> page(String plain, String host) {
        Matcher page = PAGE.matcher(plain);
        return page.matches() && (page.group(1) == null || page.group(1).equals(host))
                ? Optional.of(page.group(2))
                : Optional.empty();
    }

    /**
     * @throws CodeRefused when it is none of these, or not about an item
     */
    static DigitalLink read(String plain) {
        try {
            DigitalLink link = link(plain);
            if (!link.key().identifier().equals(ScannedCode.GTIN)) {
                throw new CodeRefused(
                        Reason.NO_ITEM_IN_CODE,
                        "This code is about something else than an item ("
                                + link.key().identifier() + ").");
            }
            return link;
        } catch (Gs1Refused refused) {
            throw ScannedCode.refusal(refused);
        }
    }

    private static DigitalLink link(String plain) {
        if (isAddress(plain)) {
            return DigitalLink.read(plain);
        } else if (plain.startsWith("/")) {
            int mark = plain.indexOf('?');
            return mark < 0
                    ? DigitalLink.read(plain, "")
                    : DigitalLink.read(plain.substring(0, mark), plain.substring(mark + 1));
        } else if (NUMBER.matcher(plain).matches()) {
            return number(plain);
        } else if (plain.startsWith("(")) {
            return DigitalLink.of(Elements.readBracketed(plain));
        }
        return DigitalLink.of(Elements.readRaw(Elements.isRaw(plain) ? plain : FNC1 + plain));
    }

    private static DigitalLink number(String digits) {
        String padded = "0".repeat(14 - digits.length()) + digits;
        if (!CheckDigit.holdsFor(padded)) {
            throw new CodeRefused(
                    Reason.GTIN_CHECK_DIGIT,
                    "The last digit of this GTIN does not fit the others: scan or type it again.");
        }
        return DigitalLink.of(new Elements(List.of(new Element(ScannedCode.GTIN, padded))));
    }

    private static boolean isAddress(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }
}
