package io.noren.inventory;

/** GS1's numbers (GTIN, GLN): digits that end with a modulo-10 check digit, GS1 General Specifications section 7.9. */
final class Gs1Number {

    private Gs1Number() {}

    /** Whether this is a GTIN of 8, 12, 13 or 14 digits whose last digit checks. */
    static boolean isGtin(String text) {
        int length = text.length();
        return (length == 8 || length == 12 || length == 13 || length == 14) && checks(text);
    }

    static boolean isGln(String text) {
        return text.length() == 13 && checks(text);
    }

    /** The 14-digit form in which GTINs are stored and compared. */
    static String toGtin14(String gtin) {
        return "0".repeat(Math.max(0, 14 - gtin.length())) + gtin;
    }

    /** Whether the last digit checks the others. */
    static boolean checks(String digits) {
        int sum = 0;
        for (int fromRight = 0; fromRight < digits.length(); fromRight++) {
            int digit = digits.charAt(digits.length() - 1 - fromRight) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            sum += fromRight % 2 == 0 ? digit : 3 * digit;
        }
        return sum % 10 == 0;
    }
}
