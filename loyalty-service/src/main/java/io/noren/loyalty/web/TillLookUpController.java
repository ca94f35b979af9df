package io.noren.loyalty.web;

import io.noren.loyalty.LookUpAnswer;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.TillLookUp;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The look-up at a till. */
@RestController
class TillLookUpController {
    private final TillLookUp lookUp;

    TillLookUpController(TillLookUp lookUp) {
        this.lookUp = lookUp;
    }

    /** Whether a till, a store and a reason are given is for the look-up to say, all at once. */
    @GetMapping("/api/v1/till/members")
    @PreAuthorize("hasAnyAuthority('location:*', 'location:' + #location)")
    ResponseEntity<LookUpAnswer> find(
            @RequestParam(required = false) @Nullable String card,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String phoneLast4,
            @RequestParam(required = false) @Nullable String kana,
            @RequestParam(required = false) @Nullable String memberCode,
            @RequestParam(required = false) @Nullable String till,
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable String reason,
            @Nullable Principal principal) {
        LookUpAnswer answer = lookUp.find(new LookUpQuery(
                card, phone, phoneLast4, kana, memberCode, till, location, reason, Actor.name(principal)));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
    }
}
