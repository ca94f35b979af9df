package io.noren.inventory.web;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.routing.RoutingChoice;
import io.noren.inventory.routing.RoutingChoices;
import io.noren.inventory.routing.RoutingReplays;
import io.noren.inventory.routing.RoutingRules;
import io.noren.inventory.routing.RoutingRulesBook;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** From where orders are sent home; for keys of all locations, because a choice tells of all of them. */
@RestController
class RoutingController {
    private static final String EVERYWHERE = "Routing tells of all locations: this key is only for some.";

    private final RoutingRulesBook rules;
    private final RoutingChoices choices;
    private final RoutingReplays replays;

    RoutingController(RoutingRulesBook rules, RoutingChoices choices, RoutingReplays replays) {
        this.rules = rules;
        this.choices = choices;
        this.replays = replays;
    }

    record All(List<RoutingRulesBook.Version> versions) {}

    record RulesBody(
            @NotNull BigDecimal distance,
            @NotNull BigDecimal stock,
            @NotNull BigDecimal load,
            @NotNull Integer splitLimit) {}

    /** @param rules a version to try, without anything being kept; null for the active one */
    record QuestionBody(
            @Nullable String channel,
            @NotNull List<@NotNull @Valid LineBody> lines,
            @Nullable GeoPoint to,
            @Nullable String reference,
            @Nullable Long rules) {

        RoutingChoices.Question toQuestion() {
            if (to != null && !(Math.abs(to.latitude()) <= 90 && Math.abs(to.longitude()) <= 180)) {
                throw Refusal.ofField("BAD_POINT", "to", "Give latitude and longitude in degrees.");
            }
            Map<String, BigDecimal> basket = new TreeMap<>();
            for (LineBody line : lines) {
                // Before anything is added to it: a number like 1E+999999999 must not cost memory.
                if (Quantities.isAbsurd(line.quantity())) {
                    throw Refusal.ofField("BAD_QUANTITY", "lines", "A quantity is above 0, at most 1,000,000.");
                }
                basket.merge(line.sku(), line.quantity(), BigDecimal::add);
            }
            return new RoutingChoices.Question(channel == null ? "web" : channel, basket, to, reference);
        }
    }

    record LineBody(@NotBlank String sku, @NotNull BigDecimal quantity) {}

    @GetMapping("/api/v1/routing-rules")
    All list() {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return new All(rules.all());
    }

    @PutMapping("/api/v1/routing-rules")
    RoutingRulesBook.Version draft(@Valid @RequestBody RulesBody body) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return rules.draft(new RoutingRules(body.distance(), body.stock(), body.load(), body.splitLimit()));
    }

    @PostMapping("/api/v1/routing-rules/{version}/activate")
    RoutingRulesBook.Version activate(@PathVariable long version) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return rules.activate(version);
    }

    @PostMapping("/api/v1/routing-rules/{version}/deactivate")
    RoutingRulesBook.Version deactivate(@PathVariable long version) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return rules.deactivate(version);
    }

    @PostMapping("/api/v1/routing-rules/{version}/replay")
    RoutingReplays.Replay replay(@PathVariable long version, @RequestParam Instant from, @RequestParam Instant to) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return replays.replay(version, from, to);
    }

    @PostMapping("/api/v1/routing-choices")
    RoutingChoice choose(@Valid @RequestBody QuestionBody body) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        Long version = body.rules();
        return version == null ? choices.choose(body.toQuestion()) : choices.attempt(body.toQuestion(), version);
    }

    @GetMapping("/api/v1/routing-choices/{id}")
    RoutingChoice get(@PathVariable UUID id) {
        LocationKeys.checkEverywhere(EVERYWHERE);
        return choices.find(id).orElseThrow(() -> new Refusal("NO_SUCH_CHOICE", "There is no choice " + id + "."));
    }
}
