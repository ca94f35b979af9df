package io.noren.loyalty.web;

import io.noren.loyalty.privacy.Consent;
import io.noren.loyalty.privacy.ConsentChannel;
import io.noren.loyalty.privacy.ConsentPurpose;
import io.noren.loyalty.privacy.Consents;
import io.noren.loyalty.privacy.ContactPoint;
import io.noren.loyalty.privacy.NewConsent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where and for what a member may be reached. */
@RestController
@RequestMapping("/api/v1/members/{id}/consents")
class ConsentController {
    private final Consents consents;

    ConsentController(Consents consents) {
        this.consents = consents;
    }

    /** A yes or no. */
    record ConsentRequest(
            @NotNull UUID identifier,
            @NotNull ConsentChannel channel,
            @NotNull ConsentPurpose purpose,
            @NotNull Boolean granted,
            @NotBlank String textVersion,
            @NotBlank String language,
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @Nullable Instant occurredAt) {
        NewConsent toConsent() {
            return new NewConsent(
                    identifier,
                    channel,
                    purpose,
                    granted,
                    textVersion,
                    language,
                    source,
                    sourceTransaction,
                    occurredAt);
        }
    }

    /** Those of one member. */
    record ContactPoints(List<ContactPoint> contactPoints) {}

    @GetMapping
    ContactPoints list(@PathVariable UUID id) {
        return new ContactPoints(consents.of(id));
    }

    /** 201 when it is new; 200 when it was told before. */
    @PostMapping
    ResponseEntity<Consent> tell(
            @PathVariable UUID id, @Valid @RequestBody ConsentRequest request, @Nullable Principal principal) {
        Consents.Recorded recorded = consents.tell(id, request.toConsent(), Actor.name(principal));
        return ResponseEntity.status(recorded.duplicate() ? HttpStatus.OK : HttpStatus.CREATED)
                .body(recorded.consent());
    }
}
