package io.noren.integration.qr.gs1;

/** The last digit of a GS1 key, weighted 3-1-3-1 from the right (GS1 General Specifications, section 7.9). */
public final class CheckDigit {
    private CheckDigit() {}

    /** Whether the last of these digits is the check digit of the others; false for anything but at least two digits. */
    public static boolean holdsFor(String digits) {
        if (digits.length() < 2) {
            return false;
        }
        int sum = 0;
        for (int place = digits.length() - 1, weight = 1; place >= 0; place--, weight = 4 - weight) {
            int digit = digits.charAt(place) - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            sum += digit * weight;
        }
        return sum % 10 == 0;
    }
}
