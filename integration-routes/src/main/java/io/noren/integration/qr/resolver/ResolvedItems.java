package io.noren.integration.qr.resolver;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.noren.inventory.Item;
import io.noren.inventory.ItemChanged;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.LocationChanged;
import io.noren.inventory.Locations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.util.UriUtils;

/**
 * Which item a GTIN leads to and where its codes lead, and which store a GLN is, remembered for a short while. This copy
 * of the application sees a change at once, the others within {@link #STALE_AFTER}; that something does not exist is
 * never remembered.
 */
@Component
class ResolvedItems {
    static final Duration STALE_AFTER = Duration.ofSeconds(10);

    private final Items items;
    private final Locations locations;
    private final ItemLinks links;
    private final LinkTargets targets;
    private final Cache<String, ResolvedItem> byGtin = Caffeine.newBuilder()
            .maximumSize(50_000)
            .expireAfterWrite(STALE_AFTER)
            .build();
    private final Cache<String, List<Link>> shared =
            Caffeine.newBuilder().expireAfterWrite(STALE_AFTER).build();
    private final Cache<String, String> stores = Caffeine.newBuilder()
            .maximumSize(20_000)
            .expireAfterWrite(STALE_AFTER)
            .build();

    ResolvedItems(Items items, Locations locations, ItemLinks links, LinkTargets targets) {
        this.items = items;
        this.locations = locations;
        this.links = links;
        this.targets = targets;
    }

    Optional<ResolvedItem> find(String gtin) {
        ResolvedItem known = byGtin.getIfPresent(gtin);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ResolvedItem> found = items.findByGtin(gtin).map(item -> resolved(item, gtin));
        found.ifPresent(item -> byGtin.put(gtin, item));
        return found;
    }

    boolean isItem(String sku) {
        return items.find(sku).isPresent();
    }

    /** The store's id; empty for a GLN that is no store's of ours, because the item is still the right one. */
    Optional<String> store(String gln) {
        String known = stores.getIfPresent(gln);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> found = locations
                .findByGln(gln)
                .filter(location -> location.kind() == Location.Kind.STORE)
                .map(Location::id);
        found.ifPresent(store -> stores.put(gln, store));
        return found;
    }

    /** The item's own links, then those that every item has where it has none of that type, then ours. */
    private ResolvedItem resolved(Item item, String gtin) {
        List<Link> all = new ArrayList<>(allowed(links.of(item.sku()).value()));
        Set<String> own = types(all);
        List<Link> ofEveryItem = shared
                .get(ItemLinks.EVERY_ITEM, every -> links.of(every).value())
                .stream()
                .filter(link -> !own.contains(link.type()))
                .map(link -> link.leadingTo(filledIn(link.href(), item.sku(), gtin)))
                .toList();
        all.addAll(allowed(ofEveryItem));
        String page = "/p/" + encoded(item.sku());
        if (!types(all).contains(LinkTypes.RETAILERS)) {
            all.add(Link.ours(LinkTypes.RETAILERS, page));
        }
        all.add(Link.ours(LinkTypes.PRODUCT_PAGE, page));
        return new ResolvedItem(item.sku(), item.name(), all);
    }

    private List<Link> allowed(List<Link> written) {
        return written.stream().filter(link -> targets.allows(link.href())).toList();
    }

    private static Set<String> types(List<Link> links) {
        return links.stream()
                .filter(link -> link.level().isEmpty())
                .map(Link::type)
                .collect(Collectors.toSet());
    }

    private static String filledIn(String href, String sku, String gtin) {
        return href.replace(LinkRules.SKU, encoded(sku)).replace(LinkRules.GTIN, gtin);
    }

    private static String encoded(String text) {
        return UriUtils.encode(text, StandardCharsets.UTF_8);
    }

    @TransactionalEventListener
    void forget(ItemChanged change) {
        byGtin.invalidateAll();
    }

    @TransactionalEventListener
    void forget(ItemLinks.Changed change) {
        shared.invalidateAll();
        byGtin.invalidateAll();
    }

    @TransactionalEventListener
    void forget(LocationChanged change) {
        stores.invalidateAll();
    }
}
