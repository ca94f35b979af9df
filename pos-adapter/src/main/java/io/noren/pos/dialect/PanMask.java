package io.noren.pos.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what looks like a payment card's number (PAN): 13 to 19 digits, also in groups, whose Luhn check holds. */
public final class PanMask {
    private static final Pattern CANDIDATE = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");
    private static final int FEWEST_DIGITS = 13;

    /**
     * The ranges of the brands, at their own lengths: American Express, Visa, Mastercard, JCB, Discover, UnionPay. A
     * tenth of all numbers pass Luhn's check, so what names an item, a magazine of 18 digits for example, must not be
     * taken for a card for that alone.
     */
    private static final Pattern OF_A_BRAND = Pattern.compile("3[47][0-9]{13}|(?:[46][0-9]|5[1-5])[0-9]{14}"
            + "|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}|35[0-9]{14}|62[0-9]{17}");

    private static final int FEWEST_OF_A_BRAND = 15;
    private static final int SHOWN = 4;

    private PanMask() {}

    public static String mask(String text) {
        if (text.length() < FEWEST_DIGITS || digits(text) < FEWEST_DIGITS) {
            return text; // nearly every text, and much sooner known than by the pattern
        }
        Matcher candidates = CANDIDATE.matcher(text);
        return candidates.replaceAll(found -> passesLuhn(found.group()) ? hidden(found.group()) : found.group());
    }

    /** Masks an item's code that is a payment card's number: somebody read the card as if it were goods. */
    public static String maskCode(String code) {
        return code.length() >= FEWEST_OF_A_BRAND && OF_A_BRAND.matcher(code).matches() && passesLuhn(code)
                ? hidden(code)
                : code;
    }

    private static int digits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            digits += isDigit(text.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** ISO/IEC 7812-1, annex B. */
    private static boolean passesLuhn(String number) {
        int sum = 0;
        boolean doubled = false;
        for (int i = number.length() - 1; i >= 0; i--) {
            if (isDigit(number.charAt(i))) {
                int digit = number.charAt(i) - '0';
                sum += doubled ? digit * 2 / 10 + digit * 2 % 10 : digit;
                doubled = !doubled;
            }
        }
        return sum % 10 == 0;
    }

    private static String hidden(String number) {
        int shownFrom = number.length() - SHOWN;
        return number.substring(0, shownFrom).replaceAll("[0-9]", "*") + number.substring(shownFrom);
    }
}
