package io.noren.loyalty.web;

import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.signin.LinkCodes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Codes that members type into an app or a shop, which hands them in with its own login. */
@RestController
class LinkCodeController {
    private final LinkCodes codes;

    LinkCodeController(LinkCodes codes) {
        this.codes = codes;
    }

    /** What the app or the shop hands in. */
    record HandInRequest(
            @NotBlank String code,
            @NotNull IdentifierType type,
            @NotBlank String value) {}

    /** Either an identifier that leads to the member now, or a claim that a person decides. */
    record LinkedAnswer(
            UUID member,
            @Nullable Identifier identifier,
            @Nullable IdentifierClaim claim) {}

    /** 201 when it leads to the member; 202 with a claim when a person is to decide whose it is. */
    @PutMapping("/api/v1/members/links")
    ResponseEntity<LinkedAnswer> handIn(@Valid @RequestBody HandInRequest request, @Nullable Principal principal) {
        LinkCodes.Linked linked = codes.handIn(request.code(), request.type(), request.value(), Actor.name(principal));
        return linked.answer() instanceof Identifier identifier
                ? ResponseEntity.status(HttpStatus.CREATED).body(new LinkedAnswer(linked.member(), identifier, null))
                : ResponseEntity.status(HttpStatus.ACCEPTED)
                        .body(new LinkedAnswer(linked.member(), null, (IdentifierClaim) linked.answer()));
    }
}
