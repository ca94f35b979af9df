package io.noren.integration.webshop;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One shop, in our words. Every request takes its turn at the shop's rate limit by {@link ShopHttp}. What the shop does
 * not do ends in a {@link ShopTrouble}, which says whether to come again later.
 */
public interface ConnectedShop {

    /**
     * What the shop keeps numbers of, page by page, in an order of its own that does not jump.
     *
     * @param page {@link Page#next} of the page before; null for the first
     */
    Page<ShopItem> items(@Nullable String page);

    /**
     * Tells the shop these numbers, at most {@link ShopLimits#batch}.
     *
     * @return an answer to each, in any order; one that is missing was not told and is told again
     * @throws ShopTrouble {@code OBJECTS} when the shop refused all of it without saying what it minds: the caller sends
     *     the halves
     */
    List<PushAnswer> push(List<StockTarget> targets);

    /**
     * Orders that have changed since, the longest ago first. Some may have been told before.
     *
     * @param since by the shop's clock
     * @param page {@link Page#next} of the page before; null for the first
     */
    Page<ShopOrder> orders(Instant since, @Nullable String page);

    /** Whether its orders may change without appearing in {@link #orders}; then {@link #look} is called, too. */
    default boolean hidesChanges() {
        return false;
    }

    /**
     * Orders that goods are kept for, as they are now.
     *
     * @param ids at most 50; one that the shop no longer has is absent from the answer
     */
    default List<ShopOrder> look(List<String> ids) {
        return List.of();
    }

    /**
     * Reads what the shop sent of its own accord, after checking that it was the shop.
     *
     * @throws ShopTrouble {@code CLOSED} when it is not signed as it must be
     */
    default ShopNews heard(ShopHook hook) {
        throw ShopTrouble.closed("This shop system sends nothing of its own accord.");
    }

    /**
     * @param next where the next page begins; null at the end
     */
    record Page<T>(List<T> rows, @Nullable String next) {
        public Page {
            rows = List.copyOf(rows);
        }
    }

    /**
     * What the shop told.
     *
     * @param orders as they are now
     * @param look whether there is more to ask the shop for
     */
    record ShopNews(List<ShopOrder> orders, boolean look) {}
}
