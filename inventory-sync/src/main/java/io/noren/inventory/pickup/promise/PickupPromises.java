package io.noren.inventory.pickup.promise;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.promise.PickupStore.Window;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * When an order is ready: after the store's preparation time, reckoned in its opening hours, in a slot that has room.
 *
 * <p>A slot's row is locked last of all that a step locks: orders of one slot wait for each other for as short as can be.
 */
@Component
public class PickupPromises {
    private static final int SLOTS_OFFERED_INSTEAD = 5;

    private final PickupStores stores;
    private final PickupSlots slots;

    PickupPromises(PickupStores stores, PickupSlots slots) {
        this.stores = stores;
        this.slots = slots;
    }

    /**
     * A store that takes new orders.
     *
     * @throws Refusal {@code UNKNOWN_LOCATION}, {@code PICKUP_NOT_OFFERED}, {@code PICKUP_PAUSED}
     */
    public PickupStore offered(String location, Instant now) {
        PickupStore store = stores.get(location);
        if (!store.enabled()) {
            throw notOffered(location);
        }
        if (store.isPaused(now)) {
            PickupPause pause = store.pause();
            Map<String, Object> until =
                    pause == null || pause.until() == null ? Map.of() : Map.of("until", pause.until());
            throw new Refusal(
                    "PICKUP_PAUSED",
                    location + " takes no new orders for pickup at the moment: choose another store, or try later.",
                    "location",
                    until);
        }
        return store;
    }

    /** @throws Refusal {@code UNKNOWN_LOCATION} */
    public PickupStore store(String location) {
        return stores.get(location);
    }

    /**
     * Promises a new order, and takes a place for it where places are counted.
     *
     * @param wantedFrom in the slot that the customer chose; null: as soon as possible
     * @throws Refusal {@code SLOT_NOT_AVAILABLE} with {@code slots} that are, {@code PICKUP_NOT_OFFERED}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public PickupPromise promise(PickupStore store, @Nullable Instant wantedFrom, Instant now) {
        Instant earliest = store.readyAfter(now).orElseThrow(() -> notOffered(store.id()));
        PickupTerms terms = store.terms();
        if (wantedFrom == null && terms.ordersPerSlot() == null) {
            return new PickupPromise(earliest, null, store.keptUntil(earliest));
        }
        Stream<Window> windows = store.windows(earliest);
        Iterator<Window> possible = (wantedFrom == null
                        ? windows
                        : windows.filter(window -> isIn(window, wantedFrom)).limit(1))
                .iterator();
        while (possible.hasNext()) {
            Window window = possible.next();
            Integer capacity = terms.ordersPerSlot();
            if (capacity == null || slots.take(store.id(), window, capacity)) {
                Instant ready = window.from().isAfter(earliest) ? window.from() : earliest;
                return new PickupPromise(ready, capacity == null ? null : window.startsAt(), store.keptUntil(ready));
            }
        }
        throw new Refusal(
                "SLOT_NOT_AVAILABLE",
                "This slot is over, full, outside opening hours, or earlier than the store can be ready: choose one of the"
                        + " others.",
                "slot",
                Map.of("slots", offered(store, earliest, slots.taken(store.id(), earliest), SLOTS_OFFERED_INSTEAD)));
    }

    /** Its place is free for another. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void giveBack(String location, Instant slotStartsAt) {
        slots.giveBack(location, slotStartsAt);
    }

    /** The next slots with room. */
    static List<PickupSlot> offered(PickupStore store, Instant earliest, Map<Instant, Integer> taken, int atMost) {
        Integer capacity = store.terms().ordersPerSlot();
        return store.windows(earliest)
                .map(window -> new PickupSlot(
                        window.from(),
                        window.to(),
                        capacity == null ? null : Math.max(0, capacity - taken.getOrDefault(window.startsAt(), 0))))
                .filter(slot -> !Optional.of(0).equals(Optional.ofNullable(slot.free())))
                .limit(atMost)
                .toList();
    }

    private static boolean isIn(Window window, Instant moment) {
        return !moment.isBefore(window.from()) && moment.isBefore(window.to());
    }

    private static Refusal notOffered(String location) {
        return new Refusal("PICKUP_NOT_OFFERED", "Nothing can be collected at " + location + ".", "location", Map.of());
    }
}
