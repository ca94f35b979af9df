package io.noren.torture;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import io.noren.packaged.Retailer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the retailer lets customers have: of some items only so many each, of some more than lie on the shelf. */
final class Limits {
    private static final int LIMITED_EVERY = 4;
    private static final long PER_OWNER = 300;
    private static final int BACKORDERED_EVERY = 5;
    private static final long BACKORDERED = 80;

    private final Map<String, Long> perOwner = new HashMap<>();
    private final Map<String, Long> beyondStock = new HashMap<>();

    Limits(List<Cell> cells) {
        List<String> skus = cells.stream().map(Cell::sku).distinct().toList();
        for (int n = 0; n < skus.size(); n++) {
            if (n % LIMITED_EVERY == 0) {
                perOwner.put(skus.get(n), PER_OWNER);
            }
            if (n % BACKORDERED_EVERY == 0) {
                beyondStock.put(skus.get(n), BACKORDERED);
            }
        }
    }

    void introduceTo(HubApi hub) {
        perOwner.keySet().forEach(sku -> {
            if (!beyondStock.containsKey(sku)) {
                hub.put(path(sku), Map.of("maxPerOwner", PER_OWNER));
            }
        });
        beyondStock.keySet().forEach(sku -> {
            List<Map<String, Object>> everywhere = Retailer.STORES.stream()
                    .map(store -> Map.<String, Object>of("location", store, "backorder", BACKORDERED))
                    .toList();
            hub.put(
                    path(sku),
                    perOwner.containsKey(sku)
                            ? Map.of("maxPerOwner", PER_OWNER, "beyondStock", everywhere)
                            : Map.of("beyondStock", everywhere));
        });
    }

    /** The most that one owner may have in open reservations, everywhere together. */
    long perOwner(String sku) {
        return perOwner.getOrDefault(sku, Long.MAX_VALUE);
    }

    /** How much more than is on hand may be promised in a store. */
    long beyondStock(String sku) {
        return beyondStock.getOrDefault(sku, 0L);
    }

    private static String path(String sku) {
        return "/api/v1/items/" + sku + "/promise-limits";
    }
}
