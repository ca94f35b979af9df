package io.noren.loyalty.web;

import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Benefit;
import io.noren.loyalty.offer.Conditions;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Offers;
import io.noren.loyalty.offer.Stacking;
import io.noren.loyalty.offer.Words;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the retailer offers. */
@RestController
@RequestMapping("/api/v1/offers")
class OfferController {
    private static final String QUOTE = "\"";

    private final Offers offers;

    OfferController(Offers offers) {
        this.offers = offers;
    }

    /** An offer as it is written and read. */
    record OfferBody(
            @Nullable String id,
            @NotNull Words name,
            @NotNull Benefit benefit,
            @Nullable Conditions conditions,
            @Nullable Stacking stacking,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable Integer perMember,
            @Nullable Boolean byCoupon,
            @Nullable Integer offlineCap,
            @Nullable Long version) {
        static OfferBody of(Offer.Versioned stored) {
            Offer offer = stored.offer();
            return new OfferBody(
                    offer.id(),
                    offer.name(),
                    offer.benefit(),
                    offer.conditions(),
                    offer.stacking(),
                    offer.from(),
                    offer.until(),
                    offer.perMember(),
                    offer.byCoupon(),
                    offer.offlineCap(),
                    stored.version());
        }

        Offer toOffer(String path) {
            if (id != null && !id.equals(path)) {
                throw Refusal.at("id", "BAD_OFFER_ID", "The body's id is not the address's; leave it out.");
            }
            return new Offer(
                    path,
                    name,
                    benefit,
                    conditions == null ? Conditions.none() : conditions,
                    stacking == null ? Stacking.none() : stacking,
                    from,
                    until,
                    perMember,
                    byCoupon,
                    offlineCap);
        }
    }

    /** @param next to go on with; null at the end */
    record Page(List<OfferBody> offers, @Nullable String next) {}

    /** @param dryRun judge it, and store nothing */
    @PutMapping("/{id}")
    ResponseEntity<OfferBody> put(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestParam(defaultValue = "false") boolean dryRun,
            @Valid @RequestBody OfferBody body) {
        Long seen = seen(ifMatch, body.version());
        Offer offer = body.toOffer(id);
        return answer(dryRun ? offers.check(offer, seen) : offers.put(offer, seen));
    }

    @GetMapping("/{id}")
    ResponseEntity<OfferBody> show(@PathVariable String id, @RequestParam(required = false) @Nullable Long version) {
        return answer(version == null ? offers.get(id) : offers.get(id, version));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
        offers.withdraw(id, seen(ifMatch, null));
    }

    /** In the order of ids. */
    @GetMapping
    Page all(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > Offers.MOST) {
            throw new Refusal("LIMIT_OUT_OF_RANGE", "The limit is from 1 to " + Offers.MOST + ".");
        }
        List<OfferBody> page =
                offers.after(after, limit).stream().map(OfferBody::of).toList();
        return new Page(
                page, page.size() < limit ? null : page.get(page.size() - 1).id());
    }

    private static ResponseEntity<OfferBody> answer(Offer.Versioned stored) {
        return ResponseEntity.ok().eTag(Long.toString(stored.version())).body(OfferBody.of(stored));
    }

    private static @Nullable Long seen(@Nullable String ifMatch, @Nullable Long inBody) {
        if (ifMatch == null) {
            return inBody;
        }
        try {
            return Long.valueOf(ifMatch.strip().replace(QUOTE, ""));
        } catch (NumberFormatException e) {
            Refusal unreadable =
                    new Refusal("UNREADABLE_VERSION", "Send the offer's ETag as If-Match, or its version.");
            unreadable.initCause(e);
            throw unreadable;
        }
    }
}
