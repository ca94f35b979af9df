package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.inventory.GeoPoint;
import io.noren.inventory.Location;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a shopper is told about stock: a word and a number for the store they stand in, and where else to look. */
@Component
public class ShopperStock {
    /** Up to here a shelf has "only a few left". */
    private static final BigDecimal FEW = BigDecimal.valueOf(3);

    /** A store that has been silent for longer may know better than we do: then a word is told, and no number. */
    private static final Duration OLD = Duration.ofMinutes(30);

    /** More are not worth scrolling for. */
    private static final int MOST_ELSEWHERE = 8;

    private static final long KILOMETRE = 1_000;

    private final Availability availability;
    private final ShopperFacts facts;

    ShopperStock(Availability availability, ShopperFacts facts) {
        this.availability = availability;
        this.facts = facts;
    }

    /** The word for an amount, which is also its colour; the texts are {@code product.in-stock} and so on. */
    public enum Word {
        IN_STOCK("product.in-stock", "good"),
        FEW("product.few", "few"),
        OUT("product.out", "bad");

        private final String text;
        private final String tone;

        Word(String text, String tone) {
            this.text = text;
            this.tone = tone;
        }

        public String text() {
            return text;
        }

        public String tone() {
            return tone;
        }

        static Word of(BigDecimal available) {
            if (available.signum() <= 0) {
                return OUT;
            }
            return available.compareTo(ShopperStock.FEW) <= 0 ? Word.FEW : IN_STOCK;
        }
    }

    /**
     * @param available null where the number may be old
     * @param oldMinutes how long the store has been silent, if that is worth telling
     * @param distance from the shopper's store, as people say it; null where nobody knows
     */
    record Shelf(
            String store,
            String name,
            @Nullable String available,
            Word word,
            @Nullable Long oldMinutes,
            @Nullable String distance) {}

    /**
     * @param here null when the shopper's store is unknown
     * @param elsewhere stores that have some: the nearest first or, where nobody knows how far, the most
     */
    record Seen(@Nullable Shelf here, List<Shelf> elsewhere) {
        Seen {
            elsewhere = List.copyOf(elsewhere);
        }
    }

    Seen of(String sku, @Nullable Location here) {
        Map<String, Location> stores = facts.stores();
        List<AtLocation> cells =
                availability.forChannel(BasketDesk.CHANNEL, List.of(sku), stores.keySet()).items().stream()
                        .flatMap(item -> item.locations().stream())
                        .toList();
        String hereId = here == null ? null : here.id();
        GeoPoint near = here == null ? null : here.position();
        return new Seen(
                cells.stream()
                        .filter(cell -> cell.location().equals(hereId))
                        .map(cell -> shelf(cell, stores, null))
                        .findFirst()
                        .orElse(null),
                cells.stream()
                        .filter(cell -> !cell.location().equals(hereId))
                        .filter(cell -> cell.available().signum() > 0)
                        .sorted(Comparator.comparing(
                                        (AtLocation cell) -> metres(cell, stores, near),
                                        Comparator.nullsLast(Comparator.naturalOrder()))
                                .thenComparing(AtLocation::available, Comparator.reverseOrder())
                                .thenComparing(AtLocation::location))
                        .limit(MOST_ELSEWHERE)
                        .map(cell -> shelf(cell, stores, near))
                        .toList());
    }

    private static Shelf shelf(AtLocation cell, Map<String, Location> stores, @Nullable GeoPoint near) {
        Location store = stores.get(cell.location());
        Duration age = cell.feedAge();
        boolean old = age != null && age.compareTo(OLD) > 0;
        return new Shelf(
                cell.location(),
                store == null ? cell.location() : store.name(),
                old ? null : cell.available().toPlainString(),
                Word.of(cell.available()),
                age != null && old ? age.toMinutes() : null,
                said(metres(cell, stores, near)));
    }

    private static @Nullable Long metres(AtLocation cell, Map<String, Location> stores, @Nullable GeoPoint near) {
        Location store = stores.get(cell.location());
        GeoPoint there = store == null ? null : store.position();
        return near == null || there == null ? null : Math.round(near.metresTo(there));
    }

    /** To the next 100 m; from ten kilometres on to the next kilometre. */
    static @Nullable String said(@Nullable Long metres) {
        if (metres == null) {
            return null;
        } else if (metres < KILOMETRE) {
            return Math.max(100, Math.round(metres / 100.0) * 100) + " m";
        }
        double kilometres = metres / (double) KILOMETRE;
        return String.format(Locale.ROOT, kilometres < 10 ? "%.1f km" : "%.0f km", kilometres);
    }
}
