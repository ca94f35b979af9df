package io.noren.loyalty.web;

import io.noren.loyalty.code.MemberCode;
import io.noren.loyalty.code.MemberCodes;
import java.util.List;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Codes that members show, for the app that draws them, and the keys by which tills check them. */
@RestController
class MemberCodeController {
    private final MemberCodes codes;

    MemberCodeController(MemberCodes codes) {
        this.codes = codes;
    }

    /** A set of keys (RFC 7517). */
    record Keys(List<MemberCodes.PublicKey> keys) {}

    @GetMapping("/api/v1/members/{id}/code")
    ResponseEntity<MemberCode> code(@PathVariable UUID id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(codes.of(id));
    }

    @GetMapping("/api/v1/till/member-code-keys")
    Keys keys() {
        return new Keys(codes.publicKeys());
    }
}
