package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.Rescue;
import io.noren.inventory.pickup.SubstitutesHere;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What staff can tell a customer whose goods were not found. The customer chooses, with the link that they are sent. */
@Component
class InsteadOfMissing {
    private final SubstitutesHere substitutes;
    private final PickupRescues rescues;
    private final StaffStores stores;
    private final TypedItems typed;
    private final Clock clock;

    InsteadOfMissing(
            SubstitutesHere substitutes, PickupRescues rescues, StaffStores stores, TypedItems typed, Clock clock) {
        this.substitutes = substitutes;
        this.rescues = rescues;
        this.stores = stores;
        this.typed = typed;
        this.clock = clock;
    }

    /** @param goods with the quantity, the best first */
    record Missing(String name, String quantity, List<Goods> goods) {}

    record Goods(String name, String sku, String quantity) {}

    /**
     * What the customer was asked.
     *
     * @param here what is held for them in this store
     * @param elsewhere how many other ways they were offered
     */
    record Asked(String until, List<Goods> here, long elsewhere) {}

    /** The lines that were not all found, and what this store could give instead now. */
    List<Missing> of(Pickup order, Locale locale) {
        return order.lines().stream()
                .flatMap(line ->
                        Optional.ofNullable(line.missing())
                                .map(missing -> missing(order, line, missing, locale))
                                .stream())
                .toList();
    }

    private Missing missing(Pickup order, Pickup.Line line, BigDecimal missing, Locale locale) {
        return new Missing(
                typed.name(line.sku(), locale),
                typed.quantity(missing, line.sku(), locale),
                substitutes.of(order, line.sku()).stream()
                        .map(one -> goods(one.sku(), one.available(), locale))
                        .toList());
    }

    /** Empty while nobody was asked, and when the answer is there or the time for it over. */
    Optional<Asked> asked(Pickup order, Locale locale) {
        return rescues.of(order.id()).stream()
                .filter(rescue -> rescue.isOpen(clock.instant()))
                .findFirst()
                .map(rescue -> asked(rescue, stores.known(order.location()), locale));
    }

    private Asked asked(Rescue rescue, Optional<Location> store, Locale locale) {
        List<PickupRescueOffered.Goods> here = rescue.options().stream()
                .filter(option -> option.kind() == Rescue.Kind.SUBSTITUTE)
                .flatMap(option -> option.goods().stream())
                .toList();
        return new Asked(
                Words.at(rescue.endsAt(), stores.zoneOf(store), locale),
                here.stream()
                        .map(one -> goods(one.sku(), one.quantity(), locale))
                        .toList(),
                rescue.options().stream()
                        .filter(option -> option.kind() != Rescue.Kind.SUBSTITUTE)
                        .count());
    }

    private Goods goods(String sku, BigDecimal quantity, Locale locale) {
        return new Goods(typed.name(sku, locale), sku, typed.quantity(quantity, sku, locale));
    }
}
