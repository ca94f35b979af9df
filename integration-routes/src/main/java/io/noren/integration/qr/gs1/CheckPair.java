package io.noren.integration.qr.gs1;

/** The two check characters of a Global Model Number (GS1 General Specifications, section 7.9.5). */
final class CheckPair {
    /** No I and O, no 0 and 1: what looks alike is left out. */
    private static final String CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int[] PRIMES = {
        2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83
    };

    private CheckPair() {}

    static boolean holdsFor(String text) {
        int checked = text.length() - 2;
        if (checked < 1 || checked > PRIMES.length) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < checked; i++) {
            int place = CharacterSet.X.placeOf(text.charAt(i));
            if (place < 0) {
                return false;
            }
            sum += place * PRIMES[checked - 1 - i];
        }
        int rest = sum % 1021;
        String pair = "" + CHARACTERS.charAt(rest >> 5) + CHARACTERS.charAt(rest & 31);
        return text.endsWith(pair);
    }
}
