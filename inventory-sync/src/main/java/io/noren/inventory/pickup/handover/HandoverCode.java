package io.noren.inventory.pickup.handover;

/**
 * What the customer shows at the counter, in two forms.
 *
 * @param pin six digits, to be said or typed
 * @param qr the text of a QR code: a JWS in compact form (RFC 7515), signed with Ed25519 (RFC 8037); {@code sub} is the
 *     order, {@code aud} its store, {@code num} which of the order's codes it is
 */
public record HandoverCode(String pin, String qr) {

    @Override
    public String toString() {
        return "HandoverCode[withheld]";
    }
}
