package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import io.noren.inventory.availability.AvailabilityAnswer.Unavailable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How many there are of an item, in a store manager's words. */
@Component
class StockNumbers {
    /** Whose share of the stock is shown beside what is on the shelves. */
    static final String WEB = "web";

    /** A store that has been silent for longer is marked. */
    private static final Duration OLD = Duration.ofMinutes(30);

    private final Availability availability;
    private final Words words;

    StockNumbers(Availability availability, Words words) {
        this.availability = availability;
        this.words = words;
    }

    /** A part of what is not for sale; the texts are {@code stock.part.damaged} and so on. */
    record Part(String name, String quantity) {}

    /**
     * One place's numbers.
     *
     * @param web what the web shop may sell from here
     * @param missing promised or set aside although it is not there; null when nothing is
     * @param notFound somebody looked in vain, and nothing is offered until it is counted or found
     * @param known whether anything ever moved here
     * @param heard how long ago this place was heard from
     * @param silent whether that is so long ago that the numbers may be wrong
     */
    record Numbers(
            String location,
            String name,
            boolean warehouse,
            String onHand,
            String reserved,
            String committed,
            String unavailable,
            List<Part> parts,
            @Nullable String missing,
            String incoming,
            String available,
            String web,
            boolean pickup,
            boolean ship,
            boolean notFound,
            boolean known,
            String heard,
            boolean silent) {}

    /**
     * All places together.
     *
     * @param threshold kept from the web shop once, over all places; null when nothing is
     */
    record Total(
            String onHand,
            String available,
            String web,
            @Nullable String threshold) {}

    record OfItemInPlaces(Total total, List<Numbers> places) {}

    OfItemInPlaces of(String sku, List<Location> places, Locale locale) {
        Map<String, Location> known = byId(places);
        OfItem item = availability
                .forChannel(WEB, List.of(sku), known.keySet())
                .items()
                .get(0);
        Map<String, AtLocation> cells =
                item.locations().stream().collect(Collectors.toMap(AtLocation::location, Function.identity()));
        return new OfItemInPlaces(
                total(item),
                places.stream()
                        .flatMap(place ->
                                Stream.ofNullable(cells.get(place.id())).map(cell -> numbers(cell, place, locale)))
                        .toList());
    }

    Numbers at(String sku, Location place, Locale locale) {
        return of(sku, List.of(place), locale).places().get(0);
    }

    /** What the books say is there. */
    BigDecimal onHand(String sku, Location place) {
        return availability
                .forChannel(WEB, List.of(sku), List.of(place.id()))
                .items()
                .get(0)
                .locations()
                .get(0)
                .onHand();
    }

    /** By SKU. */
    Map<String, Total> totals(Collection<String> skus, List<Location> places) {
        return availability.forChannel(WEB, skus, byId(places).keySet()).items().stream()
                .collect(Collectors.toMap(OfItem::sku, StockNumbers::total));
    }

    private static Map<String, Location> byId(List<Location> places) {
        return places.stream().collect(Collectors.toMap(Location::id, Function.identity()));
    }

    private static Total total(OfItem item) {
        return new Total(
                Words.number(sum(item, AtLocation::onHand)),
                Words.number(sum(item, AtLocation::available)),
                Words.number(item.available()),
                item.threshold().signum() == 0 ? null : Words.number(item.threshold()));
    }

    private static BigDecimal sum(OfItem item, Function<AtLocation, BigDecimal> number) {
        return item.locations().stream().map(number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Numbers numbers(AtLocation cell, Location place, Locale locale) {
        Duration age = cell.feedAge();
        Unavailable parts = cell.unavailableParts();
        return new Numbers(
                place.id(),
                place.name(),
                place.kind() == Location.Kind.WAREHOUSE,
                Words.number(cell.onHand()),
                Words.number(cell.reserved()),
                Words.number(cell.committed()),
                Words.number(cell.unavailable()),
                parts == null ? List.of() : parts(parts),
                cell.missing() == null ? null : Words.number(cell.missing()),
                Words.number(cell.incoming()),
                Words.number(cell.available()),
                Words.number(cell.promisable()),
                cell.pickup(),
                cell.ship(),
                parts != null && parts.notFound().signum() > 0,
                cell.version() > 0,
                words.ago(age, locale),
                age != null && age.compareTo(OLD) > 0);
    }

    private static List<Part> parts(Unavailable of) {
        return Stream.of(
                        Map.entry("damaged", of.damaged()),
                        Map.entry("quality-control", of.qualityControl()),
                        Map.entry("display", of.display()),
                        Map.entry("not-found", of.notFound()),
                        Map.entry("safety-stock", of.safetyStock()))
                .filter(part -> part.getValue().signum() != 0)
                .map(part -> new Part(part.getKey(), Words.number(part.getValue())))
                .toList();
    }
}
