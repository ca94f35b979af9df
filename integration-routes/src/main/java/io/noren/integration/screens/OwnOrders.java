package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import io.noren.loyalty.OwnView;
import io.noren.loyalty.PointsTerms;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What waits for a member in stores, or will, and the points that come with it once they have it. */
@Component
class OwnOrders {
    private static final int MOST_NAMED = 3;
    private static final Set<PickupState> READY = Set.of(PickupState.READY, PickupState.CUSTOMER_ARRIVED);

    private final PickupDesk desk;
    private final OwnView own;
    private final PointsTerms points;
    private final Locations locations;
    private final StaffStores stores;
    private final OwnPageRows rows;
    private final Clock clock;

    OwnOrders(
            PickupDesk desk,
            OwnView own,
            PointsTerms points,
            Locations locations,
            StaffStores stores,
            OwnPageRows rows,
            Clock clock) {
        this.desk = desk;
        this.own = own;
        this.points = points;
        this.locations = locations;
        this.stores = stores;
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * @param state part of a message key
     * @param when it is ready, or, when it is, until when it waits
     * @param more how many goods are not named
     * @param total null when a price is missing
     * @param points that are earned when it is collected; null for none
     */
    record Waiting(
            String number,
            String state,
            boolean ready,
            String where,
            String when,
            String what,
            int more,
            @Nullable String total,
            @Nullable String points) {}

    List<Waiting> of(UUID member, Locale locale) {
        return desk.waitingFor(own.accounts(member)).stream()
                .map(order -> waiting(order, locale))
                .toList();
    }

    private Waiting waiting(Pickup order, Locale locale) {
        Optional<Location> store = locations.find(order.location());
        boolean ready = READY.contains(order.state());
        Money total = total(order);
        return new Waiting(
                order.order(),
                (ready ? PickupState.READY : order.state()).name(),
                ready,
                store.map(Location::name).orElse(order.location()),
                Words.at(ready ? order.expiresAt() : order.readyBy(), stores.zoneOf(store), locale),
                order.goods().stream()
                        .map(PickupLine::sku)
                        .distinct()
                        .limit(MOST_NAMED)
                        .map(sku -> rows.itemName(sku, locale))
                        .collect(Collectors.joining(" · ")),
                (int) Math.max(
                        0,
                        order.goods().stream().map(PickupLine::sku).distinct().count() - MOST_NAMED),
                total == null ? null : PriceText.of(total),
                total == null ? null : earned(total));
    }

    private static @Nullable Money total(Pickup order) {
        BigDecimal amount = order.total();
        String currency = order.currency();
        return amount == null || currency == null ? null : new Money(amount, currency);
    }

    private @Nullable String earned(Money total) {
        long earned = points.earned(new io.noren.loyalty.Money(total.amount(), total.currency()), clock.instant());
        return earned == 0 ? null : Words.number(BigDecimal.valueOf(earned));
    }
}
