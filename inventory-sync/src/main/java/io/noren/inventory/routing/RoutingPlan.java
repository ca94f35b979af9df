package io.noren.inventory.routing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where an order is sent, and why from nowhere else.
 *
 * @param parts empty when it cannot be sent
 * @param verdicts one for each candidate, the best first
 */
public record RoutingPlan(List<Part> parts, List<Verdict> verdicts) {

    public RoutingPlan {
        parts = List.copyOf(parts);
        verdicts = List.copyOf(verdicts);
    }

    /** @param goods how many of each SKU are sent from there */
    public record Part(String location, Map<String, BigDecimal> goods) {
        public Part {
            goods = Map.copyOf(goods);
        }
    }

    /** Why a candidate was chosen, or was not. */
    public enum Reason {
        CHOSEN,
        /** The channel's rules let nothing be sent from there. */
        DOES_NOT_SHIP,
        /** It has nothing of it. */
        HAS_NOTHING,
        /** It has some, and another has all of it, or others together in fewer parts. */
        HAS_TOO_LITTLE,
        /** It would have done as well, and costs more. */
        COSTS_MORE,
        /** No locations together have all of it within the split limit. */
        SPLIT_LIMIT
    }

    /**
     * Every number that a candidate was judged by.
     *
     * @param km null where nobody knows how far it is; then the cost is reckoned with {@link RoutingPlanner#FARTHEST_KM}
     * @param left what would stay there of what becomes scarcest; below zero where it has too little
     * @param distanceCost the part of {@code cost} that the distance makes, and so on
     * @param behind how much more it costs than the dearest that was chosen; null where that does not matter
     */
    public record Verdict(
            String location,
            Reason reason,
            @Nullable BigDecimal km,
            BigDecimal left,
            long openOrders,
            BigDecimal distanceCost,
            BigDecimal stockCost,
            BigDecimal loadCost,
            BigDecimal cost,
            @Nullable BigDecimal behind) {}
}
