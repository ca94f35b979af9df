package io.noren.loyalty.web;

import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Points;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Timeline;
import io.noren.loyalty.Viewer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** Members, what leads to them, their points and purchases. */
@RestController
@RequestMapping("/api/v1/members")
class MemberController {
    private final Members members;
    private final PointsLedger ledger;
    private final Timeline timeline;
    private final ProfilePatch patch;

    MemberController(Members members, PointsLedger ledger, Timeline timeline, ProfilePatch patch) {
        this.members = members;
        this.ledger = ledger;
        this.timeline = timeline;
        this.patch = patch;
    }

    /** An identifier to link. */
    record LinkRequest(
            @NotNull IdentifierType type,
            @NotBlank String value,
            @NotNull Proof provenBy) {
        NewIdentifier toIdentifier() {
            return new NewIdentifier(type, value, provenBy);
        }
    }

    /** A customer to register. */
    record RegisterRequest(
            @Nullable String familyName,
            @Nullable String givenName,
            @Nullable String familyKana,
            @Nullable String givenKana,
            @Nullable LocalDate birthDate,
            @Nullable String homeLocation,
            @Nullable String locale,
            @Size(max = 20) @Nullable List<@NotNull @Valid LinkRequest> identifiers) {
        NewMember toMember() {
            String language = locale == null ? Profile.DEFAULT_LOCALE : locale;
            Profile profile =
                    new Profile(familyName, givenName, familyKana, givenKana, birthDate, homeLocation, language);
            List<LinkRequest> links = identifiers == null ? List.of() : identifiers;
            return new NewMember(
                    profile, links.stream().map(LinkRequest::toIdentifier).toList());
        }
    }

    @PostMapping
    ResponseEntity<Member> register(@Valid @RequestBody RegisterRequest request, @Nullable Principal principal) {
        Member member = members.register(request.toMember(), Actor.name(principal));
        return ResponseEntity.created(URI.create("/api/v1/members/" + member.id()))
                .eTag(version(member))
                .body(member);
    }

    @GetMapping("/{id}")
    ResponseEntity<Member> show(@PathVariable UUID id) {
        return answer(members.get(id));
    }

    /** A JSON merge patch (RFC 7396); the version read before comes by {@code If-Match} or as {@code version}. */
    @PatchMapping("/{id}")
    ResponseEntity<Member> change(
            @PathVariable UUID id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody ObjectNode told) {
        long version = patch.version(ifMatch, told);
        return answer(members.change(id, version, patch.apply(members.get(id).profile(), told)));
    }

    /** 201 when it leads to the member; 202 with a claim when a person is to decide whose it is. */
    @PostMapping("/{id}/identifiers")
    ResponseEntity<LinkAnswer> link(
            @PathVariable UUID id, @Valid @RequestBody LinkRequest request, @Nullable Principal principal) {
        LinkAnswer answer = members.link(id, request.toIdentifier(), Actor.name(principal));
        boolean leads = answer instanceof Identifier;
        return ResponseEntity.status(leads ? HttpStatus.CREATED : HttpStatus.ACCEPTED)
                .body(answer);
    }

    /** Those of one member. */
    record Claims(List<IdentifierClaim> claims) {}

    @GetMapping("/{id}/claims")
    Claims claims(@PathVariable UUID id) {
        return new Claims(members.claims(id));
    }

    @DeleteMapping("/{id}/identifiers/{identifier}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unlink(@PathVariable UUID id, @PathVariable UUID identifier) {
        members.unlink(id, identifier);
    }

    @GetMapping("/{id}/points")
    Points points(@PathVariable UUID id) {
        return ledger.balance(members.get(id).id());
    }

    @GetMapping("/{id}/timeline")
    @PreAuthorize("true" + Viewers.MAY_SEE)
    Timeline.Page timeline(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "STAFF") Viewer viewer,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String after) {
        return timeline.of(members.known(id), viewer, limit, after);
    }

    private static ResponseEntity<Member> answer(Member member) {
        return ResponseEntity.ok().eTag(version(member)).body(member);
    }

    private static String version(Member member) {
        return Long.toString(member.version());
    }
}
