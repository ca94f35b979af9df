package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.gs1.CheckDigit;

/**
 * A Global Trade Item Number, always as 14 digits with a right check digit.
 *
 * @param digits 14 ASCII digits; the shorter forms (GTIN-8, -12, -13) are padded with zeros on the left
 */
record Gtin(String digits) {
    Gtin {
        if (!digits.matches("[0-9]{14}") || !CheckDigit.holdsFor(digits)) {
            throw new IllegalArgumentException("not a GTIN-14");
        }
    }

    /**
     * Reads a GTIN in any of its four lengths.
     *
     * @throws CodeRefused {@code GTIN_MALFORMED} or {@code GTIN_CHECK_DIGIT}
     */
    static Gtin read(String text) {
        if (!text.matches("[0-9]{8}|[0-9]{12,14}")) {
            throw new CodeRefused(Reason.GTIN_MALFORMED, "A GTIN has 8, 12, 13 or 14 digits and nothing else.");
        }
        String padded = "0".repeat(14 - text.length()) + text;
        if (!CheckDigit.holdsFor(padded)) {
            throw new CodeRefused(
                    Reason.GTIN_CHECK_DIGIT,
                    "The last digit of this GTIN does not fit the others: scan or type it again.");
        }
        return new Gtin(padded);
    }

    /** As it stands under a bar code: 8 digits for a GTIN-8, 13 for a GTIN-12 or -13, else 14. */
    String printed() {
        if (digits.startsWith("000000")) {
            return digits.substring(6);
        }
        return digits.startsWith("0") ? digits.substring(1) : digits;
    }
}
