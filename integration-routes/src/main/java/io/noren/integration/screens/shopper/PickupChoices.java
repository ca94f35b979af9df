package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.screens.Words;
import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.pickup.promise.PickupOption;
import io.noren.inventory.pickup.promise.PickupOptions;
import io.noren.loyalty.basket.ShoppingBasket;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores that can hand a whole basket over, the shopper's own first, each with the times that may be chosen. */
@Component
class PickupChoices {
    private static final int MOST_STORES = 6;
    private static final int MOST_TIMES = 8;

    private final PickupOptions options;
    private final ShopperFacts facts;

    PickupChoices(PickupOptions options, ShopperFacts facts) {
        this.options = options;
        this.facts = facts;
    }

    /**
     * @param readyBy as people say it; null where nothing is free for as long as one may choose
     * @param distance from the shopper's store
     */
    record Store(
            String id,
            String name,
            @Nullable String distance,
            @Nullable String readyBy,
            List<Time> times) {}

    /** @param value what the form sends */
    record Time(String value, String said) {}

    List<Store> of(ShoppingBasket basket, @Nullable Location here, Locale locale) {
        Map<String, BigDecimal> wanted = basket.lines().stream()
                .collect(Collectors.toMap(ShoppingBasket.Line::item, ShoppingBasket.Line::quantity));
        GeoPoint near = here == null ? null : here.position();
        String hereId = here == null ? "" : here.id();
        List<PickupOption> found = new ArrayList<>(options.find(BasketDesk.CHANNEL, wanted, null, near, MOST_STORES));
        found.sort(
                Comparator.comparing((PickupOption option) -> !option.location().equals(hereId)));
        return found.stream().map(option -> store(option, locale)).toList();
    }

    private Store store(PickupOption option, Locale locale) {
        Location store = facts.store(option.location());
        ZoneId zone = store == null ? ZoneId.of("UTC") : store.zone();
        Instant ready = option.readyBy();
        return new Store(
                option.location(),
                option.name(),
                ShopperStock.said(option.distance()),
                ready == null ? null : Words.soon(ready, zone, locale),
                option.slots().stream()
                        .limit(MOST_TIMES)
                        .map(slot ->
                                new Time(option.location() + "|" + slot.from(), Words.soon(slot.from(), zone, locale)))
                        .toList());
    }
}
