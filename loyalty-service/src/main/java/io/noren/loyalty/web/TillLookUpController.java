package io.noren.loyalty.web;

import io.noren.loyalty.LookUpAnswer;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.TillAlarms;
import io.noren.loyalty.TillContact;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.TillLookUpLog;
import java.security.Principal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The look-up at a till, and who watches it. */
@RestController
class TillLookUpController {
    private final TillLookUp lookUp;
    private final TillContact contact;
    private final TillAlarms alarms;
    private final TillLookUpLog log;

    TillLookUpController(TillLookUp lookUp, TillContact contact, TillAlarms alarms, TillLookUpLog log) {
        this.lookUp = lookUp;
        this.contact = contact;
        this.alarms = alarms;
        this.log = log;
    }

    /** The latest first. */
    record Alarms(List<TillAlarms.Alarm> alarms) {}

    /** The latest first. */
    record LookUps(List<TillLookUpLog.Opened> lookUps) {}

    /** Whether a till, a store and a reason are given is for the look-up to say, all at once. */
    @GetMapping("/api/v1/till/members")
    @PreAuthorize("hasAnyAuthority('location:*', 'location:' + #location)")
    ResponseEntity<LookUpAnswer> find(
            @RequestParam(required = false) @Nullable String scan,
            @RequestParam(required = false) @Nullable String card,
            @RequestParam(required = false) @Nullable String phone,
            @RequestParam(required = false) @Nullable String phoneLast4,
            @RequestParam(required = false) @Nullable String kana,
            @RequestParam(required = false) @Nullable String birthDay,
            @RequestParam(required = false) @Nullable String memberCode,
            @RequestParam(required = false) @Nullable String receipt,
            @RequestParam(required = false) @Nullable String choice,
            @RequestParam(required = false) @Nullable String otherLast4,
            @RequestParam(required = false) @Nullable String till,
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable String reason,
            @Nullable Principal principal) {
        return unstored(lookUp.find(new LookUpQuery(
                scan,
                card,
                phone,
                phoneLast4,
                kana,
                birthDay,
                memberCode,
                receipt,
                choice,
                otherLast4,
                till,
                location,
                reason,
                Actor.name(principal))));
    }

    /** In clear, of a member who was just opened at the same till. */
    @GetMapping("/api/v1/till/members/{id}/contact")
    @PreAuthorize("hasAnyAuthority('location:*', 'location:' + #location)")
    ResponseEntity<TillContact.Contact> contact(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String till,
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable String reason,
            @Nullable Principal principal) {
        return unstored(contact.of(id, LookUpQuery.at(till, location, reason, Actor.name(principal))));
    }

    @GetMapping("/api/v1/till/alarms")
    @PreAuthorize("hasAuthority('location:*') or #location != null and hasAuthority('location:' + #location)")
    Alarms alarms(@RequestParam(required = false) @Nullable String location) {
        return new Alarms(alarms.latest(location));
    }

    /** What a member may know: when, where and why they were opened at a till. */
    @GetMapping("/api/v1/members/{id}/look-ups")
    @PreAuthorize("hasAuthority('location:*')")
    LookUps lookUps(@PathVariable UUID id) {
        return new LookUps(log.of(id));
    }

    private static <T> ResponseEntity<T> unstored(T answer) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
    }
}
