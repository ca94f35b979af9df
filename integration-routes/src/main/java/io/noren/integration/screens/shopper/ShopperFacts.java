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
 * What a product's page tells beside stock, remembered for moments: a hundred phones in front of one shelf ask the
 * database once. A change is seen at once by the copy of the application that made it, by the others after {@link
 * #REMEMBERED}. That there is no such item is never remembered.
 */
@Component
class ShopperFacts {
    static final Duration REMEMBERED = Duration.ofSeconds(2);

    /** What others bought is of last night; whether it is here may be old by this, and no number is told. */
    private static final Duration RELATED_REMEMBERED = Duration.ofSeconds(30);

    private static final int RELATED = 4;
    private static final String ALL = "";

    private final Items items;
    private final Locations locations;
    private final ShelfPlaces places;
    private final ItemReviews reviews;
    private final Recommendations recommendations;

    private final Cache<String, Map<String, Location>> stores =
            Caffeine.newBuilder().expireAfterWrite(REMEMBERED).build();
    private final Cache<InStore, Facts> facts = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final Cache<InStore, List<Recommendation>> related = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(RELATED_REMEMBERED)
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

    Optional<Facts> of(String sku, @Nullable Location store) {
        InStore asked = new InStore(sku, store == null ? ALL : store.id());
        return Optional.ofNullable(facts.get(asked, this::load));
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

    private @Nullable Facts load(InStore asked) {
        return items.find(asked.sku())
                .map(item -> new Facts(
                        item,
                        places.of(asked.store(), List.of(asked.sku())).get(asked.sku()),
                        reviews.of(asked.sku()).orElse(null),
                        Objects.requireNonNull(related.get(
                                asked, each -> recommendations.goingWith(each.sku(), each.store(), RELATED)))))
                .orElse(null);
    }

    @TransactionalEventListener
    void forget(ItemChanged change) {
        facts.invalidateAll();
    }

    @TransactionalEventListener
    void forget(LocationChanged change) {
        stores.invalidateAll();
    }
}
