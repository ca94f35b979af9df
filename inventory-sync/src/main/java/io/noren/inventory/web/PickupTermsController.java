package io.noren.inventory.web;

import io.noren.inventory.pickup.promise.PickupPause;
import io.noren.inventory.pickup.promise.PickupTerms;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import io.noren.inventory.pickup.promise.PickupTermsOfStores.Told;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pickup-terms/{location}")
class PickupTermsController {

    private final PickupTermsOfStores terms;

    PickupTermsController(PickupTermsOfStores terms) {
        this.terms = terms;
    }

    record TermsBody(
            @NotNull Duration preparation,
            @NotNull Duration slot,
            @Nullable Integer ordersPerSlot,
            @Nullable LocalTime cutOff,
            int keptDays,
            @Nullable PickupPause pause,
            @Nullable Long version) {

        static TermsBody of(Told told) {
            PickupTerms terms = told.terms();
            return new TermsBody(
                    terms.preparation(),
                    terms.slot(),
                    terms.ordersPerSlot(),
                    terms.cutOff(),
                    terms.keptDays(),
                    told.pause(),
                    told.version());
        }

        PickupTerms toTerms() {
            return new PickupTerms(preparation, slot, ordersPerSlot, cutOff, keptDays);
        }
    }

    record PauseBody(@Nullable Instant until, @Nullable String reason) {}

    @GetMapping
    ResponseEntity<TermsBody> get(@PathVariable String location) {
        LocationKeys.check(location);
        return answer(terms.of(location));
    }

    /** A pause is not among what is written here: it has steps of its own. */
    @PutMapping
    ResponseEntity<TermsBody> put(
            @PathVariable String location,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody TermsBody body) {
        LocationKeys.check(location);
        return answer(terms.put(location, body.toTerms(), Versions.seen(ifMatch, body.version())));
    }

    @PostMapping("/pause")
    ResponseEntity<TermsBody> pause(
            @PathVariable String location, @RequestBody(required = false) @Nullable PauseBody body) {
        LocationKeys.check(location);
        return answer(terms.pause(location, body == null ? null : body.until(), body == null ? null : body.reason()));
    }

    @PostMapping("/resume")
    ResponseEntity<TermsBody> resume(@PathVariable String location) {
        LocationKeys.check(location);
        return answer(terms.resume(location));
    }

    private static ResponseEntity<TermsBody> answer(Told told) {
        return ResponseEntity.ok().eTag(Versions.etag(told.version())).body(TermsBody.of(told));
    }
}
