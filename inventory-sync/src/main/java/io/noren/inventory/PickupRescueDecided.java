package io.noren.inventory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of goods that were not found: the customer chose, or the rule did because they did not.
 *
 * @param id of this fact, the same however often it is told
 * @param rescue names the offer
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param kind {@code SUBSTITUTE}, {@code OTHER_STORE}, {@code HOME_DELIVERY}, {@code SHIP_TO_STORE}, or {@code NONE}: the
 *     money goes back
 * @param decidedBy {@code CUSTOMER}, {@code RULE} or {@code ORDER_ENDED}
 * @param takenOverBy the pickup order that has the goods now, of another store or, where they are sent to it, of the same
 * @param reservation what keeps goods that are to be sent home; the shop fulfils it when they are
 * @param lines what was missing
 */
public record PickupRescueDecided(
        UUID id,
        UUID rescue,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        String kind,
        String decidedBy,
        @Nullable UUID takenOverBy,
        @Nullable UUID reservation,
        List<PickupLine> lines,
        Instant decidedAt) {

    public PickupRescueDecided {
        lines = List.copyOf(lines);
    }
}
