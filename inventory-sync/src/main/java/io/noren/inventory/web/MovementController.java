package io.noren.inventory.web;

import static io.noren.inventory.web.RowReader.given;
import static io.noren.inventory.web.RowReader.instant;

import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.ReportedMovements;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/stock")
class MovementController {

    private static final int MOST_ROWS = 5_000;

    private final ReportedMovements reported;
    private final MovementHistory history;

    MovementController(ReportedMovements reported, MovementHistory history) {
        this.reported = reported;
        this.history = history;
    }

    record Batch(@NotNull List<@NotNull Row> movements) {}

    /** Nothing is required of a row's shape: what is missing or odd is that row's result, not its neighbours'. */
    record Row(
            @Nullable String id,
            @Nullable String sku,
            @Nullable String location,
            @Nullable String quantityName,
            @Nullable BigDecimal delta,
            @Nullable String reason,
            @Nullable String occurredAt,
            @Nullable String document) {}

    record Results(List<MovementResult> results) {}

    record Page(
            List<MovementHistory.Entry> movements, @Nullable String next) {}

    @PostMapping("/movements")
    Results record(@Valid @RequestBody Batch batch) {
        if (batch.movements().size() > MOST_ROWS) {
            throw new Refusal(
                    "TOO_MANY_MOVEMENTS", "Send at most " + MOST_ROWS + " movements at once.", "movements", Map.of());
        }
        MovementResult[] results = new MovementResult[batch.movements().size()];
        List<Movement> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            try {
                good.add(movement(batch.movements().get(i)));
                places.add(i);
            } catch (Refusal refusal) {
                String id = batch.movements().get(i).id();
                results[i] = MovementResult.rejected(
                        id == null ? "" : id, refusal.code(), String.valueOf(refusal.getMessage()));
            }
        }
        List<MovementResult> recorded = reported.record(good);
        for (int i = 0; i < places.size(); i++) {
            results[places.get(i)] = recorded.get(i);
        }
        return new Results(Arrays.asList(results));
    }

    @GetMapping("/movements")
    Page movements(
            @RequestParam String sku,
            @RequestParam String location,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.check(location);
        List<MovementHistory.Entry> entries = history.of(sku, location, sequence(after), limit);
        return new Page(
                entries,
                entries.isEmpty()
                        ? after
                        : String.valueOf(entries.get(entries.size() - 1).sequence()));
    }

    private static Movement movement(Row row) {
        String location = given(row.location(), "location");
        LocationKeys.check(location);
        return new Movement(
                given(row.id(), "id"),
                ItemReference.sku(given(row.sku(), "sku")),
                location,
                row.quantityName() == null ? QuantityName.ON_HAND : quantityName(row.quantityName()),
                given(row.delta(), "delta"),
                reason(given(row.reason(), "reason")),
                instant(given(row.occurredAt(), "occurredAt"), "occurredAt"),
                row.document(),
                null);
    }

    private static QuantityName quantityName(String text) {
        return Arrays.stream(QuantityName.values())
                .filter(name -> name.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "UNKNOWN_QUANTITY",
                        "No quantity '" + text + "': ON_HAND, DAMAGED, QUALITY_CONTROL or DISPLAY.",
                        "quantityName",
                        Map.of()));
    }

    private static MovementReason reason(String text) {
        return Arrays.stream(MovementReason.values())
                .filter(reason -> reason.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "UNKNOWN_REASON",
                        "No reason '" + text + "': one of " + List.of(MovementReason.values()) + ".",
                        "reason",
                        Map.of()));
    }

    private static long sequence(@Nullable String after) {
        try {
            return after == null ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw caused(new Refusal("BAD_CURSOR", "Give back the 'next' you got.", "after", Map.of()), e);
        }
    }

    private static Refusal caused(Refusal refusal, Exception cause) {
        refusal.initCause(cause);
        return refusal;
    }
}
