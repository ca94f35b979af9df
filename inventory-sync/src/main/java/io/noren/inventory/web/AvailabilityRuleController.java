package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.AvailabilityRule;
import io.noren.inventory.availability.AvailabilityRules;
import jakarta.validation.Valid;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is promised, and how much is kept. A rule may concern every location. */
@RestController
@RequestMapping("/api/v1/availability-rules")
class AvailabilityRuleController {

    private static final String FOR_ALL = "Rules concern every location; this key is only for some.";

    private final AvailabilityRules rules;

    AvailabilityRuleController(AvailabilityRules rules) {
        this.rules = rules;
    }

    /** A scope names what the rule is for; what it leaves out is for all. */
    record RuleBody(
            @Nullable String id,
            AvailabilityRule.@Nullable Scope scope,
            @Nullable BigDecimal safetyStock,
            AvailabilityRule.@Nullable Buffer buffer,
            @Nullable BigDecimal threshold,
            @Nullable Boolean pickup,
            @Nullable Boolean ship,
            AvailabilityRule.@Nullable StaleFeed staleFeed,
            @Nullable Long version) {

        static RuleBody of(Versioned<AvailabilityRule> stored) {
            AvailabilityRule rule = stored.value();
            return new RuleBody(
                    rule.id(),
                    rule.scope(),
                    rule.safetyStock(),
                    rule.buffer(),
                    rule.threshold(),
                    rule.pickup(),
                    rule.ship(),
                    rule.staleFeed(),
                    stored.version());
        }

        AvailabilityRule toRule(String path) {
            Versions.checkSameId(path, id);
            return new AvailabilityRule(
                    path,
                    scope == null ? new AvailabilityRule.Scope(null, null, null, null) : scope,
                    safetyStock,
                    buffer,
                    threshold,
                    pickup,
                    ship,
                    staleFeed);
        }
    }

    record Page(List<RuleBody> rules, @Nullable String next) {}

    @PutMapping("/{id}")
    ResponseEntity<RuleBody> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody RuleBody body) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<AvailabilityRule> stored = rules.put(body.toRule(id), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(RuleBody.of(stored));
    }

    @GetMapping("/{id}")
    ResponseEntity<RuleBody> get(@PathVariable String id) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<AvailabilityRule> stored = rules.find(id).orElseThrow(() -> unknown(id));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(RuleBody.of(stored));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            @PathVariable String id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        LocationKeys.checkEverywhere(FOR_ALL);
        if (!rules.delete(id, Versions.seen(ifMatch, null))) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    /** In the order of ids, at most 500 at once. */
    @GetMapping
    Page all(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.checkEverywhere(FOR_ALL);
        int most = Pages.limit(limit);
        List<RuleBody> page =
                rules.after(after, most).stream().map(RuleBody::of).toList();
        return new Page(page, Pages.next(page, most, RuleBody::id));
    }

    private static Refusal unknown(String id) {
        return new Refusal("NO_SUCH_RULE", "There is no rule " + id + ".");
    }
}
