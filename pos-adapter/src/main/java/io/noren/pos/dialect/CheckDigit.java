package io.noren.pos.dialect;

/** The last digit of GS1's numbers, which guards the others. */
public final class CheckDigit {
    private CheckDigit() {}

    /** GS1 General Specifications, 7.9: weights 3 and 1 alternate from the right of the digits before it. */
    public static char of(String digits) {
        int sum = 0;
        for (int i = digits.length() - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
            sum += weight * (digits.charAt(i) - '0');
        }
        return (char) ('0' + (10 - sum % 10) % 10);
    }
}
