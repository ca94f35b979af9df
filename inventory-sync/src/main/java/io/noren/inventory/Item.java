package io.noren.inventory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is sold.
 *
 * @param sku the retailer's own number
 * @param gtin 14 digits once stored; 8, 12, 13 or 14 when given
 * @param codes further codes that tills and scanners use for it
 * @param unit {@code EACH}, {@code KG}, …; only whole numbers of EACH can move
 * @param price tax included
 * @param stocked false for what has no shelf, such as a service or a carrier bag
 */
public record Item(
        String sku,
        @Nullable String gtin,
        List<Code> codes,
        LocalizedName name,
        String unit,
        @Nullable String productUrl,
        @Nullable String imageUrl,
        @Nullable Money price,
        @Nullable String category,
        boolean stocked) {

    public static final String EACH = "EACH";

    public Item {
        codes = List.copyOf(codes);
    }

    /**
     * A code that leads to an item.
     *
     * @param source the till system that uses it so; null when all do
     */
    public record Code(
            Scheme scheme, String value, @Nullable String source) {}

    /** GTIN is global; the others mean something only within the retailer or one of its till systems. */
    public enum Scheme {
        GTIN,
        PLU,
        /** Restricted circulation number: the retailer's own, price and weight codes among them. */
        RCN,
        /** The till system's own item id. */
        SOURCE,
        /** The SKU itself: only in a {@link ItemReference}, never among an item's stored codes. */
        SKU
    }
}
