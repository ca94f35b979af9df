package io.noren.inventory.web;

import io.noren.inventory.NumberRule;
import io.noren.inventory.NumberRules;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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

/** How the retailer's restricted circulation numbers are read. */
@RestController
@RequestMapping("/api/v1/number-rules")
class NumberRuleController {

    private static final String FOR_ALL = "Number rules concern every location; this key is only for some.";

    private final NumberRules rules;

    NumberRuleController(NumberRules rules) {
        this.rules = rules;
    }

    record NumberRuleBody(
            @Nullable String id,
            @Nullable String source,
            @NotNull String pattern,
            @Nullable Integer weightDecimals,
            @Nullable Long version) {

        static NumberRuleBody of(Versioned<NumberRule> stored) {
            NumberRule rule = stored.value();
            return new NumberRuleBody(
                    rule.id(), rule.source(), rule.pattern(), rule.weightDecimals(), stored.version());
        }

        NumberRule toRule(String path) {
            Versions.checkSameId(path, id);
            return new NumberRule(path, source, pattern, weightDecimals == null ? NumberRule.GRAMS : weightDecimals);
        }
    }

    record Page(List<NumberRuleBody> rules, @Nullable String next) {}

    @PutMapping("/{id}")
    ResponseEntity<NumberRuleBody> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody NumberRuleBody body) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<NumberRule> stored = rules.put(body.toRule(id), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(NumberRuleBody.of(stored));
    }

    @GetMapping("/{id}")
    ResponseEntity<NumberRuleBody> get(@PathVariable String id) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<NumberRule> stored = rules.find(id).orElseThrow(() -> unknown(id));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(NumberRuleBody.of(stored));
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
        List<NumberRuleBody> page =
                rules.after(after, most).stream().map(NumberRuleBody::of).toList();
        return new Page(page, Pages.next(page, most, NumberRuleBody::id));
    }

    private static Refusal unknown(String id) {
        return new Refusal("NO_SUCH_NUMBER_RULE", "There is no number rule " + id + ".");
    }
}
