package io.noren.inventory.availability;

import io.noren.inventory.availability.LevelReader.ItemLevels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one item: all its levels, and which of them have changed since. Whoever reads notes first what
 * had changed until then; what changes during the read stays noted, and no cell goes back to a lower sequence. So no
 * old number can settle here.
 */
final class ItemMemory {

    /** The end of a hold may be moved without a movement, so where something is held nothing is believed for longer. */
    static final Duration LONGEST_WITH_HOLDS = Remembered.BOUND;

    /** Nor does a movement tell that an item got another category. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST_CHANNELS = 20;

    private final Map<String, Long> changed = new HashMap<>();
    private long hearings;
    private long readings;
    private volatile @Nullable Known known;

    /**
     * @param reading the latest that went into it
     * @param wholeAt when all of it was read, and {@code holdsAt} where something is held, on the machine's own clock
     * @param believedFrom on the clock by which holds end: a clock that was put back to before it has them end later
     *     than these numbers think
     * @param nextEnd of a hold
     * @param views what was made of it, by channel
     */
    private record Known(
            ItemLevels levels,
            Map<String, CellLevel> cells,
            long reading,
            long wholeAt,
            long holdsAt,
            Instant believedFrom,
            @Nullable Instant nextEnd,
            boolean isComplete,
            Map<String, ItemView> views) {

        boolean isBelieved(Instant now) {
            return System.nanoTime() - wholeAt < LONGEST.toNanos() && !now.isBefore(believedFrom);
        }

        boolean holdsAreBelieved(Instant now) {
            return nextEnd == null
                    || (System.nanoTime() - holdsAt < LONGEST_WITH_HOLDS.toNanos() && now.isBefore(nextEnd));
        }

        Known incomplete() {
            return new Known(levels, cells, reading, wholeAt, holdsAt, believedFrom, nextEnd, false, Map.of());
        }
    }

    /**
     * What is to be read.
     *
     * @param locations null for all
     * @param hearings how often a change had been heard of before
     */
    record Reading(long number, @Nullable Set<String> locations, long hearings, long at) {}

    /**
     * Levels that are true.
     *
     * @param views what was made of them, by channel; kept for as long as they are true
     */
    record Levels(ItemLevels item, Map<String, ItemView> views) {

        static Levels unremembered(ItemLevels item) {
            return new Levels(item, new HashMap<>());
        }

        void keep(String channel, ItemView view) {
            // Any text may be asked for as a channel; a retailer has a few.
            if (views.size() < MOST_CHANNELS || views.containsKey(channel)) {
                views.put(channel, view);
            }
        }
    }

    /** Null when something must be read first. */
    @Nullable
    Levels current(Instant now) {
        Known is = known;
        return is != null && is.isComplete() && is.isBelieved(now) && is.holdsAreBelieved(now)
                ? new Levels(is.levels(), is.views())
                : null;
    }

    synchronized void changed(String location, long sequence) {
        Known is = known;
        CellLevel cell = is == null ? null : is.cells().get(location);
        if (cell != null && cell.sequence() >= sequence) {
            return;
        }
        changed.put(location, ++hearings);
        if (is != null && is.isComplete()) {
            known = is.incomplete();
        }
    }

    synchronized Reading begin(Instant now) {
        Known is = known;
        Set<String> locations = null;
        if (is != null && is.isBelieved(now)) {
            locations = new HashSet<>(changed.keySet());
            if (!is.holdsAreBelieved(now)) {
                for (CellLevel cell : is.cells().values()) {
                    if (cell.nextEnd() != null) {
                        locations.add(cell.location());
                    }
                }
            }
        }
        return new Reading(++readings, locations, hearings, System.nanoTime());
    }

    /** What was read; the answer is what to go by. */
    synchronized Levels end(Reading reading, ItemLevels read, Instant now) {
        Known is = known;
        if (is != null && is.reading() > reading.number()) {
            // Somebody who began later was faster.
            return new Levels(is.levels(), new HashMap<>());
        }
        changed.values().removeIf(heard -> heard <= reading.hearings());
        Set<String> part = reading.locations();
        boolean isWhole = part == null || is == null;
        Map<String, CellLevel> cells = new TreeMap<>(is == null ? Map.of() : is.cells());
        for (CellLevel cell : read.cells()) {
            cells.merge(
                    cell.location(), cell, (before, after) -> after.sequence() >= before.sequence() ? after : before);
        }
        boolean holdsAreNew = part == null || is == null || readsAllHolds(part, is);
        Known next = new Known(
                levels(is == null || isWhole ? read : is.levels(), cells),
                cells,
                reading.number(),
                is == null || isWhole ? reading.at() : is.wholeAt(),
                is == null || holdsAreNew ? reading.at() : is.holdsAt(),
                now.minus(Remembered.BOUND),
                nextEnd(cells.values()),
                changed.isEmpty(),
                new ConcurrentHashMap<>());
        known = next;
        return new Levels(next.levels(), next.views());
    }

    private static ItemLevels levels(ItemLevels item, Map<String, CellLevel> cells) {
        return new ItemLevels(item.category(), item.inPieces(), List.copyOf(cells.values()));
    }

    /** Whoever asked for all cells with holds may believe them anew; else the oldest of them decides. */
    private static boolean readsAllHolds(Set<String> part, Known is) {
        return is.cells().values().stream()
                .filter(cell -> cell.nextEnd() != null)
                .allMatch(cell -> part.contains(cell.location()));
    }

    private static @Nullable Instant nextEnd(Collection<CellLevel> cells) {
        List<Instant> ends = new ArrayList<>();
        for (CellLevel cell : cells) {
            Instant end = cell.nextEnd();
            if (end != null) {
                ends.add(end);
            }
        }
        return ends.isEmpty() ? null : Collections.min(ends);
    }

    /** In cells, and one for itself. */
    int size() {
        Known is = known;
        return is == null ? 1 : is.cells().size() + 1;
    }
}
