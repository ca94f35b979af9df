package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goods that were not found are held for their customer in other ways, from which they may choose until it ends.
 *
 * @param id of this fact, the same however often it is told
 * @param rescue names the offer, in the link that the customer opens too: whoever has it may choose
 * @param order the web shop's own number, unique within the channel
 * @param member null for a guest
 * @param lines what is missing
 * @param options in the order in which they are shown
 * @param endsAt when the rule decides
 */
public record PickupRescueOffered(
        UUID id,
        UUID rescue,
        UUID pickup,
        String channel,
        String order,
        String location,
        @Nullable UUID member,
        List<PickupLine> lines,
        List<Option> options,
        Instant endsAt,
        Instant offeredAt) {

    public PickupRescueOffered {
        lines = List.copyOf(lines);
        options = List.copyOf(options);
    }

    /**
     * @param number from 1 on
     * @param kind {@code SUBSTITUTE}, {@code OTHER_STORE}, {@code HOME_DELIVERY} or {@code SHIP_TO_STORE}
     * @param location where the goods are held
     * @param readyBy when they can be collected; null where that is not known
     */
    public record Option(
            int number,
            String kind,
            String location,
            List<Goods> goods,
            @Nullable Instant readyBy) {

        public Option {
            goods = List.copyOf(goods);
        }
    }

    public record Goods(String line, String sku, BigDecimal quantity) {}
}
