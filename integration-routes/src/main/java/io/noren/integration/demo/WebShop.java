package io.noren.integration.demo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/**
 * What the demo's web shop believes to be in the stores: one look at the start, and from then on what it is told.
 * Messages may come late, twice or out of order; for each SKU and store the one with the highest sequence counts.
 */
@Component
@Conditional(DemoWanted.class)
class WebShop {
    private final Map<Shelf, Level> levels = new ConcurrentHashMap<>();
    private volatile @Nullable Webhook signature;

    record Shelf(String sku, String location) {}

    record Level(long sequence, BigDecimal available) {}

    /**
     * Subscribes once, and looks at everything each time. In this order no change falls in between; what a message and
     * a look both tell counts once.
     *
     * @param ownAddress where Noren reaches this shop
     */
    void listenAndLook(NorenApi noren, String ownAddress, List<String> skus, List<String> stores) {
        if (!hasSubscribed()) {
            String hooks = ownAddress + WebShopHooks.PATH;
            noren.subscriptionsTo(hooks).forEach(noren::unsubscribe); // of an earlier start, whose secret is gone
            trust(noren.subscribe(hooks, List.of(WebShopHooks.STOCK_CHANGED, "pickup.*")));
        }
        for (NorenApi.ItemLevels item : noren.levels(skus, stores)) {
            for (NorenApi.Level level : item.locations()) {
                hear(new Shelf(item.sku(), level.location()), new Level(level.version(), level.available()));
            }
        }
    }

    /** @param secret as it was shown once, when the shop subscribed */
    void trust(String secret) {
        try {
            signature = new Webhook(secret);
        } catch (EmptyWebhookSecretException e) {
            throw new IllegalArgumentException("Noren gave no secret", e);
        }
    }

    boolean hasSubscribed() {
        return signature != null;
    }

    /** Whether this body was signed with the shop's secret, by the Standard Webhooks headers, a moment ago. */
    boolean isGenuine(Map<String, List<String>> headers, String body) {
        Webhook expected = signature;
        if (expected == null) {
            return false;
        }
        try {
            expected.verify(body, headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    void hear(Shelf shelf, Level heard) {
        levels.merge(shelf, heard, (known, told) -> told.sequence() > known.sequence() ? told : known);
    }

    @Nullable
    Level level(Shelf shelf) {
        return levels.get(shelf);
    }

    /** Where at least this many can be had, as far as the shop knows. */
    List<Shelf> offering(int quantity) {
        BigDecimal wanted = BigDecimal.valueOf(quantity);
        return levels.entrySet().stream()
                .filter(entry -> entry.getValue().available().compareTo(wanted) >= 0)
                .map(Map.Entry::getKey)
                .toList();
    }
}
