package io.noren.inventory.pickup;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What an order's store could give instead of an item, as far as it may promise it. It promises nothing. */
@Component
public class SubstitutesHere {
    private final Substitutes substitutes;
    private final Availability availability;
    private final Items items;

    SubstitutesHere(Substitutes substitutes, Availability availability, Items items) {
        this.substitutes = substitutes;
        this.availability = availability;
        this.items = items;
    }

    /** @param available how much of it may be promised to the order's channel here; above 0 */
    public record Substitute(String sku, BigDecimal available) {}

    /** For each of these items, the best first; empty where it has none, or there is nothing of them. */
    public Map<String, List<Substitute>> of(Pickup order, Collection<String> skus) {
        Map<String, List<String>> known = substitutes.of(skus);
        Map<String, BigDecimal> here = known.isEmpty()
                ? Map.of()
                : available(order, known.values().stream().flatMap(List::stream).collect(Collectors.toSet()));
        Map<String, List<Substitute>> found = new HashMap<>();
        for (String sku : skus) {
            found.put(
                    sku,
                    known.getOrDefault(sku, List.of()).stream()
                            .map(one -> new Substitute(one, here.getOrDefault(one, BigDecimal.ZERO)))
                            .filter(one -> one.available().signum() > 0)
                            .toList());
        }
        return found;
    }

    /**
     * Whether somebody may propose what they have in hand instead of what is missing of a line.
     *
     * @throws Refusal {@code SAME_ITEM}, {@code UNKNOWN_ITEM}, {@code OTHER_UNIT}, {@code INSTEAD_NOT_AVAILABLE} with how
     *     much of it may be promised here
     */
    void checkProposed(Pickup order, PickupLine missing, String instead) {
        if (instead.equals(missing.sku())) {
            throw Refusal.ofField(
                    "SAME_ITEM", "instead", "This is what is missing: say that more of it was found, or name another.");
        }
        Map<String, Item> known = items.of(Set.of(missing.sku(), instead));
        Item proposed = known.get(instead);
        if (proposed == null) {
            throw Refusal.ofField("UNKNOWN_ITEM", "instead", "There is no item " + instead + ".");
        }
        Item wanted = known.get(missing.sku());
        if (wanted != null && !wanted.unit().equals(proposed.unit())) {
            throw Refusal.ofField(
                    "OTHER_UNIT",
                    "instead",
                    "What is missing is sold in " + wanted.unit() + ", this in " + proposed.unit()
                            + ": name what is sold alike.");
        }
        BigDecimal here = available(order, List.of(instead)).getOrDefault(instead, BigDecimal.ZERO);
        if (here.compareTo(missing.quantity()) < 0) {
            throw new Refusal(
                    "INSTEAD_NOT_AVAILABLE",
                    "Of this no more than " + Quantities.plain(here).toPlainString() + " may be promised here, and "
                            + missing.quantity().toPlainString()
                            + " are missing: count it if there is more, name another, or none.",
                    "instead",
                    Map.of("available", Quantities.plain(here)));
        }
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
