package io.noren.integration.qr.label;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.label.LabelRefused.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shelf labels, many at once. */
@RestController
@RequestMapping("/api/v1/label-jobs")
class LabelJobController {
    private static final int MOST_LISTED = 100;
    private static final int MOST_LEFT_OUT_TOLD = 200;
    private static final int MOST_CHANGED_TOLD = 1_000;

    private final LabelJobs jobs;
    private final Labels labels;
    private final PrintedLabels printed;
    private final PublicAddress address;

    LabelJobController(LabelJobs jobs, Labels labels, PrintedLabels printed, PublicAddress address) {
        this.jobs = jobs;
        this.labels = labels;
        this.printed = printed;
        this.address = address;
    }

    /** Which labels; exactly one of the last five says of which items. */
    record Wish(
            @NotBlank String location,
            @Nullable String template,
            @Nullable String format,
            @Nullable Boolean priceBeforeTax,
            @Nullable List<@NotNull String> skus,
            @Nullable String filter,
            @Nullable Boolean all,
            @Nullable Boolean changed,
            @Nullable Instant changedSince) {

        LabelSelection selection() {
            List<LabelSelection> given = Stream.of(
                            skus == null ? null : LabelSelection.of(skus),
                            filter == null ? null : LabelSelection.found(filter),
                            Boolean.TRUE.equals(all) ? LabelSelection.all() : null,
                            Boolean.TRUE.equals(changed) ? LabelSelection.changed() : null,
                            changedSince == null ? null : LabelSelection.changedSince(changedSince))
                    .flatMap(Stream::ofNullable)
                    .toList();
            if (given.size() != 1) {
                throw new LabelRefused(
                        Reason.BAD_SELECTION,
                        "skus",
                        "Say exactly one of skus, filter, all, changed and changedSince.");
            }
            return given.get(0);
        }
    }

    /** A job, and where its file is once it is there. */
    record Told(
            UUID id,
            String location,
            LabelSelection.Kind selection,
            String template,
            String format,
            boolean priceBeforeTax,
            LabelJob.State state,
            @Nullable Integer total,
            int done,
            int leftOut,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LabelJob.LeftOut> notPrinted,
            LabelJob.@Nullable Failure failure,
            String requestedBy,
            Instant requestedAt,
            @Nullable Instant finishedAt,
            @Nullable Long size,
            @Nullable String file) {

        static Told of(LabelJob job, List<LabelJob.LeftOut> leftOut) {
            return new Told(
                    job.id(),
                    job.location(),
                    job.selection().kind(),
                    job.template().id(),
                    job.format().id(),
                    job.beforeTax(),
                    job.state(),
                    job.total(),
                    job.done(),
                    job.leftOut(),
                    leftOut,
                    job.failure(),
                    job.requestedBy(),
                    job.requestedAt(),
                    job.finishedAt(),
                    job.size(),
                    job.size() == null ? null : path(job.id()) + "/file");
        }
    }

    /** The newest first. */
    record Page(List<Told> jobs, @Nullable String next) {}

    /** Labels that tell another price than they should: how many, and the first of them. */
    record Changed(int total, List<String> skus) {}

    @PostMapping
    ResponseEntity<Told> start(@Valid @RequestBody Wish wish, Authentication caller, HttpServletRequest request) {
        WhoPrints.checked(caller, wish.location());
        LabelJob job = jobs.start(new NewLabelJob(
                wish.location(),
                wish.selection(),
                Objects.requireNonNullElse(wish.template(), LabelTemplate.A4_24.id()),
                Objects.requireNonNullElse(wish.format(), LabelFormat.PDF.id()),
                Boolean.TRUE.equals(wish.priceBeforeTax()),
                address.base(request),
                caller.getName()));
        return ResponseEntity.accepted().location(URI.create(path(job.id()))).body(Told.of(job, List.of()));
    }

    @GetMapping
    Page list(
            @RequestParam String location,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable Long after,
            Authentication caller) {
        WhoPrints.checked(caller, location);
        labels.store(location);
        int most = Math.max(1, Math.min(limit, MOST_LISTED));
        List<LabelJob> found = jobs.newest(location, after, most);
        return new Page(
                found.stream().map(job -> Told.of(job, List.of())).toList(),
                found.size() < most
                        ? null
                        : String.valueOf(found.get(found.size() - 1).number()));
    }

    @GetMapping("/changed")
    Changed changed(@RequestParam String location, Authentication caller) {
        WhoPrints.checked(caller, location);
        labels.store(location);
        return new Changed(printed.countChanged(location), printed.changed(location, MOST_CHANGED_TOLD));
    }

    @GetMapping("/{id}")
    Told one(@PathVariable UUID id, Authentication caller) {
        LabelJob job = mine(id, caller);
        return Told.of(job, jobs.leftOut(id, MOST_LEFT_OUT_TOLD));
    }

    @GetMapping("/{id}/file")
    void file(@PathVariable UUID id, Authentication caller, HttpServletResponse answer) throws IOException {
        jobs.send(mine(id, caller), answer);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> cancel(@PathVariable UUID id, Authentication caller) {
        jobs.cancel(mine(id, caller).id());
        return ResponseEntity.noContent().build();
    }

    private LabelJob mine(UUID id, Authentication caller) {
        LabelJob job = jobs.find(id)
                .orElseThrow(() -> new LabelRefused(
                        Reason.UNKNOWN_LABEL_JOB,
                        null,
                        "There is no such label job, or it is so old that it is gone."));
        WhoPrints.checked(caller, job.location());
        return job;
    }

    private static String path(UUID job) {
        return "/api/v1/label-jobs/" + job;
    }
}
