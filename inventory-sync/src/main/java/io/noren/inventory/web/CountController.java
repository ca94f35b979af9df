package io.noren.inventory.web;

import static io.noren.inventory.web.RowReader.given;
import static io.noren.inventory.web.RowReader.instant;

import io.noren.inventory.CountResult;
import io.noren.inventory.HeldChange;
import io.noren.inventory.HeldChanges;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Counts, and those that wait for a person. */
@RestController
@RequestMapping("/api/v1/stock")
class CountController {

    private static final int MOST_ROWS = 5_000;

    private final StockCounts counts;
    private final HeldChanges held;

    CountController(StockCounts counts, HeldChanges held) {
        this.counts = counts;
        this.held = held;
    }

    record Batch(@NotNull List<Row> counts) {}

    /** Nothing is required of a row's shape: what is missing or odd is that row's result, not its neighbours'. */
    record Row(
            @Nullable String id,
            @Nullable String sku,
            @Nullable String location,
            @Nullable BigDecimal counted,
            @Nullable String countedAt,
            @Nullable BigDecimal expected) {}

    record Results(List<CountResult> results) {}

    record Page(List<HeldChange> held, @Nullable UUID next) {}

    /** What was counted, as of when it was counted; up to 5,000, each with its own result. */
    @PostMapping("/counts")
    Results record(@Valid @RequestBody Batch batch) {
        if (batch.counts().size() > MOST_ROWS) {
            throw new Refusal("TOO_MANY_COUNTS", "Send at most " + MOST_ROWS + " counts at once.", "counts", Map.of());
        }
        CountResult[] results = new CountResult[batch.counts().size()];
        List<StockCount> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            try {
                good.add(count(batch.counts().get(i)));
                places.add(i);
            } catch (Refusal refusal) {
                String id = batch.counts().get(i).id();
                results[i] = CountResult.rejected(
                        id == null ? "" : id, refusal.code(), String.valueOf(refusal.getMessage()));
            }
        }
        List<CountResult> recorded = counts.record(good);
        for (int i = 0; i < places.size(); i++) {
            results[places.get(i)] = recorded.get(i);
        }
        return new Results(Arrays.asList(results));
    }

    /** What waits for a person, the oldest first; a key for some locations names the one it asks about. */
    @GetMapping("/held")
    Page held(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) HeldChange.@Nullable State state,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        if (location == null) {
            LocationKeys.checkEverywhere("This key is only for some locations: name the one that is asked about.");
        } else {
            LocationKeys.check(location);
        }
        List<HeldChange> found = held.list(location, state, after, limit);
        boolean more = !found.isEmpty() && found.size() >= Math.min(limit, HeldChanges.MOST);
        return new Page(found, more ? found.get(found.size() - 1).id() : null);
    }

    /** One of them, with what approving it would do now. */
    @GetMapping("/held/{id}")
    HeldChange.WithPreview one(@PathVariable UUID id) {
        return new HeldChange.WithPreview(mine(id), held.preview(id));
    }

    @PostMapping("/held/{id}/approve")
    HeldChange approve(@PathVariable UUID id) {
        return held.approve(mine(id).id());
    }

    @PostMapping("/held/{id}/drop")
    HeldChange drop(@PathVariable UUID id) {
        return held.drop(mine(id).id());
    }

    @PostMapping("/held/{id}/undo")
    HeldChange undo(@PathVariable UUID id) {
        return held.undo(mine(id).id());
    }

    private HeldChange mine(UUID id) {
        HeldChange change = held.find(id).orElseThrow(() -> HeldChanges.unknown(id));
        LocationKeys.check(change.location());
        return change;
    }

    private static StockCount count(Row row) {
        String location = given(row.location(), "location");
        LocationKeys.check(location);
        return new StockCount(
                given(row.id(), "id"),
                ItemReference.sku(given(row.sku(), "sku")),
                location,
                given(row.counted(), "counted"),
                instant(given(row.countedAt(), "countedAt"), "countedAt"),
                row.expected());
    }
}
