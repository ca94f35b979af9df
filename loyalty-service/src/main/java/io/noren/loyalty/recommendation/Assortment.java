package io.noren.loyalty.recommendation;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sold, where: to be answered by whoever keeps items and stock, which this module does not know. */
public interface Assortment {
    /** Most codes or SKUs in one question. */
    int MOST = 1_000;

    /**
     * Which items receipts mean.
     *
     * @param codes SKUs, or what a till calls items
     * @return by the code that was asked for; one that nobody knows is absent
     */
    Map<String, Known> known(Collection<String> codes);

    /**
     * Whether somebody can have these now.
     *
     * @return by SKU; one that cannot be sold at all may be absent
     */
    Map<String, Stock> stock(String location, Collection<String> skus);

    /**
     * An item.
     *
     * @param category as the retailer calls it
     * @param goods false for what nobody recommends: a carrier bag, a service
     */
    record Known(
            String sku,
            @Nullable String nameJa,
            @Nullable String nameEn,
            @Nullable String category,
            boolean goods) {}

    /**
     * @param here how many of it the location can sell
     * @param orderable there is none here, and a customer can order it
     */
    record Stock(BigDecimal here, boolean orderable) {
        boolean isSellable() {
            return here.signum() > 0 || orderable;
        }
    }
}
