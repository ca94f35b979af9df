package io.noren.loyalty.web;

import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
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

    /**
     * @param preview what both have now; the same on both sides while they are merged
     * @param evidence the claims it came of; none if a person had the idea
     */
    record MergeAnswer(Merge merge, Merges.Preview preview, List<IdentifierClaim> evidence) {}

    /** @param next to ask with as {@code after}; null when these are all */
    record MergeList(List<Merge> merges, @Nullable UUID next) {}

    @GetMapping
    MergeList list(
            @RequestParam(defaultValue = "PROPOSED") Merge.State state,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable UUID after) {
        List<Merge> found = merges.list(state, after, limit);
        return new MergeList(found, found.size() == limit ? found.get(limit - 1).id() : null);
    }

    @PostMapping
    ResponseEntity<MergeAnswer> propose(@Valid @RequestBody ProposeRequest request, @Nullable Principal principal) {
        Merge merge = merges.propose(request.survivor(), request.absorbed(), request.reason(), Actor.name(principal));
        return ResponseEntity.created(URI.create("/api/v1/merges/" + merge.id()))
                .body(answer(merge));
    }

    @GetMapping("/{id}")
    MergeAnswer show(@PathVariable UUID id) {
        return answer(merges.get(id));
    }

    @PostMapping("/{id}/approve")
    MergeAnswer approve(@PathVariable UUID id, @Nullable Principal principal) {
        return answer(merges.approve(id, Actor.name(principal)));
    }

    @PostMapping("/{id}/reject")
    MergeAnswer reject(@PathVariable UUID id, @Nullable Principal principal) {
        return answer(merges.reject(id, Actor.name(principal)));
    }

    @PostMapping("/{id}/undo")
    MergeAnswer undo(@PathVariable UUID id, @Valid @RequestBody UndoRequest request, @Nullable Principal principal) {
        return answer(merges.undo(id, request.reason(), Actor.name(principal)));
    }

    private MergeAnswer answer(Merge merge) {
        return new MergeAnswer(merge, merges.preview(merge), merges.evidence(merge.id()));
    }
}
