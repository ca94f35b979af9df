package io.noren.integration.webshop;

import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which location serves a line of an order, of those that the channel sells from: the one that the shop says, else the one
 * that can serve most of the order's lines in whole, else the one with most. What one does not have comes from the next.
 * What is kept from being offered is used last: the shop has sold it all the same.
 */
@Component
class OrderRouting {
    private final Availability availability;

    OrderRouting(Availability availability) {
        this.availability = availability;
    }

    /** Some of a line from one location. */
    record Part(String location, BigDecimal quantity) {}

    /** What is wanted of an item. */
    record Wish(String sku, BigDecimal quantity) {}

    /** The location that can serve most of these in whole, the one with most if several can; null when none can any. */
    @Nullable
    String best(String channel, List<Wish> wishes) {
        Map<String, BigDecimal> wanted = new LinkedHashMap<>();
        wishes.forEach(wish -> wanted.merge(wish.sku(), wish.quantity(), BigDecimal::add));
        Map<String, Integer> served = new HashMap<>();
        Map<String, BigDecimal> stocked = new HashMap<>();
        availability
                .forChannel(channel, wanted.keySet(), null)
                .items()
                .forEach(item -> item.locations().forEach(at -> {
                    if (at.promisable().compareTo(wanted.get(item.sku())) >= 0) {
                        served.merge(at.location(), 1, Integer::sum);
                    }
                    stocked.merge(at.location(), at.promisable(), BigDecimal::add);
                }));
        return served.keySet().stream()
                .min(Comparator.comparing((String location) -> -served.getOrDefault(location, 0))
                        .thenComparing(location ->
                                stocked.getOrDefault(location, BigDecimal.ZERO).negate())
                        .thenComparing(Function.identity()))
                .orElse(null);
    }

    /**
     * Where it comes from.
     *
     * @param first to be asked first, in this order; nulls are passed over
     * @return together at most what is wanted; less when there is not enough
     */
    List<Part> parts(String channel, Wish wish, @Nullable String... first) {
        List<AtLocation> places = new ArrayList<>();
        availability
                .forChannel(channel, List.of(wish.sku()), null)
                .items()
                .forEach(item -> places.addAll(item.locations()));
        places.sort(Comparator.comparing((AtLocation at) -> rank(at.location(), first))
                .thenComparing(Comparator.comparing(AtLocation::promisable).reversed())
                .thenComparing(AtLocation::location));
        Map<String, BigDecimal> taken = new LinkedHashMap<>();
        BigDecimal missing = take(places, wish.quantity(), AtLocation::promisable, taken);
        take(places, missing, AtLocation::available, taken);
        return taken.entrySet().stream()
                .map(entry -> new Part(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static int rank(String location, @Nullable String[] first) {
        for (int i = 0; i < first.length; i++) {
            if (location.equals(first[i])) {
                return i;
            }
        }
        return first.length;
    }

    private static BigDecimal take(
            List<AtLocation> places,
            BigDecimal wanted,
            Function<AtLocation, BigDecimal> has,
            Map<String, BigDecimal> taken) {
        BigDecimal missing = wanted;
        for (AtLocation at : places) {
            BigDecimal left = has.apply(at).subtract(taken.getOrDefault(at.location(), BigDecimal.ZERO));
            BigDecimal some = left.min(missing);
            if (some.signum() > 0) {
                taken.merge(at.location(), some, BigDecimal::add);
                missing = missing.subtract(some);
            }
        }
        return missing;
    }
}
