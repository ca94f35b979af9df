package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupLineState;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.Rescue;
import io.noren.inventory.pickup.SubstitutesHere;
import io.noren.inventory.pickup.SubstitutesHere.Substitute;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /**
     * @param proposed what whoever looked for it had in hand
     * @param goods with the quantity, the best first
     */
    record Missing(String name, String quantity, @Nullable String proposed, List<Goods> goods) {}

    record Goods(String name, String sku, String quantity) {}

    /**
     * What this store could give.
     *
     * @param here how much of it, in words
     * @param available the same as a number
     */
    record Choice(String sku, String name, String here, BigDecimal available) {}

    /**
     * What the customer was asked.
     *
     * @param here what is held for them in this store
     * @param elsewhere how many other ways they were offered
     */
    record Asked(String until, List<Goods> here, long elsewhere) {}

    /** The lines that were not all found, and what this store could give instead now. */
    List<Missing> of(Pickup order, Locale locale) {
        Map<String, List<Substitute>> here = substitutesHere(order, line -> line.missing() != null);
        return order.lines().stream()
                .flatMap(line -> Optional.ofNullable(line.missing())
                        .map(missing -> missing(line, missing, here.getOrDefault(line.sku(), List.of()), locale))
                        .stream())
                .toList();
    }

    private Missing missing(Pickup.Line line, BigDecimal missing, List<Substitute> here, Locale locale) {
        return new Missing(
                typed.name(line.sku(), locale),
                typed.quantity(missing, line.sku(), locale),
                line.instead() == null ? null : typed.name(line.instead(), locale),
                here.stream()
                        .map(one -> goods(one.sku(), one.available(), locale))
                        .toList());
    }

    /** What can be proposed instead of the goods that somebody still looks for, by their SKUs, the best first. */
    Map<String, List<Choice>> choices(Pickup order, Locale locale) {
        Map<String, List<Choice>> choices = new HashMap<>();
        substitutesHere(order, line -> line.state() == PickupLineState.TO_PICK)
                .forEach((sku, here) -> choices.put(
                        sku, here.stream().map(one -> choice(one, locale)).toList()));
        return choices;
    }

    private Choice choice(Substitute here, Locale locale) {
        return new Choice(
                here.sku(),
                typed.name(here.sku(), locale),
                typed.quantity(here.available(), here.sku(), locale),
                here.available());
    }

    private Map<String, List<Substitute>> substitutesHere(Pickup order, Predicate<Pickup.Line> which) {
        return substitutes.of(
                order,
                order.lines().stream().filter(which).map(Pickup.Line::sku).collect(Collectors.toSet()));
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
