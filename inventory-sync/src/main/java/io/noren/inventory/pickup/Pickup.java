package io.noren.inventory.pickup;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.noren.inventory.PickupLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A pickup order as seen at one moment; one that has ended reads as EXPIRED from that instant.
 *
 * @param order the web shop's own number
 * @param delegate whom the customer sends instead; personal
 * @param paid what the shop told of its payment; null while it told nothing
 * @param lines as ordered, and what became of them
 * @param goods what the customer gets: the lines without what is missing
 * @param total of the goods, null when a price is missing
 * @param promisedBy when it was to be ready as first promised
 * @param readyBy what the customer was told last
 * @param expiresAt when the goods go back to the shelf
 * @param reroutedFrom the order that it took goods over from: of another store, or of this one, to which they are sent
 * @param transfer where its goods come from; null when the store has them itself
 * @param toReturn whether it ended and its goods are not back on the shelf: until then nobody else is promised them
 */
public record Pickup(
        UUID id,
        String order,
        String channel,
        String location,
        PickupState state,
        @Nullable UUID member,
        Contact contact,
        @Nullable String delegate,
        Payment payment,
        @Nullable Paid paid,
        List<Line> lines,
        @JsonIgnore List<PickupLine> goods,
        @Nullable String currency,
        @Nullable BigDecimal total,
        @Nullable String reason,
        Instant placedAt,
        Instant promisedBy,
        Instant readyBy,
        Instant expiresAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant pickedAt,
        @Nullable Instant readyAt,
        @Nullable Instant arrivedAt,
        @Nullable Instant collectedAt,
        @Nullable Instant returnedAt,
        boolean toReturn,
        @Nullable UUID reroutedFrom,
        @Nullable Transfer transfer) {

    /**
     * Of goods that come from another location.
     *
     * @param shipment what they are on, or were; null until they are sent
     */
    public record Transfer(
            String from,
            @Nullable UUID shipment,
            @Nullable Instant sentAt,
            @Nullable Instant arrivedAt) {}

    /** The sums of what the shop told of its payment. */
    public record Paid(BigDecimal authorised, BigDecimal captured, BigDecimal refunded, String currency) {}

    /**
     * @param quantity as ordered
     * @param unitPrice tax included, in the order's currency; null when the shop gave none
     * @param instead what whoever looked for it had in hand, and is offered first; null when nothing
     * @param replaces the line that it was taken instead of
     * @param returned how much of it the customer has brought back; null when nothing
     * @param missing how much of it was not found; null when nothing is known to be missing
     */
    public record Line(
            String line,
            String sku,
            BigDecimal quantity,
            @Nullable BigDecimal unitPrice,
            PickupLineState state,
            @Nullable BigDecimal missing,
            @Nullable ShortReason shortReason,
            @Nullable String instead,
            @Nullable String replaces,
            @Nullable BigDecimal returned) {}
}
