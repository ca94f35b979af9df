package io.noren.pos.dialect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks what looks like a payment card's number (PAN): 13 to 19 digits, also in groups, whose Luhn check holds. */
public final class PanMask {
    private static final Pattern CANDIDATE = Pattern.compile("(?<![0-9])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])");
    private static final int FEWEST_DIGITS = 13;
    private static final int SHOWN = 4;

    private PanMask() {}

    public static String mask(String text) {
        if (text.length() < FEWEST_DIGITS || digits(text) < FEWEST_DIGITS) {
            return text; // nearly every text, and much sooner known than by the pattern
        }
        Matcher candidates = CANDIDATE.matcher(text);
        return candidates.replaceAll(found -> passesLuhn(found.group()) ? hidden(found.group()) : found.group());
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
