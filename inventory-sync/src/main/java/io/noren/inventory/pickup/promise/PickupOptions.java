package io.noren.inventory.pickup.promise;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Sql;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a basket can be collected, and when. An answer is no promise: placing the order is. */
@Component
public class PickupOptions {
    private static final int SLOTS = 12;

    private final Availability availability;
    private final PickupStores stores;
    private final PickupSlots slots;
    private final Clock clock;

    PickupOptions(Availability availability, PickupStores stores, PickupSlots slots, Clock clock) {
        this.availability = availability;
        this.stores = stores;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Stores that have all of it and take orders now, the nearest first; without a place to be near to, the earliest.
     *
     * @param basket quantities by SKU
     * @param among null for every store
     */
    @Transactional(readOnly = true)
    public List<PickupOption> find(
            String channel,
            Map<String, BigDecimal> basket,
            @Nullable Set<String> among,
            @Nullable GeoPoint near,
            int atMost) {
        Instant now = Sql.micros(clock.instant());
        List<PickupStore> open = stores.enabled().stream()
                .filter(store -> !store.isPaused(now) && (among == null || among.contains(store.id())))
                .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        Set<String> whole = withAll(channel, basket, open);
        Stream<PickupStore> all = open.stream().filter(store -> whole.contains(store.id()));
        // Of a thousand stores only the nearest few are worth reckoning with.
        List<PickupStore> fit = near == null
                ? all.toList()
                : all.sorted(Comparator.comparing(
                                (PickupStore store) -> distance(store, near),
                                Comparator.nullsLast(Comparator.naturalOrder())))
                        .limit(atMost)
                        .toList();
        Map<String, Map<Instant, Integer>> taken =
                slots.taken(fit.stream().map(PickupStore::id).toList(), now);
        return fit.stream()
                .map(store -> option(store, taken.getOrDefault(store.id(), Map.of()), near, now))
                .sorted(near == null ? BY_TIME : BY_DISTANCE.thenComparing(BY_TIME))
                .limit(atMost)
                .toList();
    }

    /** When a store could have goods ready that are there at some moment; empty if it takes no orders now. */
    @Transactional(readOnly = true)
    public Optional<Instant> readyBy(String location, Instant there) {
        PickupStore store = stores.get(location);
        return store.enabled() && !store.isPaused(Sql.micros(clock.instant()))
                ? Optional.ofNullable(
                        option(store, slots.taken(location, there), null, there).readyBy())
                : Optional.empty();
    }

    private static final Comparator<PickupOption> BY_TIME = Comparator.comparing(
                    PickupOption::readyBy, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(PickupOption::location);

    private static final Comparator<PickupOption> BY_DISTANCE =
            Comparator.comparing(PickupOption::distance, Comparator.nullsLast(Comparator.naturalOrder()));

    private Set<String> withAll(String channel, Map<String, BigDecimal> basket, List<PickupStore> among) {
        Set<String> whole = among.stream().map(PickupStore::id).collect(Collectors.toCollection(TreeSet::new));
        AvailabilityAnswer answer = availability.forChannel(channel, basket.keySet(), Set.copyOf(whole));
        for (AvailabilityAnswer.OfItem item : answer.items()) {
            BigDecimal wanted = basket.getOrDefault(item.sku(), BigDecimal.ZERO);
            Map<String, AtLocation> here = new HashMap<>();
            item.locations().forEach(at -> here.put(at.location(), at));
            whole.removeIf(store -> {
                AtLocation at = here.get(store);
                return at == null || !at.pickup() || at.promisable().compareTo(wanted) < 0;
            });
            // What the channel keeps back over all its stores may be more than what a store adds.
            if (item.available().compareTo(wanted) < 0) {
                whole.clear();
            }
        }
        return whole;
    }

    private static PickupOption option(
            PickupStore store, Map<Instant, Integer> taken, @Nullable GeoPoint near, Instant now) {
        Long distance = near == null ? null : distance(store, near);
        Instant earliest = store.readyAfter(now).orElse(null);
        List<PickupSlot> free = earliest == null ? List.of() : PickupPromises.offered(store, earliest, taken, SLOTS);
        return new PickupOption(store.id(), store.name(), distance, readyBy(store, earliest, free), free);
    }

    private static @Nullable Long distance(PickupStore store, GeoPoint near) {
        GeoPoint here = store.position();
        return here == null ? null : Math.round(near.metresTo(here));
    }

    private static @Nullable Instant readyBy(PickupStore store, @Nullable Instant earliest, List<PickupSlot> free) {
        if (earliest == null || store.terms().ordersPerSlot() == null) {
            return earliest;
        }
        return free.stream()
                .findFirst()
                .map(slot -> slot.from().isAfter(earliest) ? slot.from() : earliest)
                .orElse(null);
    }
}
