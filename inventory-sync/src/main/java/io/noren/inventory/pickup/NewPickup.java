package io.noren.inventory.pickup;

import io.noren.inventory.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An online order to be collected in a store.
 *
 * @param order the shop's own number; with the channel it names the order, however often it is placed
 * @param wantedFrom when the customer wants to come, if they said so
 * @param sending where the goods come from; null when the store has them itself
 * @param reservation an open reservation of exactly these goods, made before; null to keep them now
 */
public record NewPickup(
        String order,
        String channel,
        String location,
        @Nullable UUID member,
        Contact contact,
        List<Line> lines,
        @Nullable Instant wantedFrom,
        Payment payment,
        @Nullable UUID reservation,
        @Nullable Sending sending) {

    public NewPickup {
        lines = List.copyOf(lines);
    }

    /** Of goods that the store has itself. */
    public NewPickup(
            String order,
            String channel,
            String location,
            @Nullable UUID member,
            Contact contact,
            List<Line> lines,
            @Nullable Instant wantedFrom,
            Payment payment,
            @Nullable UUID reservation) {
        this(order, channel, location, member, contact, lines, wantedFrom, payment, reservation, null);
    }

    /** Where the goods are kept at first. */
    String keptAt() {
        return sending == null ? location : sending.from();
    }

    /** When the store can begin to prepare them. */
    Instant there(Instant now) {
        return sending == null ? now : sending.expectedAt(now);
    }

    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            @Nullable Money unitPrice) {}
}
