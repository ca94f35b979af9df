package io.noren.inventory.counting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.noren.inventory.CountResult;
import io.noren.inventory.CountResult.Outcome;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Quantities;
import io.noren.inventory.Sql;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.counting.CountSessionRows.NewEntry;
import io.noren.inventory.counting.CountSessions.Counted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One batch of what was counted in a session: every row has its own result, a bad one never hurts its neighbours. */
final class CountTaking {

    private static final int LONGEST_ID = 100;
    private static final int LONGEST_COUNTER = 200;

    private final CountSessionRows rows;
    private final StockCounts counts;
    private final CountSession session;
    private final Instant now;

    CountTaking(CountSessionRows rows, StockCounts counts, CountSession session, Instant now) {
        this.rows = rows;
        this.counts = counts;
        this.session = session;
        this.now = now;
    }

    List<CountResult> take(List<Counted> counted) {
        List<@Nullable CountResult> objections = objections(counted);
        Map<String, NewEntry> wanted = new LinkedHashMap<>();
        List<@Nullable NewEntry> entries = new ArrayList<>(counted.size());
        for (int i = 0; i < counted.size(); i++) {
            NewEntry entry = objections.get(i) == null ? entry(counted.get(i)) : null;
            entries.add(entry);
            if (entry != null) {
                wanted.putIfAbsent(entry.id(), entry);
            }
        }
        Set<String> fresh = wanted.isEmpty() ? Set.of() : rows.insert(session.id(), List.copyOf(wanted.values()), now);
        Map<String, UUID> known = wanted.isEmpty() ? Map.of() : rows.known(session.id(), wanted.keySet());
        Set<String> told = new HashSet<>();
        List<CountResult> results = new ArrayList<>(counted.size());
        for (int i = 0; i < counted.size(); i++) {
            NewEntry entry = entries.get(i);
            results.add(
                    entry == null
                            ? Objects.requireNonNull(objections.get(i))
                            : result(entry, known, fresh.contains(entry.id()) && told.add(entry.id())));
        }
        return results;
    }

    private static CountResult result(NewEntry entry, Map<String, UUID> known, boolean isNew) {
        if (!entry.digest().equals(known.get(entry.id()))) {
            return new CountResult(
                    entry.id(),
                    Outcome.CONFLICT,
                    "COUNT_CONFLICT",
                    "This id was reported before with other content.",
                    null);
        }
        return new CountResult(entry.id(), isNew ? Outcome.RECORDED : Outcome.DUPLICATE, null, null, null);
    }

    private List<@Nullable CountResult> objections(List<Counted> counted) {
        List<@Nullable CountResult> objections = new ArrayList<>(counts.objections(counted.stream()
                .map(count -> new StockCount(
                        count.id(),
                        ItemReference.sku(count.sku()),
                        session.location(),
                        count.counted(),
                        count.countedAt(),
                        null))
                .toList()));
        Set<String> tasks = rows.tasksAmong(
                session.id(),
                counted.stream()
                        .map(Counted::sku)
                        .filter(sku -> sku.indexOf('\0') < 0)
                        .collect(Collectors.toSet()));
        for (int i = 0; i < counted.size(); i++) {
            Counted count = counted.get(i);
            String counter = count.counter();
            if (count.id().length() > LONGEST_ID) {
                objections.set(
                        i, CountResult.rejected(count.id(), "BAD_ID", "A count's id has 1 to 100 characters here."));
            } else if (counter != null && (counter.length() > LONGEST_COUNTER || counter.indexOf('\0') >= 0)) {
                objections.set(
                        i,
                        CountResult.rejected(
                                count.id(), "BAD_COUNTER", "A counter's name has at most 200 characters."));
            } else if (objections.get(i) == null && !tasks.contains(count.sku())) {
                objections.set(
                        i,
                        CountResult.rejected(
                                count.id(), "NOT_IN_SESSION", "This session does not count " + count.sku() + "."));
            }
        }
        return objections;
    }

    private static NewEntry entry(Counted count) {
        Instant countedAt = Sql.micros(count.countedAt());
        String content = String.join(
                "\n",
                count.sku(),
                Quantities.plain(count.counted()).toPlainString(),
                countedAt.toString(),
                String.valueOf(count.counter()));
        return new NewEntry(
                count.id(),
                count.sku(),
                Quantities.plain(count.counted()),
                countedAt,
                count.counter(),
                UUID.nameUUIDFromBytes(content.getBytes(UTF_8)));
    }
}
