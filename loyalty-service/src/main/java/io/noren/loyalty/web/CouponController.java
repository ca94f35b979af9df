package io.noren.loyalty.web;

import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Coupon;
import io.noren.loyalty.offer.CouponConflict;
import io.noren.loyalty.offer.CouponIssues;
import io.noren.loyalty.offer.Coupons;
import io.noren.loyalty.offer.OfflineCoupons;
import io.noren.loyalty.offer.OfflineUse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Codes that can be used once. */
@RestController
@RequestMapping("/api/v1/coupons")
class CouponController {
    private final Coupons coupons;
    private final CouponIssues issues;
    private final OfflineCoupons offline;

    CouponController(Coupons coupons, CouponIssues issues, OfflineCoupons offline) {
        this.coupons = coupons;
        this.issues = issues;
        this.offline = offline;
    }

    /** Codes to issue: so many, or these. */
    record IssueRequest(
            @NotBlank String offer,
            @Nullable Integer count,
            @Nullable List<@NotBlank String> codes,
            @Nullable UUID member,
            @Nullable Instant validFrom,
            @NotNull Instant expiresAt,
            @NotBlank String source,
            @NotBlank String sourceTransaction) {
        CouponIssues.Order toOrder() {
            return new CouponIssues.Order(offer, count, codes, member, validFrom, expiresAt, source, sourceTransaction);
        }
    }

    /** Codes of one offer. */
    record Issued(List<Coupon> coupons) {}

    /** A step for a purchase, by the key of the system that asks; the member is told where a coupon is somebody's. */
    record StepRequest(
            @Nullable UUID member,
            @NotBlank String source,
            @NotBlank String sourceTransaction) {}

    /** A code to take out of use, and why. */
    record VoidRequest(
            @NotBlank String source,
            @NotBlank String sourceTransaction,
            @Nullable String reason) {}

    /** What a till took while it was offline. */
    record OfflineRequest(@NotNull List<@NotNull @Valid Told> uses) {
        record Told(
                @NotBlank String code,
                @NotBlank String source,
                @NotBlank String sourceTransaction,
                @NotBlank String till,
                @NotNull Instant occurredAt) {
            OfflineUse toUse() {
                return new OfflineUse(code, source, sourceTransaction, till, occurredAt);
            }
        }
    }

    /** One outcome for each use, in their order. */
    record Outcomes(List<OfflineUse.Outcome> results) {}

    /** @param next to go on with; null at the end */
    record Conflicts(
            List<CouponConflict> conflicts, @Nullable String next) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Issued issue(@Valid @RequestBody IssueRequest request) {
        return new Issued(issues.issue(request.toOrder()));
    }

    @GetMapping("/{code}")
    Coupon show(@PathVariable String code) {
        return coupons.get(code);
    }

    @PostMapping("/{code}/reserve")
    Coupon reserve(@PathVariable String code, @Valid @RequestBody StepRequest request) {
        return coupons.reserve(code, request.member(), request.source(), request.sourceTransaction());
    }

    @PostMapping("/{code}/redeem")
    Coupon redeem(@PathVariable String code, @Valid @RequestBody StepRequest request) {
        return coupons.redeem(code, request.member(), request.source(), request.sourceTransaction());
    }

    @PostMapping("/{code}/release")
    Coupon release(@PathVariable String code, @Valid @RequestBody StepRequest request) {
        return coupons.release(code, request.source(), request.sourceTransaction());
    }

    @PostMapping("/{code}/void")
    Coupon revoke(@PathVariable String code, @Valid @RequestBody VoidRequest request, @Nullable Principal principal) {
        return coupons.revoke(
                code, request.source(), request.sourceTransaction(), request.reason(), Actor.name(principal));
    }

    @PostMapping("/offline-uses")
    Outcomes tell(@Valid @RequestBody OfflineRequest request) {
        return new Outcomes(offline.tell(
                request.uses().stream().map(OfflineRequest.Told::toUse).toList()));
    }

    @GetMapping("/conflicts")
    Conflicts conflicts(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > OfflineCoupons.MOST) {
            throw new Refusal("LIMIT_OUT_OF_RANGE", "The limit is from 1 to " + OfflineCoupons.MOST + ".");
        }
        List<CouponConflict> page = offline.conflicts(place(after), limit);
        String next = page.size() < limit
                ? null
                : Long.toString(page.get(page.size() - 1).id());
        return new Conflicts(page, next);
    }

    private static long place(@Nullable String after) {
        try {
            return after == null || after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            Refusal unreadable =
                    new Refusal("UNREADABLE_CURSOR", "Use the next of an earlier answer, or leave it out.");
            unreadable.initCause(e);
            throw unreadable;
        }
    }
}
