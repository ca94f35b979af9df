package io.noren.loyalty.basket;

import io.noren.loyalty.Channel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has chosen.
 *
 * @param code six signs to be said or scanned in a store; while the basket is open no other has it
 * @param begunIn the channel
 * @param location the store in which it was opened last; null if in none
 * @param member whose it is, by the member's own id; null as long as nobody has said
 * @param lines as they were added
 * @param ended null while it is open
 */
public record ShoppingBasket(
        UUID id,
        String code,
        Channel begunIn,
        @Nullable String location,
        @Nullable UUID member,
        Instant changedAt,
        List<Line> lines,
        @Nullable Ended ended) {

    public ShoppingBasket {
        lines = List.copyOf(lines);
    }

    /**
     * One item.
     *
     * @param quantity above 0, in the item's unit
     * @param location the store in whose shelf it was chosen; null elsewhere
     * @param hold the reservation that keeps it there; it may have ended
     */
    public record Line(
            String item,
            BigDecimal quantity,
            @Nullable String location,
            @Nullable UUID hold) {}

    /** What became of it. */
    public enum End {
        /** It is collected in a store; the reference is the pickup order's number. */
        PICKUP,
        /** It is ordered in the web shop; the reference is the reservation that keeps it. */
        DELIVERY,
        /** It was paid at a till; the reference is the receipt. */
        SOLD,
        /** Another basket has its lines; the reference is that one's id. */
        JOINED
    }

    public record Ended(End as, String reference, Instant at) {}

    public Optional<Line> line(String item) {
        return lines.stream().filter(line -> line.item().equals(item)).findFirst();
    }

    public boolean isOpen() {
        return ended == null;
    }
}
