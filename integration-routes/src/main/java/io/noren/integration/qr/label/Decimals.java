package io.noren.integration.qr.label;

/** Lengths as they are written into SVG and PDF: with up to four decimals, never with an exponent. */
final class Decimals {
    private static final int DECIMALS = 4;
    private static final long ONE = 10_000;

    private Decimals() {}

    static String of(double value) {
        return append(new StringBuilder(12), value).toString();
    }

    /** Rounded half up; a label has thousands of them, so this is done by hand. */
    static StringBuilder append(StringBuilder text, double value) {
        long scaled = Math.round(Math.abs(value) * ONE);
        if (value < 0 && scaled > 0) {
            text.append('-');
        }
        text.append(scaled / ONE);
        long rest = scaled % ONE;
        if (rest > 0) {
            text.append('.');
            long place = ONE / 10;
            for (int i = 0; i < DECIMALS && rest > 0; i++, rest %= place, place /= 10) {
                text.append((char) ('0' + rest / place));
            }
        }
        return text;
    }
}
