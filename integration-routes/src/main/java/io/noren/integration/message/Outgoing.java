package io.noren.integration.message;

import io.noren.inventory.pickup.Pickup;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * A message on its way. Personal: never in a log, which is why it has no text of its own.
 *
 * @param to an address, a phone number in E.164, or the logins of an app or messenger
 * @param claimedUntil until then it is this copy's to send
 */
record Outgoing(
        UUID id,
        int round,
        MessageKind kind,
        MessageChannel channel,
        List<String> to,
        Pickup pickup,
        Locale language,
        MessageText text,
        Instant claimedUntil) {

    /** The same whenever the same is sent again, so that who gets it twice can tell. */
    String key() {
        return id + "-" + round;
    }

    @Override
    public String toString() {
        return "Outgoing[" + kind + " by " + channel + ", " + key() + "]";
    }
}
