package io.noren.loyalty.web;

import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Redemption;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Paying with points. */
@RestController
@RequestMapping("/api/v1/points/redemptions")
class RedemptionController {
    private final Redemptions redemptions;

    RedemptionController(Redemptions redemptions) {
        this.redemptions = redemptions;
    }

    /** What the customer showed. */
    record Presented(@NotNull IdentifierType type, @NotBlank String value) {
        Claim toClaim() {
            return new Claim(type, value);
        }
    }

    /**
     * Points to hold, for a transaction by the key of the system that asks.
     *
     * @param presentedBy what the customer showed; may be left out by a shop that they are signed in to, and by no till
     */
    record ReserveRequest(
            @NotNull UUID member,
            @NotNull Long points,
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @Valid @Nullable Presented presentedBy) {}

    /** Points that come back with a return, by the return's key. */
    record GiveBackRequest(
            @NotNull Long points,
            @NotBlank String source,
            @NotBlank String sourceTransaction) {}

    /** @param left what of the redemption could still come back */
    record GivenBack(long left) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Redemption reserve(@Valid @RequestBody ReserveRequest request, @Nullable Authentication caller) {
        Presented presented = request.presentedBy();
        if (presented == null && !servesAllLocations(caller)) {
            throw Refusal.at(
                    "presentedBy",
                    "PRESENTED_BY_REQUIRED",
                    "A store finds a customer by what anybody can say. Let them show a card or their app to spend points.");
        }
        return redemptions.reserve(
                request.member(),
                request.points(),
                request.source(),
                request.sourceTransaction(),
                presented == null ? null : presented.toClaim());
    }

    /** A key for some stores is a till's. */
    private static boolean servesAllLocations(@Nullable Authentication caller) {
        return caller == null
                || caller.getAuthorities().stream().anyMatch(each -> "location:*".equals(each.getAuthority()));
    }

    @GetMapping("/{id}")
    Redemption show(@PathVariable UUID id) {
        return redemptions.get(id);
    }

    @PostMapping("/{id}/capture")
    Redemption capture(@PathVariable UUID id) {
        return redemptions.capture(id);
    }

    @PostMapping("/{id}/release")
    Redemption release(@PathVariable UUID id) {
        return redemptions.release(id);
    }

    @PostMapping("/{id}/give-back")
    GivenBack giveBack(@PathVariable UUID id, @Valid @RequestBody GiveBackRequest request) {
        return new GivenBack(redemptions.giveBack(id, request.points(), request.source(), request.sourceTransaction()));
    }
}
