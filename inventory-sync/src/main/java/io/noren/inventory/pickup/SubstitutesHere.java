package io.noren.inventory.pickup;

import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What an order's store could give instead of an item, as far as it may promise it. It promises nothing. */
@Component
public class SubstitutesHere {
    private final Substitutes substitutes;
    private final Availability availability;

    SubstitutesHere(Substitutes substitutes, Availability availability) {
        this.substitutes = substitutes;
        this.availability = availability;
    }

    /** @param available how much of it may be promised to the order's channel here; above 0 */
    public record Substitute(String sku, BigDecimal available) {}

    /** The best first; empty where the item has none, or there is nothing of them. */
    public List<Substitute> of(Pickup order, String sku) {
        List<String> known = substitutes.of(List.of(sku)).getOrDefault(sku, List.of());
        if (known.isEmpty()) {
            return List.of();
        }
        Map<String, BigDecimal> here = available(order, known);
        return known.stream()
                .filter(one -> here.getOrDefault(one, BigDecimal.ZERO).signum() > 0)
                .map(one -> new Substitute(one, here.getOrDefault(one, BigDecimal.ZERO)))
                .toList();
    }

    /** To be reckoned with; an item that the rules let nobody fetch here is absent. */
    Map<String, BigDecimal> available(Pickup order, Collection<String> skus) {
        Map<String, BigDecimal> here = new HashMap<>();
        for (OfItem item : availability
                .forChannel(order.channel(), skus, List.of(order.location()))
                .items()) {
            item.locations().stream()
                    .filter(AtLocation::pickup)
                    .forEach(at -> here.put(item.sku(), at.promisable().min(item.available())));
        }
        return here;
    }
}
