package io.noren.inventory.availability;

import io.noren.inventory.Sql;
import io.noren.inventory.availability.FeedAges.Words;
import io.noren.inventory.availability.ItemMemory.Levels;
import io.noren.inventory.availability.ItemView.Cell;
import io.noren.inventory.availability.ItemView.Part;
import io.noren.inventory.availability.LevelReader.ItemLevels;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What may be sold, where.
 *
 * <p>At a location {@code onHand = available + reserved + committed + unavailable}, and a channel may promise {@code Σ
 * max(0, available - buffer) - threshold - unroutedDemand} over the locations that it sells from. Where the books say
 * less than nothing, {@code available} is 0 and the rest is told as missing. A hold that has ended counts no longer from
 * that instant, whether or not its row was tidied.
 *
 * <p>Hot items come from memory, never older than {@link Remembered#BOUND}; see {@link LevelMemory}.
 */
@Component
public class Availability {

    private final LevelMemory memory;
    private final LevelReader reader;
    private final CurrentTerms currentTerms;
    private final FeedAges feedAges;
    private final AvailabilityJson json;
    private final Clock clock;

    Availability(
            LevelMemory memory,
            LevelReader reader,
            CurrentTerms currentTerms,
            FeedAges feedAges,
            AvailabilityJson json,
            Clock clock) {
        this.memory = memory;
        this.reader = reader;
        this.currentTerms = currentTerms;
        this.feedAges = feedAges;
        this.json = json;
        this.clock = clock;
    }

    /**
     * One answer for all items.
     *
     * @param skus in the order of the answer; an unknown one has nothing available and no locations
     * @param locations null for every location that the channel sells from and that ever had the item; else a line for
     *     each, zeros where it never did
     */
    public AvailabilityAnswer forChannel(
            String channel, Collection<String> skus, @Nullable Collection<String> locations) {
        Instant now = Sql.micros(clock.instant());
        List<Part> parts = parts(channel, skus, locations, now);
        return new AvailabilityAnswer(
                asOf(parts, now), channel, parts.stream().map(Part::item).toList());
    }

    /** The same, for sending. */
    public ToldAvailability told(String channel, Collection<String> skus, @Nullable Collection<String> locations) {
        Instant now = Sql.micros(clock.instant());
        List<Part> parts = parts(channel, skus, locations, now);
        return new ToldAvailability(json, asOf(parts, now), channel, parts);
    }

    private List<Part> parts(
            String channel, Collection<String> given, @Nullable Collection<String> givenLocations, Instant now) {
        Set<String> skus = new LinkedHashSet<>(given);
        Set<String> locations = givenLocations == null ? null : new TreeSet<>(givenLocations);
        Moment moment = new Moment(channel, now, currentTerms.get(), feedAges.words());
        Map<String, Levels> levels;
        if (memory.isBelieved(skus)) {
            levels = memory.levels(skus, now);
        } else {
            levels = new HashMap<>();
            reader.levels(skus, locations, now).forEach((sku, item) -> levels.put(sku, Levels.unremembered(item)));
        }
        List<Part> parts = new ArrayList<>(skus.size());
        for (String sku : skus) {
            Levels of = levels.get(sku);
            parts.add(moment.part(sku, of == null ? Levels.unremembered(ItemLevels.NONE) : of, locations));
        }
        return parts;
    }

    private static Instant asOf(List<Part> parts, Instant now) {
        Instant earliest = now;
        for (Part part : parts) {
            earliest = part.asOf().isBefore(earliest) ? part.asOf() : earliest;
        }
        return earliest;
    }

    /** All that an answer goes by, beside the levels. */
    private record Moment(String channel, Instant now, SellingTerms terms, Words words) {

        Part part(String sku, Levels levels, @Nullable Set<String> locations) {
            ItemView view = levels.views().get(channel);
            if (view == null || !view.mayBeGivenAgain(terms, now)) {
                view = view(sku, levels.item());
                levels.keep(channel, view);
            }
            return locations == null
                    ? view.whole()
                    : view.at(locations, location -> cell(sku, CellLevel.nothing(location), levels.item()));
        }

        private ItemView view(String sku, ItemLevels item) {
            RuleBook.OfItem rules = terms.rules().forItem(channel, sku, item.category());
            List<Cell> cells = new ArrayList<>(item.cells().size());
            List<Cell> soldHere = new ArrayList<>(item.cells().size());
            for (CellLevel level : item.cells()) {
                Cell cell = cell(sku, level, item, rules);
                cells.add(cell);
                if (terms.isSoldFrom(channel, level.location())) {
                    soldHere.add(cell);
                }
            }
            return new ItemView(sku, now, terms, rules.everywhere().threshold(), cells, soldHere);
        }

        private Cell cell(String sku, CellLevel level, ItemLevels item) {
            return cell(sku, level, item, terms.rules().forItem(channel, sku, item.category()));
        }

        private Cell cell(String sku, CellLevel level, ItemLevels item, RuleBook.OfItem rules) {
            String location = level.location();
            Offer offer = new Offer(
                    level,
                    rules.at(location),
                    item.inPieces(),
                    terms.isSoldFrom(channel, location),
                    terms.isNotFound(sku, location),
                    words.age(location, now));
            SellingPolicies.apply(offer);
            return new Cell(offer.told(now), words.lastOf(location));
        }
    }
}
