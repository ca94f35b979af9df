package io.noren.loyalty.web;

import io.noren.loyalty.tier.Tier;
import io.noren.loyalty.tier.Tiers;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The programme's tiers, and how a member stands. */
@RestController
class TierController {
    private final Tiers tiers;

    TierController(Tiers tiers) {
        this.tiers = tiers;
    }

    record ToldTier(
            @NotBlank String code,
            @NotNull Long threshold,
            @NotBlank String nameJa,
            @NotBlank String nameEn) {
        Tier toTier() {
            return new Tier(code, threshold, nameJa, nameEn);
        }
    }

    /** All tiers, the lowest first. */
    record TiersAnswer(List<Tier> tiers) {}

    /** All of them; one that is left out is no more. */
    record TiersRequest(@NotNull List<@NotNull @Valid ToldTier> tiers) {}

    /** How a member stands, and how it stood. */
    record MembersTier(Tiers.Standing standing, List<Tiers.Change> history) {}

    @GetMapping("/api/v1/tiers")
    TiersAnswer all() {
        return new TiersAnswer(tiers.all());
    }

    @PutMapping("/api/v1/tiers")
    TiersAnswer replace(@Valid @RequestBody TiersRequest request) {
        return new TiersAnswer(
                tiers.replace(request.tiers().stream().map(ToldTier::toTier).toList()));
    }

    @GetMapping("/api/v1/members/{id}/tier")
    MembersTier of(@PathVariable UUID id) {
        return new MembersTier(tiers.of(id), tiers.history(id));
    }
}
