package io.noren.inventory.availability;

import io.noren.inventory.Quantities;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One item as one channel sees it, at one moment. When it is asked for again soon it is given again, with the moment in
 * it: at a hot item the arithmetic and the text are made twice a second, not for every shopper.
 */
final class ItemView {

    /** An age in it may be that much older than said; well within {@link Remembered#BOUND}. */
    private static final Duration GIVEN_AGAIN_FOR = Duration.ofMillis(500);

    private final String sku;
    private final Instant asOf;
    private final Instant after;
    private final Instant before;
    private final SellingTerms terms;
    private final BigDecimal threshold;
    private final Map<String, Cell> cells;
    private final List<Cell> soldHere;
    private volatile @Nullable Part whole;
    private volatile @Nullable Somewhere last;

    /** The part of some locations. */
    private record Somewhere(Set<String> locations, Part part) {}

    /** One location's part, its text, and a number that is another one when something but the time has changed. */
    static final class Cell {
        final AtLocation told;
        final long tag;
        private volatile byte @Nullable [] json;

        Cell(AtLocation told, @Nullable Instant heardAt) {
            this.told = told;
            this.tag = Tag.of(told, heardAt);
        }

        byte[] json(AvailabilityJson writer) {
            byte[] text = json;
            if (text == null) {
                text = writer.cell(told);
                json = text;
            }
            return text;
        }
    }

    ItemView(
            String sku, Instant asOf, SellingTerms terms, BigDecimal threshold, List<Cell> cells, List<Cell> soldHere) {
        this.sku = sku;
        this.asOf = asOf;
        this.after = asOf.minus(GIVEN_AGAIN_FOR);
        this.before = asOf.plus(GIVEN_AGAIN_FOR);
        this.terms = terms;
        this.threshold = threshold;
        this.cells = new LinkedHashMap<>();
        cells.forEach(cell -> this.cells.put(cell.told.location(), cell));
        this.soldHere = soldHere;
    }

    // The same object for as long as nothing was decided otherwise.
    @SuppressWarnings("ReferenceEquality")
    boolean mayBeGivenAgain(SellingTerms now, Instant at) {
        return terms == now && at.isAfter(after) && at.isBefore(before);
    }

    /** What was asked for of it. */
    static final class Part {
        private final Instant asOf;
        private final OfItem item;
        private final List<Cell> cells;
        private final long tag;
        private volatile byte @Nullable [] json;

        private Part(Instant asOf, OfItem item, List<Cell> cells) {
            this.asOf = asOf;
            this.item = item;
            this.cells = cells;
            long mixed = Tag.mixed(item.sku().hashCode(), item.available());
            for (Cell cell : cells) {
                mixed = Tag.mixed(mixed, cell.tag);
            }
            this.tag = mixed;
        }

        Instant asOf() {
            return asOf;
        }

        OfItem item() {
            return item;
        }

        long tag() {
            return tag;
        }

        byte[] json(AvailabilityJson writer) {
            byte[] text = json;
            if (text == null) {
                text = writer.item(item, cells);
                json = text;
            }
            return text;
        }
    }

    /** All that the channel sells from. */
    Part whole() {
        Part made = whole;
        if (made == null) {
            made = part(soldHere);
            whole = made;
        }
        return made;
    }

    /**
     * Those next to ask name the same locations as a rule: a shop's stores, those near a shopper.
     *
     * @param nothingAt what to say of a location that never had the item
     */
    Part at(Set<String> locations, Function<String, Cell> nothingAt) {
        Somewhere asked = last;
        if (asked == null || !asked.locations().equals(locations)) {
            asked = new Somewhere(locations, made(locations, nothingAt));
            last = asked;
        }
        return asked.part();
    }

    private Part made(Set<String> locations, Function<String, Cell> nothingAt) {
        List<Cell> chosen = new ArrayList<>(locations.size());
        for (String location : locations) {
            Cell cell = cells.get(location);
            chosen.add(cell == null ? nothingAt.apply(location) : cell);
        }
        return part(chosen);
    }

    private Part part(List<Cell> chosen) {
        BigDecimal promisable = BigDecimal.ZERO;
        List<AtLocation> told = new ArrayList<>(chosen.size());
        for (Cell cell : chosen) {
            promisable = promisable.add(cell.told.promisable());
            told.add(cell.told);
        }
        BigDecimal unrouted = BigDecimal.ZERO;
        BigDecimal available = promisable.subtract(threshold).subtract(unrouted).max(BigDecimal.ZERO);
        OfItem item =
                new OfItem(sku, Quantities.plain(available), Quantities.plain(promisable), threshold, unrouted, told);
        return new Part(asOf, item, chosen);
    }
}
