package io.noren.inventory.availability;

import io.noren.inventory.StoreFeeds;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How old each location's last word is; what other copies have heard is known here within {@link Remembered#BOUND}. */
@Component
class FeedAges {

    private final StoreFeeds feeds;
    private final Remembered<Map<String, Instant>> lastHeard;

    FeedAges(StoreFeeds feeds) {
        this.feeds = feeds;
        this.lastHeard = new Remembered<>(feeds::lastHeard);
    }

    /** The last words, for many questions about one moment. */
    Words words() {
        Map<String, Instant> anywhere = lastHeard.get();
        return location -> {
            Instant there = anywhere.get(location);
            Instant here = feeds.heardHere(location);
            return there == null || (here != null && here.isAfter(there)) ? here : there;
        };
    }

    /** When each location was last heard from. */
    interface Words {

        @Nullable
        Instant lastOf(String location);

        /** In whole seconds; null when it never said anything. */
        default @Nullable Duration age(String location, Instant now) {
            Instant heardAt = lastOf(location);
            if (heardAt == null) {
                return null;
            }
            // Another copy's clock may be a little ahead; a store's word is never from the future.
            Duration age = Duration.ofSeconds(Duration.between(heardAt, now).toSeconds());
            return age.isNegative() ? Duration.ZERO : age;
        }
    }
}
