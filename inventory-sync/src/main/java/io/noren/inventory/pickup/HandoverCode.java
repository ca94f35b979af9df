package io.noren.inventory.pickup;

import java.util.UUID;

/**
 * What the customer shows at the counter, in two forms of the same secret.
 *
 * @param pin six digits, to be said or typed
 * @param qr the text of a QR code: the order and the PIN
 */
public record HandoverCode(String pin, String qr) {

    private static final String PREFIX = "noren-pickup:";

    static String qr(UUID order, String pin) {
        return PREFIX + order + ":" + pin;
    }

    /** The PIN in what was typed or scanned; another order's QR code never fits. */
    static String pin(UUID order, String given) {
        String mine = PREFIX + order + ":";
        return given.startsWith(mine) ? given.substring(mine.length()) : given.strip();
    }

    @Override
    public String toString() {
        return "HandoverCode[withheld]";
    }
}
