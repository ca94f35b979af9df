package io.noren.loyalty.web;

import io.noren.loyalty.PointsAudit;
import io.noren.loyalty.PointsAuditor;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.PointsEntry;
import io.noren.loyalty.PointsLiability;
import io.noren.loyalty.PointsRepair;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Points that are told outright, and the programme's books. */
@RestController
@RequestMapping("/api/v1/points")
class PointsController {
    private static final Duration LONGEST_AUDIT = Duration.ofSeconds(10);

    private final PointsByWord points;
    private final PointsAudit audit;
    private final PointsAuditor auditor;
    private final PointsRepair repair;
    private final PointsLiability liability;

    PointsController(
            PointsByWord points,
            PointsAudit audit,
            PointsAuditor auditor,
            PointsRepair repair,
            PointsLiability liability) {
        this.points = points;
        this.audit = audit;
        this.auditor = auditor;
        this.repair = repair;
        this.liability = liability;
    }

    /** Points for a member, by the key of the system that gives them. */
    record EarnRequest(
            @NotNull UUID member,
            @NotNull Long points,
            @NotBlank String source,
            @NotBlank String sourceTransaction) {}

    /** Points that go back; {@code earnedBy} is what the same source called the earning. */
    record ReturnRequest(
            @NotNull UUID member,
            @NotNull Long points,
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @Nullable String earnedBy) {}

    /** Points that a person puts right, below 0 what is taken. */
    record AdjustRequest(
            @NotNull UUID member,
            @NotNull Long points,
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @NotBlank String reason) {}

    /** Accounts whose kept numbers are to be rebuilt. */
    record RepairRequest(
            @NotNull @Size(min = 1, max = 1_000) Set<@NotNull UUID> accounts,
            @NotBlank String reason) {}

    /** The whole audit, and what the one knows who goes round anyway. */
    record AuditAnswer(
            Instant checkedAt,
            long accounts,
            List<PointsAudit.Difference> differences,
            @Nullable UUID next,
            PointsAuditor.Progress auditor) {}

    @PostMapping("/earn")
    @ResponseStatus(HttpStatus.CREATED)
    PointsEntry earn(@Valid @RequestBody EarnRequest request) {
        return points.earn(
                request.member(),
                request.points(),
                new PointsByWord.Key(request.source(), request.sourceTransaction()));
    }

    @PostMapping("/returns")
    @ResponseStatus(HttpStatus.CREATED)
    PointsEntry takeBack(@Valid @RequestBody ReturnRequest request) {
        return points.takeBack(
                request.member(),
                request.points(),
                new PointsByWord.Key(request.source(), request.sourceTransaction()),
                request.earnedBy());
    }

    @PostMapping("/adjustments")
    @ResponseStatus(HttpStatus.CREATED)
    PointsEntry adjust(@Valid @RequestBody AdjustRequest request, @Nullable Principal principal) {
        return points.adjust(
                request.member(),
                request.points(),
                new PointsByWord.Key(request.source(), request.sourceTransaction()),
                request.reason(),
                name(principal));
    }

    @GetMapping("/audit")
    AuditAnswer audit(@RequestParam(required = false) @Nullable UUID after) {
        PointsAudit.Report report = audit.check(after, LONGEST_AUDIT);
        return new AuditAnswer(
                report.checkedAt(), report.accounts(), report.differences(), report.next(), auditor.progress());
    }

    @PostMapping("/audit/repair")
    PointsRepair.Report repair(@Valid @RequestBody RepairRequest request, @Nullable Principal principal) {
        return repair.repair(request.accounts(), request.reason(), name(principal));
    }

    @GetMapping("/liability")
    PointsLiability.Report liability() {
        return liability.report();
    }

    private static String name(@Nullable Principal principal) {
        return principal == null ? "unknown" : principal.getName();
    }
}
