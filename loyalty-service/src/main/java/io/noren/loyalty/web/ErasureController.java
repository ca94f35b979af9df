package io.noren.loyalty.web;

import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Members who are forgotten, and who has to forget them, too. */
@RestController
class ErasureController {
    private final Erasures erasures;

    ErasureController(Erasures erasures) {
        this.erasures = erasures;
    }

    /** Why somebody is forgotten. */
    record ErasureRequest(Erasure.@NotNull Reason reason) {}

    /** Which system has forgotten them. */
    record ReceiptRequest(@NotBlank String system) {}

    /** Those that somebody has not answered. */
    record Waiting(List<Erasure> erasures) {}

    @PostMapping("/api/v1/members/{id}/erasure")
    Erasure erase(@PathVariable UUID id, @Valid @RequestBody ErasureRequest request, @Nullable Principal principal) {
        return erasures.erase(id, request.reason(), Actor.name(principal));
    }

    @GetMapping("/api/v1/erasures")
    Waiting waiting() {
        return new Waiting(erasures.waiting());
    }

    @GetMapping("/api/v1/erasures/{erasure}")
    Erasure show(@PathVariable UUID erasure) {
        return erasures.get(erasure);
    }

    @PostMapping("/api/v1/erasures/{erasure}/receipts")
    Erasure answer(
            @PathVariable UUID erasure, @Valid @RequestBody ReceiptRequest request, @Nullable Principal principal) {
        return erasures.answer(erasure, request.system(), Actor.name(principal));
    }
}
