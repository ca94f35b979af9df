package io.noren.integration.webshop;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connected web shop, with everything that may be shown of it.
 *
 * @param system whose words it speaks, e.g. {@code medusa}
 * @param url where its administration is reached
 * @param channel decides what it may sell and from which locations
 * @param places our location to the shop's own name of it; in mode {@code CHANNEL} the key is empty: the shop's only one
 * @param options what only this shop system knows
 * @param active a shop that is not is neither told nor asked anything
 * @param ordersEvery how often the shop is asked for orders
 * @param reconcileEvery how often its numbers are compared with what they should be
 */
public record Webshop(
        String id,
        String name,
        String system,
        URI url,
        String channel,
        Mode mode,
        Map<String, String> places,
        Map<String, String> options,
        boolean active,
        Duration ordersEvery,
        Duration reconcileEvery) {

    /** Where there is one number for all locations, this is its location. */
    public static final String ALL_LOCATIONS = "";

    public Webshop {
        places = Map.copyOf(places);
        options = Map.copyOf(options);
    }

    /** What a shop keeps: one number for each SKU, or one for each SKU and location. */
    public enum Mode {
        CHANNEL,
        LOCATION
    }

    /** The shop's name of the place where it keeps a number; empty where it has no places. */
    public String placeOf(String location) {
        return places.getOrDefault(location, "");
    }

    /**
     * Where our number for a place of the shop comes from.
     *
     * @param place the shop's name; empty where it has no places
     * @return {@link #ALL_LOCATIONS} in mode {@code CHANNEL}; empty for a place that is none of our business
     */
    public Optional<String> locationOf(String place) {
        if (mode == Mode.CHANNEL) {
            String only = placeOf(ALL_LOCATIONS);
            return only.isEmpty() || only.equals(place) ? Optional.of(ALL_LOCATIONS) : Optional.empty();
        }
        return places.entrySet().stream()
                .filter(entry -> entry.getValue().equals(place))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Our location of the place that the shop sells an order's line from; null when it does not say or it is not ours. */
    @Nullable
    String sellsFrom(@Nullable String place) {
        return mode == Mode.LOCATION && place != null ? locationOf(place).orElse(null) : null;
    }

    /** The owner of what is kept for one of its orders. */
    String owner(String order) {
        return "webshop:" + id + ":" + order;
    }

    /** The shop's own option, or what to take where nobody chose. */
    public String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }

    /** In a steady order, for showing. */
    static Map<String, String> sorted(Map<String, String> map) {
        Map<String, String> sorted = new LinkedHashMap<>();
        map.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(e -> sorted.put(e.getKey(), e.getValue()));
        return sorted;
    }
}
