package io.noren.integration.screens.shopper;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A basket in its reader's words.
 *
 * @param code to be told or shown in a store, in two groups
 * @param total null where a price is missing
 * @param before what it costs without offers, if there is one
 * @param points that a member earns; null for guests
 */
public record BasketView(
        String code,
        List<Line> lines,
        @Nullable String total,
        @Nullable String before,
        List<String> offers,
        @Nullable String points) {

    public BasketView {
        lines = List.copyOf(lines);
        offers = List.copyOf(offers);
    }

    /**
     * @param store where it was chosen
     * @param word how much of it there is there; null for a line of no store
     * @param keptUntil until when it is kept; null if it is not
     * @param mayHold whether it can be kept
     */
    public record Line(
            String sku,
            String name,
            String quantity,
            @Nullable String amount,
            @Nullable String store,
            @Nullable String storeName,
            ShopperStock.@Nullable Word word,
            @Nullable String keptUntil,
            boolean mayHold) {}
}
