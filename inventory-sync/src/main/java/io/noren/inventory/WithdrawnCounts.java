package io.noren.inventory;

import io.noren.inventory.CountResult.Outcome;
import io.noren.inventory.CountRows.Known;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Counts whose sender says that they were told in error. Which of the two is heard of first makes no difference: a count
 * that is withdrawn before it comes is kept as withdrawn, and is a duplicate when it comes. The books go to what the
 * remaining counts and movements say, as if it had never been.
 */
@Component
public class WithdrawnCounts {

    /** As for an approval that is undone: the count before it may be older, and what moved since must still be there. */
    private static final Duration LONGEST_REGRET = Duration.ofDays(30);

    private final RetriedTransaction transaction;
    private final StockCounts counts;
    private final CountRows rows;
    private final CountedLevels levels;
    private final Clock clock;

    WithdrawnCounts(
            RetriedTransaction transaction, StockCounts counts, CountRows rows, CountedLevels levels, Clock clock) {
        this.transaction = transaction;
        this.counts = counts;
        this.rows = rows;
        this.levels = levels;
        this.clock = clock;
    }

    /**
     * @param told the counts as they were reported, or will be
     * @return in their order: RECORDED where one counts no more from now on, DUPLICATE where it did not before either,
     *     CONFLICT where the count with its id says something else, REJECTED with the reason
     */
    public List<CountResult> withdraw(List<StockCount> told) {
        return told.isEmpty() ? List.of() : transaction.run(() -> withdrawOnce(told));
    }

    private List<CountResult> withdrawOnce(List<StockCount> told) {
        Instant now = Sql.micros(clock.instant());
        CountResult[] results = new CountResult[told.size()];
        CountRows.@Nullable Row[] checked = counts.check(told, results, now);
        Map<String, CountRows.Row> wanted = new TreeMap<>();
        for (int i = 0; i < checked.length; i++) {
            CountRows.Row row = checked[i];
            if (row != null && row.countedAt().isBefore(now.minus(LONGEST_REGRET))) {
                checked[i] = null;
                results[i] = CountResult.rejected(
                        row.id(), "WITHDRAWN_TOO_LATE", "It was counted more than 30 days ago: count again instead.");
            } else if (row != null) {
                wanted.putIfAbsent(row.id(), row);
            }
        }
        Set<String> first = withdraw(wanted, now);
        Map<String, Known> known = wanted.isEmpty() ? Map.of() : rows.known(wanted.keySet());
        for (int i = 0; i < checked.length; i++) {
            CountRows.Row row = checked[i];
            if (row != null) {
                Known kept = Objects.requireNonNull(known.get(row.id()), "it was just kept");
                results[i] = kept.digest().equals(row.digest())
                        ? CountResult.of(row.id(), first.remove(row.id()) ? Outcome.RECORDED : Outcome.DUPLICATE)
                        : CountResult.conflict(row.id());
            }
        }
        return List.of(results);
    }

    /** @return the ids of those that counted until now, or that nobody knew */
    private Set<String> withdraw(Map<String, CountRows.Row> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return new HashSet<>();
        }
        // First, so that of a count that comes at this moment one of the two waits here for the other.
        Set<String> withdrawn = new HashSet<>(rows.insertWithdrawn(List.copyOf(wanted.values()), Actor.current(), now));
        List<CountRows.Row> there = wanted.values().stream()
                .filter(row -> !withdrawn.contains(row.id()))
                .toList();
        Map<String, Cell> counting = rows.withdraw(there);
        withdrawn.addAll(counting.keySet());
        levels.settle(counting.values().stream().collect(Collectors.toSet()), "withdrawn");
        return withdrawn;
    }
}
