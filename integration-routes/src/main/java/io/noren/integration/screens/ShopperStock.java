package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a shopper is told about stock: a word and a number for the store they stand in, and where else to look. */
@Component
class ShopperStock {
    /** Up to here a shelf has "only a few left". */
    private static final BigDecimal FEW = BigDecimal.valueOf(3);

    /** A store that has been silent for longer may know better than we do. */
    private static final Duration OLD = Duration.ofMinutes(30);

    static final String CHANNEL = "shelf";

    private final Availability availability;
    private final Locations locations;

    ShopperStock(Availability availability, Locations locations) {
        this.availability = availability;
        this.locations = locations;
    }

    /** The word for an amount, which is also its colour; the texts are {@code product.in-stock} and so on. */
    enum Word {
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

    /** @param oldMinutes how long the store has been silent, if that is worth telling */
    record Shelf(
            String store,
            String name,
            String available,
            Word word,
            @Nullable Long oldMinutes) {}

    /**
     * @param here null when the shopper's store is unknown
     * @param elsewhere stores that have some, the most first
     */
    record Seen(@Nullable Shelf here, List<Shelf> elsewhere) {}

    Seen of(String sku, @Nullable Location here) {
        Map<String, Location> stores = locations.all().stream()
                .filter(location -> location.kind() == Location.Kind.STORE)
                .collect(Collectors.toMap(Location::id, Function.identity()));
        List<AtLocation> cells = availability.forChannel(CHANNEL, List.of(sku), stores.keySet()).items().stream()
                .flatMap(item -> item.locations().stream())
                .toList();
        String hereId = here == null ? null : here.id();
        return new Seen(
                cells.stream()
                        .filter(cell -> cell.location().equals(hereId))
                        .map(cell -> shelf(cell, stores))
                        .findFirst()
                        .orElse(null),
                cells.stream()
                        .filter(cell -> !cell.location().equals(hereId))
                        .filter(cell -> cell.available().signum() > 0)
                        .sorted(Comparator.comparing(AtLocation::available).reversed())
                        .map(cell -> shelf(cell, stores))
                        .toList());
    }

    /** Where most of it is, warehouses included: the place to hold one for a delivery. */
    Optional<String> fullest(String sku) {
        return availability.forChannel(CHANNEL, List.of(sku), null).items().stream()
                .flatMap(item -> item.locations().stream())
                .filter(cell -> cell.available().compareTo(BigDecimal.ONE) >= 0)
                .max(Comparator.comparing(AtLocation::available))
                .map(AtLocation::location);
    }

    private static Shelf shelf(AtLocation cell, Map<String, Location> stores) {
        Location store = stores.get(cell.location());
        Duration age = cell.feedAge();
        return new Shelf(
                cell.location(),
                store == null ? cell.location() : store.name(),
                cell.available().toPlainString(),
                Word.of(cell.available()),
                age != null && age.compareTo(OLD) > 0 ? age.toMinutes() : null);
    }
}
