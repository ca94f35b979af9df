package io.noren.inventory.web;

import static io.noren.inventory.web.RowReader.given;
import static io.noren.inventory.web.RowReader.instant;

import io.noren.inventory.CountResult;
import io.noren.inventory.Refusal;
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import io.noren.inventory.counting.CountSessions;
import io.noren.inventory.counting.NewCountSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Counting a location together. */
@RestController
@RequestMapping("/api/v1/count-sessions")
class CountSessionController {

    private static final int MOST_ROWS = 5_000;

    private final CountSessions sessions;
    private final Clock clock;

    CountSessionController(CountSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * @param reference the caller's own number for it: asked again with the same content it is the same session
     * @param blind whether who counts is told what the books say only afterwards; true when absent
     * @param selfApproval whether who counted may approve it, too; false when absent
     */
    record Open(
            @NotBlank String reference,
            @NotBlank String location,
            @Nullable Boolean blind,
            @Nullable Boolean selfApproval,
            @NotNull @Valid Select select) {

        NewCountSession toSession() {
            return new NewCountSession(
                    location,
                    reference,
                    !Boolean.FALSE.equals(blind),
                    Boolean.TRUE.equals(selfApproval),
                    Boolean.TRUE.equals(select.notFound()),
                    Boolean.TRUE.equals(select.oversold()),
                    select.nearZero(),
                    Optional.ofNullable(select.classes()).map(Set::copyOf).orElse(Set.of()),
                    Optional.ofNullable(select.days()).orElse(NewCountSession.USUAL_DAYS),
                    select.category(),
                    Optional.ofNullable(select.skus()).orElse(List.of()));
        }
    }

    /**
     * What at least one of these names is counted.
     *
     * @param notFound what somebody looked for in vain
     * @param oversold what was sold though the books had not so many, or had promised it
     * @param nearZero what has at most so many on hand, less than nothing too, but not exactly none
     * @param classes A makes up the first 80 % of the quantity sold there, B what follows up to 95 %, C is the rest
     * @param days of whose sales; 90 when absent, at most 366
     */
    record Select(
            @Nullable Boolean notFound,
            @Nullable Boolean oversold,
            @Nullable BigDecimal nearZero,
            @Nullable List<@NotNull String> classes,
            @Nullable Integer days,
            @Nullable String category,
            @Nullable List<@NotNull String> skus) {}

    record Batch(@NotNull List<@NotNull Row> counts) {}

    /** Nothing is required of a row's shape: what is missing or odd is that row's result, not its neighbours'. */
    record Row(
            @Nullable String id,
            @Nullable String sku,
            @Nullable BigDecimal counted,
            @Nullable String countedAt,
            @Nullable String counter) {}

    record Results(List<CountResult> results) {}

    record Recount(@Nullable List<@NotNull String> skus) {}

    record Tasks(List<Task> tasks, @Nullable String next) {}

    record Variances(List<Variance> variances, @Nullable String next) {}

    record Page(List<CountSession> sessions, @Nullable UUID next) {}

    @PostMapping
    ResponseEntity<CountSession> open(@Valid @RequestBody Open body) {
        LocationKeys.check(body.location());
        CountSession opened = sessions.open(body.toSession());
        return ResponseEntity.created(URI.create("/api/v1/count-sessions/" + opened.id()))
                .body(opened);
    }

    @GetMapping("/{id}/tasks")
    Tasks tasks(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        int most = Pages.limit(limit);
        List<Task> page = sessions.tasks(mine(id).id(), after, most);
        return new Tasks(page, Pages.next(page, most, Task::sku));
    }

    @PostMapping("/{id}/counts")
    Results count(@PathVariable UUID id, @Valid @RequestBody Batch batch) {
        UUID session = mine(id).id();
        if (batch.counts().size() > MOST_ROWS) {
            throw new Refusal("TOO_MANY_COUNTS", "Send at most " + MOST_ROWS + " counts at once.", "counts", Map.of());
        }
        CountResult[] results = new CountResult[batch.counts().size()];
        List<CountSessions.Counted> good = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            Row row = batch.counts().get(i);
            try {
                good.add(counted(row));
                places.add(i);
            } catch (Refusal refusal) {
                results[i] = CountResult.rejected(
                        Optional.ofNullable(row.id()).orElse(""), refusal.code(), String.valueOf(refusal.getMessage()));
            }
        }
        List<CountResult> kept = sessions.count(session, good);
        for (int i = 0; i < places.size(); i++) {
            results[places.get(i)] = kept.get(i);
        }
        return new Results(Arrays.asList(results));
    }

    private CountSessions.Counted counted(Row row) {
        String at = row.countedAt();
        Instant countedAt = at == null ? clock.instant() : instant(at, "countedAt");
        return new CountSessions.Counted(
                given(row.id(), "id"),
                given(row.sku(), "sku"),
                given(row.counted(), "counted"),
                countedAt,
                row.counter());
    }

    @PostMapping("/{id}/submit")
    CountSession submit(@PathVariable UUID id) {
        return sessions.submit(mine(id).id());
    }

    @GetMapping("/{id}/variances")
    Variances variances(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "100") int limit) {
        int most = Pages.limit(limit);
        List<Variance> page = sessions.variances(mine(id).id(), after, most);
        return new Variances(page, Pages.next(page, most, Variance::sku));
    }

    @PostMapping("/{id}/approve")
    CountSession approve(@PathVariable UUID id) {
        return sessions.approve(mine(id).id());
    }

    @PostMapping("/{id}/reject")
    CountSession reject(@PathVariable UUID id, @RequestBody(required = false) @Nullable Recount body) {
        return sessions.reject(mine(id).id(), body == null || body.skus() == null ? List.of() : body.skus());
    }

    @PostMapping("/{id}/cancel")
    CountSession cancel(@PathVariable UUID id) {
        return sessions.cancel(mine(id).id());
    }

    @GetMapping("/{id}")
    CountSession one(@PathVariable UUID id) {
        return mine(id);
    }

    @GetMapping
    Page list(
            @RequestParam String location,
            @RequestParam(required = false) @Nullable List<CountSession.State> state,
            @RequestParam(required = false) @Nullable UUID after,
            @RequestParam(defaultValue = "50") int limit) {
        LocationKeys.check(location);
        int most = Pages.limit(limit);
        List<CountSession> found =
                sessions.list(location, Optional.ofNullable(state).orElse(List.of()), after, most);
        return new Page(
                found, found.size() < most ? null : found.get(found.size() - 1).id());
    }

    private CountSession mine(UUID id) {
        CountSession session = sessions.find(id).orElseThrow(() -> CountSessions.unknown(id));
        LocationKeys.check(session.location());
        return session;
    }
}
