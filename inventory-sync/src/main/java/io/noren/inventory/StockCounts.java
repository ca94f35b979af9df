package io.noren.inventory;

import io.noren.inventory.CountResult.Outcome;
import io.noren.inventory.CountRows.Known;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Takes what was counted. A count is an observation as of its time: what occurred after it is added, what occurred
 * before and arrives late no longer changes anything. A count older than the newest one is kept and changes nothing.
 *
 * <p>Promises are no part of it: what is counted lies on the shelf, promised or not. So a count may leave less than was
 * promised, as a sale may.
 */
@Component
public class StockCounts {

    private final RetriedTransaction transaction;
    private final MasterData masterData;
    private final CountRows rows;
    private final CountGuard guard;
    private final HeldChanges held;
    private final CountedLevels levels;
    private final StoreFeeds feeds;
    private final Clock clock;

    StockCounts(
            RetriedTransaction transaction,
            MasterData masterData,
            CountRows rows,
            CountGuard guard,
            HeldChanges held,
            CountedLevels levels,
            StoreFeeds feeds,
            Clock clock) {
        this.transaction = transaction;
        this.masterData = masterData;
        this.rows = rows;
        this.guard = guard;
        this.held = held;
        this.levels = levels;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** Records what is new of it and believed; the results are in the order of the counts. */
    public List<CountResult> record(List<StockCount> counts) {
        return counts.isEmpty() ? List.of() : transaction.run(() -> recordOnce(counts, Trust.GUARDED));
    }

    /** The same, for a caller that has judged what it sends as a whole, as {@link CountGuard} does. */
    public List<CountResult> recordApproved(List<StockCount> counts) {
        return counts.isEmpty() ? List.of() : transaction.run(() -> recordOnce(counts, Trust.APPROVED));
    }

    /** Why each of them would not be taken, in their order; null for those that would, whether or not they are believed. */
    public List<@Nullable CountResult> objections(List<StockCount> counts) {
        CountResult[] objections = new CountResult[counts.size()];
        check(counts, objections, Sql.micros(clock.instant()));
        return Arrays.asList(objections);
    }

    private enum Trust {
        GUARDED,
        APPROVED
    }

    private List<CountResult> recordOnce(List<StockCount> counts, Trust trust) {
        Instant now = Sql.micros(clock.instant());
        CountResult[] results = new CountResult[counts.size()];
        CountRows.@Nullable Row[] checked = check(counts, results, now);
        Map<String, CountRows.Row> wanted = new LinkedHashMap<>();
        for (CountRows.Row row : checked) {
            if (row != null) {
                wanted.putIfAbsent(row.id(), row);
            }
        }
        Map<String, Known> known = wanted.isEmpty() ? Map.of() : rows.known(wanted.keySet());
        List<CountRows.Row> fresh = wanted.values().stream()
                .filter(row -> !known.containsKey(row.id()))
                .toList();
        Map<String, String> doubts = trust == Trust.APPROVED ? Map.of() : doubts(fresh);
        Map<String, UUID> waiting = held.open(fresh, doubts, CountGuard.SUSPICIOUS, now);
        Set<String> added = fresh.isEmpty() ? Set.of() : rows.insert(fresh, waiting, Actor.current(), now);
        levels.settle(
                fresh.stream()
                        .filter(row -> added.contains(row.id()) && !waiting.containsKey(row.id()))
                        .map(CountRows.Row::cell)
                        .collect(Collectors.toSet()),
                "count");
        feeds.heard(fresh.stream().collect(Collectors.toMap(row -> row.cell().location(), row -> now, (a, b) -> a)));
        Map<String, Known> present = added.size() == wanted.size() ? Map.of() : rows.known(wanted.keySet());
        Set<String> told = new HashSet<>();
        for (int i = 0; i < checked.length; i++) {
            CountRows.Row row = checked[i];
            if (row != null) {
                boolean first = added.contains(row.id()) && told.add(row.id());
                CountRows.Row kept = Objects.requireNonNull(wanted.get(row.id()));
                results[i] = first
                        ? fresh(row, waiting.get(row.id()), doubts)
                        : again(
                                row,
                                present.getOrDefault(
                                        row.id(), new Known(kept.digest(), "RECORDED", waiting.get(row.id()))),
                                doubts);
            }
        }
        return List.of(results);
    }

    /**
     * @param results gets the objection to each that is not taken
     * @return the others, each in its place
     */
    CountRows.@Nullable Row[] check(List<StockCount> counts, CountResult[] results, Instant now) {
        Map<ItemReference, KnownItem> items =
                masterData.items(counts.stream().map(StockCount::item).collect(Collectors.toSet()));
        Set<String> locations =
                masterData.locations(counts.stream().map(StockCount::location).collect(Collectors.toSet()));
        CountRows.@Nullable Row[] checked = new CountRows.Row[results.length];
        for (int i = 0; i < results.length; i++) {
            KnownItem item = items.get(counts.get(i).item());
            StockCount count = item == null ? counts.get(i) : counts.get(i).inUnitsOf(item);
            CountResult objection = CountRules.objection(count, item, locations.contains(count.location()), now)
                    .orElse(null);
            if (objection != null) {
                results[i] = objection;
            } else if (item != null) {
                checked[i] = CountRows.Row.of(count, item.sku());
            }
        }
        return checked;
    }

    /** By count, why it is not believed: for itself, or with all others of its location. */
    private Map<String, String> doubts(List<CountRows.Row> fresh) {
        Map<String, String> doubts = new HashMap<>();
        fresh.forEach(row ->
                guard.objection(row.counted(), row.expected()).ifPresent(objection -> doubts.put(row.id(), objection)));
        Map<String, List<CountRows.Row>> byLocation = fresh.stream()
                .collect(Collectors.groupingBy(row -> row.cell().location(), TreeMap::new, Collectors.toList()));
        Map<String, CountGuard.Effect> effects = guard.effects(newestOfEachCell(fresh));
        byLocation.forEach((location, rowsThere) -> {
            CountGuard.Effect effect = effects.get(location);
            if (effect != null) {
                guard.objection(location, effect)
                        .ifPresent(objection -> rowsThere.forEach(row -> doubts.putIfAbsent(row.id(), objection)));
            }
        });
        return doubts;
    }

    private static List<CountGuard.Counted> newestOfEachCell(List<CountRows.Row> rows) {
        Map<Cell, CountRows.Row> newest = new HashMap<>();
        rows.forEach(row -> newest.merge(
                row.cell(), row, (one, other) -> other.countedAt().isBefore(one.countedAt()) ? one : other));
        return new ArrayList<>(newest.values())
                .stream()
                        .map(row -> new CountGuard.Counted(
                                row.cell().sku(), row.cell().location(), row.counted()))
                        .toList();
    }

    private static CountResult fresh(CountRows.Row row, @Nullable UUID held, Map<String, String> doubts) {
        return held == null
                ? CountResult.of(row.id(), Outcome.RECORDED)
                : CountResult.held(row.id(), held, CountGuard.SUSPICIOUS, doubts.getOrDefault(row.id(), ""));
    }

    private static CountResult again(CountRows.Row row, Known known, Map<String, String> doubts) {
        UUID held = known.held();
        if (!known.digest().equals(row.digest())) {
            return CountResult.conflict(row.id());
        }
        return held != null && known.state().equals("HELD")
                ? CountResult.held(
                        row.id(),
                        held,
                        CountGuard.SUSPICIOUS,
                        doubts.getOrDefault(row.id(), "It waits for a person already."))
                : CountResult.of(row.id(), Outcome.DUPLICATE);
    }
}
