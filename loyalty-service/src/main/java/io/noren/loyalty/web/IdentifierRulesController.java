package io.noren.loyalty.web;

import io.noren.loyalty.BlockedIdentifier;
import io.noren.loyalty.IdentifierRule;
import io.noren.loyalty.IdentifierRuleSet;
import io.noren.loyalty.IdentifierRules;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.RuleDryRun;
import io.noren.loyalty.RuleDryRuns;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.security.Principal;
import java.util.List;
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

/** What identifiers may do: looked at, tried on history, put into force. */
@RestController
@RequestMapping("/api/v1/identifier-rules")
class IdentifierRulesController {
    private final IdentifierRules rules;
    private final RuleDryRuns dryRuns;

    IdentifierRulesController(IdentifierRules rules, RuleDryRuns dryRuns) {
        this.rules = rules;
        this.dryRuns = dryRuns;
    }

    /** One type's rule; see {@link IdentifierRule}. */
    record Wanted(
            @NotNull IdentifierType type,
            @NotNull Integer priority,
            @Nullable Integer most,
            @NotNull Boolean tellsApart,
            @NotNull Boolean merges,
            @NotNull Boolean spends) {
        IdentifierRule toRule() {
            return new IdentifierRule(type, priority, most, tellsApart, merges, spends);
        }
    }

    /** A value that shall lead to nobody, in any spelling. */
    record Blocked(@NotNull IdentifierType type, @NotBlank String value) {
        BlockedIdentifier toIdentifier() {
            return new BlockedIdentifier(type, value);
        }
    }

    /** Rules to try: one for each type, and all values that are to be blocked. */
    record DryRunRequest(
            @NotNull List<@NotNull @Valid Wanted> rules,
            @NotNull List<@NotNull @Valid Blocked> blocked) {}

    /** Rules to put into force, as they were tried, and why. */
    record ActivateRequest(@NotNull UUID dryRun, @NotBlank String reason) {}

    @GetMapping
    ResponseEntity<IdentifierRuleSet> inForce() {
        return answer(rules.inForce());
    }

    @GetMapping("/versions/{version}")
    IdentifierRuleSet version(@PathVariable long version) {
        return rules.version(version);
    }

    @PostMapping("/dry-runs")
    ResponseEntity<RuleDryRun> attempt(@Valid @RequestBody DryRunRequest request, @Nullable Principal principal) {
        RuleDryRun run = dryRuns.attempt(
                request.rules().stream().map(Wanted::toRule).toList(),
                request.blocked().stream().map(Blocked::toIdentifier).toList(),
                Actor.name(principal));
        return ResponseEntity.created(URI.create("/api/v1/identifier-rules/dry-runs/" + run.id()))
                .body(run);
    }

    @GetMapping("/dry-runs/{id}")
    RuleDryRun show(@PathVariable UUID id) {
        return dryRuns.get(id);
    }

    @PutMapping
    ResponseEntity<IdentifierRuleSet> activate(
            @Valid @RequestBody ActivateRequest request, @Nullable Principal principal) {
        return answer(rules.activate(request.dryRun(), request.reason(), Actor.name(principal)));
    }

    private static ResponseEntity<IdentifierRuleSet> answer(IdentifierRuleSet rules) {
        return ResponseEntity.ok().eTag(Long.toString(rules.version())).body(rules);
    }
}
