package io.noren.loyalty.web;

import io.noren.loyalty.PointsDryRun;
import io.noren.loyalty.PointsDryRuns;
import io.noren.loyalty.PointsPolicy;
import io.noren.loyalty.PointsRounding;
import io.noren.loyalty.PointsRuleSet;
import io.noren.loyalty.PointsRules;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What purchases earn and how long it lasts: looked at, tried on past purchases, put into force. */
@RestController
@RequestMapping("/api/v1/points/rules")
class PointsRulesController {
    private final PointsRules rules;
    private final PointsDryRuns dryRuns;

    PointsRulesController(PointsRules rules, PointsDryRuns dryRuns) {
        this.rules = rules;
        this.dryRuns = dryRuns;
    }

    /** Rules to try; see {@link PointsPolicy}. */
    record Wanted(
            @NotNull Map<@NotBlank String, @NotNull BigDecimal> pointsPer,
            @NotNull PointsRounding rounding,
            @NotNull Duration pendingFor,
            @Nullable Period expireAfter,
            @NotNull Period givenBackLastFor) {
        PointsPolicy toPolicy() {
            return new PointsPolicy(pointsPer, rounding, pendingFor, expireAfter, givenBackLastFor);
        }
    }

    /** Rules to try on the purchases of these days, both included; last month's unless said otherwise. */
    record PointsDryRunRequest(
            @NotNull @Valid Wanted rules,
            @Nullable LocalDate from,
            @Nullable LocalDate until) {}

    /** Rules to put into force, as they were tried, from when on, and why. */
    record ActivatePointsRequest(
            @NotNull UUID dryRun,
            @Nullable Instant beginsAt,
            @NotBlank String reason) {}

    /** All versions there are, the latest first. */
    record Versions(List<PointsRuleSet> versions) {}

    @GetMapping
    ResponseEntity<PointsRuleSet> inForce() {
        return answer(rules.inForce());
    }

    @GetMapping("/versions")
    Versions versions() {
        return new Versions(rules.versions());
    }

    @GetMapping("/versions/{version}")
    PointsRuleSet version(@PathVariable long version) {
        return rules.version(version);
    }

    @PostMapping("/dry-runs")
    ResponseEntity<PointsDryRun> attempt(
            @Valid @RequestBody PointsDryRunRequest request, @Nullable Principal principal) {
        PointsDryRun run =
                dryRuns.attempt(request.rules().toPolicy(), request.from(), request.until(), Actor.name(principal));
        return ResponseEntity.created(URI.create("/api/v1/points/rules/dry-runs/" + run.id()))
                .body(run);
    }

    @GetMapping("/dry-runs/{id}")
    PointsDryRun show(@PathVariable UUID id) {
        return dryRuns.get(id);
    }

    @PutMapping
    ResponseEntity<PointsRuleSet> activate(
            @Valid @RequestBody ActivatePointsRequest request, @Nullable Principal principal) {
        return answer(rules.activate(request.dryRun(), request.beginsAt(), request.reason(), Actor.name(principal)));
    }

    private static ResponseEntity<PointsRuleSet> answer(PointsRuleSet rules) {
        return ResponseEntity.ok().eTag(Long.toString(rules.version())).body(rules);
    }
}
