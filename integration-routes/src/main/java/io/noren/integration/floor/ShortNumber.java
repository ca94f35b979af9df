package io.noren.integration.floor;

import java.util.UUID;

/**
 * A number that is short enough to be said aloud and has no letters that look like others, made from the first 40 bits
 * of a form's own random id: the same form has the same number, and nobody's next one can be guessed from it.
 */
final class ShortNumber {
    private static final String SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int BITS_EACH = 5;
    private static final int GROUP = 4;

    private ShortNumber() {}

    /** As in {@code 7K2M-X0PD}. */
    static String of(UUID id) {
        StringBuilder number = new StringBuilder();
        for (int i = 1; i <= 2 * GROUP; i++) {
            int sign = (int) (id.getMostSignificantBits() >>> (Long.SIZE - i * BITS_EACH)) & (SIGNS.length() - 1);
            number.append(SIGNS.charAt(sign)).append(i == GROUP ? "-" : "");
        }
        return number.toString();
    }
}
