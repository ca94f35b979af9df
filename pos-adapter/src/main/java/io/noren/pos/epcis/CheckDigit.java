package io.noren.pos.epcis;

/** GS1's, which the URI of an EPC leaves out. */
final class CheckDigit {
    private CheckDigit() {}

    /** GS1 General Specifications, 7.9: weights 3 and 1 alternate from the right. */
    static char of(String digits) {
        int sum = 0;
        for (int i = digits.length() - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
            sum += weight * (digits.charAt(i) - '0');
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }
}
