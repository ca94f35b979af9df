package io.noren.inventory;

import io.noren.inventory.MovementKeys.Claim;
import io.noren.inventory.MovementResult.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The book of everything that changed stock: written once, never edited. Levels are its sums.
 *
 * <p>A batch is recorded in one transaction with a handful of statements, however long it is. Every row has its own
 * result: a bad one never hurts its neighbours. Reporting a movement again, in any order, beside any other writer,
 * changes nothing.
 */
@Component
public class StockLedger {

    private final RetriedTransaction transaction;
    private final MasterData masterData;
    private final MovementKeys keys;
    private final StockLevels levels;
    private final StoreFeeds feeds;
    private final Clock clock;

    StockLedger(
            RetriedTransaction transaction,
            MasterData masterData,
            MovementKeys keys,
            StockLevels levels,
            StoreFeeds feeds,
            Clock clock) {
        this.transaction = transaction;
        this.masterData = masterData;
        this.keys = keys;
        this.levels = levels;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** Records what is new of it; the results are in the order of the movements. */
    public List<MovementResult> record(List<Movement> movements) {
        Writer writer = Writer.here();
        return recordReported(movements.stream()
                .map(movement -> new Reported(movement, writer))
                .toList());
    }

    /** A movement and on whose behalf it is recorded. */
    record Reported(Movement movement, Writer writer) {}

    /** Records what is new of many reports; the results are in their order. */
    List<MovementResult> recordReported(List<Reported> movements) {
        return movements.isEmpty() ? List.of() : transaction.run(() -> recordOnce(movements));
    }

    private List<MovementResult> recordOnce(List<Reported> movements) {
        Instant now = Sql.micros(clock.instant());
        List<Row> rows = check(movements, now);
        Map<String, UUID> digests = new LinkedHashMap<>();
        rows.stream()
                .flatMap(row -> row.checked().stream())
                .forEach(row -> digests.putIfAbsent(row.key(), row.digest()));
        Map<String, Claim> claims = digests.isEmpty() ? Map.of() : keys.claim(digests);

        List<LevelChange> changes = new ArrayList<>();
        Set<String> recorded = new HashSet<>();
        List<MovementResult> results = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Checked checked = row.checked().orElse(null);
            if (checked == null) {
                results.add(row.objection());
            } else if (claims.get(checked.key()) == Claim.OTHER
                    || !checked.digest().equals(digests.get(checked.key()))) {
                results.add(MovementResult.conflict(checked.key()));
            } else if (claims.get(checked.key()) == Claim.NEW && recorded.add(checked.key())) {
                changes.addAll(checked.changes());
                results.add(MovementResult.of(checked.key(), Outcome.RECORDED));
            } else {
                results.add(MovementResult.of(checked.key(), Outcome.DUPLICATE));
            }
        }
        Map<String, Level.Objection> objections = levels.apply(changes);
        keys.release(objections.keySet());
        feeds.heardFrom(changes);
        return objections.isEmpty() ? results : withObjections(results, objections);
    }

    /** What the level itself objected to is in the ledger neither now nor, for being repeated here, a second time. */
    private static List<MovementResult> withObjections(
            List<MovementResult> results, Map<String, Level.Objection> objections) {
        return results.stream()
                .map(result -> {
                    Level.Objection objection = objections.get(result.id());
                    return objection == null || result.result() == Outcome.CONFLICT
                            ? result
                            : objection.of(result.id());
                })
                .toList();
    }

    private List<Row> check(List<Reported> reported, Instant now) {
        List<Movement> movements = reported.stream().map(Reported::movement).toList();
        Map<ItemReference, KnownItem> items =
                masterData.items(movements.stream().map(Movement::item).collect(Collectors.toSet()));
        Set<String> locations =
                masterData.locations(movements.stream().map(Movement::location).collect(Collectors.toSet()));
        List<Row> rows = new ArrayList<>(movements.size());
        for (Reported each : reported) {
            Movement movement = each.movement();
            KnownItem item = items.get(movement.item());
            MovementRules.Context context =
                    new MovementRules.Context(item, locations.contains(movement.location()), now);
            MovementResult objection =
                    MovementRules.objection(movement, context).orElse(null);
            rows.add(
                    objection != null || item == null
                            ? new Row(objection, Optional.empty())
                            : new Row(null, Optional.of(checked(each, item, now))));
        }
        return rows;
    }

    private static Checked checked(Reported reported, KnownItem item, Instant now) {
        Movement movement = reported.movement();
        Instant receivedAt = movement.receivedAt();
        LevelChange told = new LevelChange(
                movement.id(),
                new Cell(item.sku(), movement.location()),
                movement.quantityName(),
                Quantities.plain(movement.delta()),
                movement.reason(),
                movement.document(),
                Sql.micros(movement.occurredAt()),
                receivedAt == null ? now : Sql.micros(receivedAt),
                reported.writer());
        // By what was told, not by what it led to: a case or a bundle may be another when it is told again.
        return new Checked(
                told.key(),
                MovementKeys.digest(told),
                item.moved(told.delta()).stream()
                        .map(moved -> told.of(new Cell(moved.sku(), movement.location()), moved.quantity()))
                        .toList());
    }

    /**
     * A reported movement that may be recorded.
     *
     * @param changes one; of a bundle, one for each of its parts
     */
    private record Checked(String key, UUID digest, List<LevelChange> changes) {}

    /** One reported movement: either there is an objection, or it is checked. */
    private record Row(@Nullable MovementResult refused, Optional<Checked> checked) {

        MovementResult objection() {
            return Objects.requireNonNull(refused, "a movement is refused or checked");
        }
    }
}
