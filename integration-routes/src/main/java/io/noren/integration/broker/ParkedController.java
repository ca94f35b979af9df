package io.noren.integration.broker;

import io.noren.integration.broker.ParkedMessages.ParkedPage;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What waits for a person. */
@RestController
@RequestMapping("/api/v1/parked")
class ParkedController {
    private final ParkedMessages parked;

    ParkedController(ParkedMessages parked) {
        this.parked = parked;
    }

    @GetMapping
    ParkedPage list(
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable UUID after) {
        return parked.list(limit, after);
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<?> retry(@PathVariable UUID id, Principal who) {
        return parked.retry(id, who.getName()) ? ResponseEntity.accepted().build() : notOpen();
    }

    /** Why an entry is set aside for good. */
    record Discard(@Nullable String reason) {}

    @PostMapping("/{id}/discard")
    ResponseEntity<?> discard(
            @PathVariable UUID id, @RequestBody(required = false) @Nullable Discard why, Principal who) {
        return parked.discard(id, who.getName(), why == null ? null : why.reason())
                ? ResponseEntity.noContent().build()
                : notOpen();
    }

    private static ResponseEntity<ProblemDetail> notOpen() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND,
                "There is no open parked entry with this id that this can be done with; it may have been retried or"
                        + " discarded, or be a file that its sender has to mend and send again.");
        problem.setProperty("code", "NOT_PARKED");
        return ResponseEntity.of(problem).build();
    }
}
