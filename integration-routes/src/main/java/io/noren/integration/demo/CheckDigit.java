package io.noren.integration.demo;

/** The last digit of a GTIN, a GLN or a store card, as GS1's General Specifications compute it. */
final class CheckDigit {
    private CheckDigit() {}

    /** The whole number, from the digits before its check digit. */
    static String append(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            boolean weighsThree = (digits.length() - i) % 2 == 1;
            sum += (digits.charAt(i) - '0') * (weighsThree ? 3 : 1);
        }
        return digits + (10 - sum % 10) % 10;
    }
}
