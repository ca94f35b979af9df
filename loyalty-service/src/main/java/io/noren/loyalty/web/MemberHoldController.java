package io.noren.loyalty.web;

import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Members whom nobody merges or parts for now. */
@RestController
@RequestMapping("/api/v1/members/{id}/holds")
class MemberHoldController {
    private final MemberHolds holds;

    MemberHoldController(MemberHolds holds) {
        this.holds = holds;
    }

    /** A hold to place, and why. */
    record HoldRequest(
            @NotNull MemberHold.Kind kind, @NotBlank String reason) {}

    /** Those that are there now. */
    record Holds(List<MemberHold> holds) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    MemberHold place(@PathVariable UUID id, @Valid @RequestBody HoldRequest request, @Nullable Principal principal) {
        return holds.place(id, request.kind(), request.reason(), Actor.name(principal));
    }

    @GetMapping
    Holds list(@PathVariable UUID id) {
        return new Holds(holds.of(id));
    }

    @DeleteMapping("/{hold}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void lift(@PathVariable UUID id, @PathVariable UUID hold, @Nullable Principal principal) {
        holds.lift(id, hold, Actor.name(principal));
    }
}
