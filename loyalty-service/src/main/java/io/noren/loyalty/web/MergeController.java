package io.noren.loyalty.web;

import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Members who are taken for one customer: looked at side by side, decided, undone. */
@RestController
@RequestMapping("/api/v1/merges")
class MergeController {
    private final Merges merges;

    MergeController(Merges merges) {
        this.merges = merges;
    }

    /** Two members, and why they are one. */
    record ProposeRequest(
            @NotNull UUID survivor,
            @NotNull UUID absorbed,
            @NotBlank String reason) {}

    /** Why two members are not one after all. */
    record UndoRequest(@NotBlank String reason) {}

    /** @param preview what both have now; the same on both sides while they are merged */
    record MergeAnswer(Merge merge, Merges.Preview preview) {}

    @PostMapping
    ResponseEntity<MergeAnswer> propose(@Valid @RequestBody ProposeRequest request, @Nullable Principal principal) {
        Merge merge = merges.propose(request.survivor(), request.absorbed(), request.reason(), name(principal));
        return ResponseEntity.created(URI.create("/api/v1/merges/" + merge.id()))
                .body(answer(merge));
    }

    @GetMapping("/{id}")
    MergeAnswer show(@PathVariable UUID id) {
        return answer(merges.get(id));
    }

    @PostMapping("/{id}/approve")
    MergeAnswer approve(@PathVariable UUID id, @Nullable Principal principal) {
        return answer(merges.approve(id, name(principal)));
    }

    @PostMapping("/{id}/reject")
    MergeAnswer reject(@PathVariable UUID id, @Nullable Principal principal) {
        return answer(merges.reject(id, name(principal)));
    }

    @PostMapping("/{id}/undo")
    MergeAnswer undo(@PathVariable UUID id, @Valid @RequestBody UndoRequest request, @Nullable Principal principal) {
        return answer(merges.undo(id, request.reason(), name(principal)));
    }

    private MergeAnswer answer(Merge merge) {
        return new MergeAnswer(merge, merges.preview(merge));
    }

    private static String name(@Nullable Principal principal) {
        return principal == null ? "unknown" : principal.getName();
    }
}
