package io.noren.integration.screens.shopper;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.noren.integration.floor.ItemReviews;
import io.noren.inventory.Item;
import io.noren.inventory.ItemChanged;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.LocationChanged;
import io.noren.inventory.Locations;
import io.noren.inventory.ShelfPlaces;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.recommendation.Recommendations;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What a product's page tells beside stock, remembered for a while: a hundred phones in front of one shelf ask the
 * database once. A change of an item or a store is seen at once by the copy of the application that made it, by the others
 * after {@link #REMEMBERED}; what changes seldom may be as old as {@link #SELDOM}. That there is no such item is never
 * remembered.
 */
@Component
class ShopperFacts {
    /** As long as the codes on shelves may lead astray. */
    static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** Reviews, shelf places and what others bought; whether that is here may be old by this, and no number is told. */
    static final Duration SELDOM = Duration.ofSeconds(30);

    private static final int RELATED = 4;
    private static final String ALL = "";
    private static final int MOST_REMEMBERED = 20_000;

    private final Items items;
    private final Locations locations;
    private final ShelfPlaces places;
    private final ItemReviews reviews;
    private final Recommendations recommendations;

    private final Cache<String, Map<String, Location>> stores =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build();
    private final Cache<String, Item> known = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final Cache<InStore, Beside> beside = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(SELDOM)
            .build();

    ShopperFacts(
            Items items,
            Locations locations,
            ShelfPlaces places,
            ItemReviews reviews,
            Recommendations recommendations) {
        this.items = items;
        this.locations = locations;
        this.places = places;
        this.reviews = reviews;
        this.recommendations = recommendations;
    }

    /** @param store empty for none */
    private record InStore(String sku, String store) {}

    /**
     * @param place where in the store it stands; null where nobody knows
     * @param related what goes with it and can be had, the best first
     */
    record Facts(
            Item item, @Nullable String place, ItemReviews.@Nullable Reviews reviews, List<Recommendation> related) {}

    /** All that changes seldom. */
    private record Beside(
            @Nullable String place, ItemReviews.@Nullable Reviews reviews, List<Recommendation> related) {}

    Optional<Facts> of(String sku, @Nullable Location store) {
        Item item = known.get(sku, asked -> items.find(asked).orElse(null));
        if (item == null) {
            return Optional.empty();
        }
        Beside seldom =
                Objects.requireNonNull(beside.get(new InStore(sku, store == null ? ALL : store.id()), this::load));
        return Optional.of(new Facts(item, seldom.place(), seldom.reviews(), seldom.related()));
    }

    /** All stores, by id. */
    Map<String, Location> stores() {
        return Objects.requireNonNull(stores.get(
                ALL,
                any -> locations.all().stream()
                        .filter(location -> location.kind() == Location.Kind.STORE)
                        .collect(Collectors.toUnmodifiableMap(Location::id, Function.identity()))));
    }

    /** @return null for none, and for what is no store */
    @Nullable
    Location store(@Nullable String id) {
        return id == null ? null : stores().get(id);
    }

    private Beside load(InStore asked) {
        return new Beside(
                places.of(asked.store(), List.of(asked.sku())).get(asked.sku()),
                reviews.of(asked.sku()).orElse(null),
                recommendations.goingWith(asked.sku(), asked.store(), RELATED));
    }

    @TransactionalEventListener
    void forget(ItemChanged change) {
        known.invalidate(change.item().sku());
    }

    @TransactionalEventListener
    void forget(LocationChanged change) {
        stores.invalidateAll();
    }
}
