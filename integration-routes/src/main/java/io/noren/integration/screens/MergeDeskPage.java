package io.noren.integration.screens;

import io.noren.loyalty.Assurance;
import io.noren.loyalty.Doubt;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.Member;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import io.noren.loyalty.Points;
import io.noren.loyalty.Refusal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The merge desk: two members side by side, why they may be one, and what a person decides. */
@Controller
class MergeDeskPage {
    private static final int LISTED = 50;

    private final Merges merges;
    private final StaffStores stores;
    private final Words words;

    MergeDeskPage(Merges merges, StaffStores stores, Words words) {
        this.merges = merges;
        this.stores = stores;
        this.words = words;
    }

    /** One merge in the list. */
    record Row(UUID id, String survivor, String absorbed, String at, String by, String why, boolean doubtful) {}

    /** An identifier as it is shown: whether its owner has proven it, and not quite its value. */
    record Known(String type, String masked, boolean sure) {}

    /** One of the two. */
    record Side(
            String name, String kana, @Nullable String born, String since, Points points, List<Known> identifiers) {}

    @GetMapping("/members/merges")
    String list(
            @RequestParam(defaultValue = "PROPOSED") Merge.State state,
            @RequestParam(required = false) @Nullable UUID after,
            Locale locale,
            Model page) {
        List<Merge> found = merges.list(state, after, LISTED);
        page.addAttribute(
                "merges", found.stream().map(merge -> row(merge, locale)).toList());
        page.addAttribute("state", state);
        page.addAttribute("states", Merge.State.values());
        page.addAttribute("next", found.size() == LISTED ? found.get(LISTED - 1).id() : null);
        return "members/merges";
    }

    private Row row(Merge merge, Locale locale) {
        Merges.Preview preview = merges.preview(merge);
        List<IdentifierClaim> evidence = merges.evidence(merge.id());
        return new Row(
                merge.id(),
                name(preview.survivor().member(), locale),
                name(preview.absorbed().member(), locale),
                at(merge.proposedAt(), locale),
                by(merge.proposedBy(), locale),
                evidence.isEmpty()
                        ? words.say("merges.by-hand", locale)
                        : words.say("till.identifier." + evidence.get(0).type(), locale),
                !preview.conflicts().isEmpty());
    }

    @GetMapping("/members/merges/{id}")
    ModelAndView one(@PathVariable UUID id, Locale locale, Model page) {
        Merge merge;
        try {
            merge = merges.get(id);
        } catch (Refusal unknown) {
            return new ModelAndView("redirect:/members/merges");
        }
        Merges.Preview preview = merges.preview(merge);
        page.addAttribute("merge", merge);
        page.addAttribute("sides", sides(merge, preview, locale));
        List<IdentifierClaim> claims = merges.evidence(id);
        page.addAttribute("byPerson", claims.isEmpty());
        page.addAttribute("conflicts", said(conflicts(preview, claims), locale));
        page.addAttribute("blockers", said(preview.blockers(), locale));
        page.addAttribute(
                "evidence",
                claims.stream().map(claim -> evidence(claim, locale)).toList());
        page.addAttribute("history", history(merge, locale));
        return new ModelAndView("members/merge", page.asMap());
    }

    /** Once they are one, both sides are the same, and one is shown. */
    private List<Side> sides(Merge merge, Merges.Preview preview, Locale locale) {
        Stream<Merges.Side> shown = merge.state() == Merge.State.MERGED
                ? Stream.of(preview.survivor())
                : Stream.of(preview.survivor(), preview.absorbed());
        return shown.map(side -> side(side, locale)).toList();
    }

    @PostMapping("/members/merges/{id}/approve")
    ModelAndView approve(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, "approved", () -> merges.approve(id, staff.getName()), locale, to);
    }

    @PostMapping("/members/merges/{id}/reject")
    ModelAndView reject(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, "rejected", () -> merges.reject(id, staff.getName()), locale, to);
    }

    @PostMapping("/members/merges/{id}/undo")
    ModelAndView undo(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return decide(id, "undone", () -> merges.undo(id, reason, staff.getName()), locale, to);
    }

    private ModelAndView decide(UUID id, String told, Runnable step, Locale locale, RedirectAttributes to) {
        try {
            step.run();
            to.addFlashAttribute("told", words.say("merges.told." + told, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("merges.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        ModelAndView back = new ModelAndView("redirect:/members/merges/" + id);
        back.setStatus(HttpStatus.SEE_OTHER);
        return back;
    }

    private Side side(Merges.Side side, Locale locale) {
        Member member = side.member();
        return new Side(
                joined(member.familyName(), member.givenName()),
                joined(member.familyKana(), member.givenKana()),
                member.birthDate() == null ? null : Words.day(member.birthDate(), locale),
                Words.day(member.memberSince(), zone(), locale),
                side.points(),
                member.identifiers().stream().map(MergeDeskPage::known).toList());
    }

    private static Known known(Identifier identifier) {
        return new Known(identifier.type().name(), identifier.masked(), identifier.assurance() == Assurance.VERIFIED);
    }

    /** What speaks against it now, and what made the rules leave it to a person. */
    private static List<Doubt> conflicts(Merges.Preview preview, List<IdentifierClaim> claims) {
        return Stream.concat(preview.conflicts().stream(), claims.stream().flatMap(claim -> claim.doubts().stream()))
                .distinct()
                .toList();
    }

    private String by(String actor, Locale locale) {
        return actor.equals(Merges.RULES) ? words.say("merges.by-rules", locale) : actor;
    }

    private List<String> said(List<Doubt> doubts, Locale locale) {
        return doubts.stream()
                .map(doubt -> words.say("merges.doubt." + doubt, locale))
                .toList();
    }

    private String evidence(IdentifierClaim claim, Locale locale) {
        return words.say(
                "merges.claim",
                locale,
                words.say("till.identifier." + claim.type(), locale),
                words.say("merges.proof." + claim.provenBy(), locale),
                words.say("merges.proof." + claim.holderProvenBy(), locale),
                at(claim.at(), locale));
    }

    private List<String> history(Merge merge, Locale locale) {
        List<String> steps = new ArrayList<>();
        steps.add(words.say(
                "merges.step.proposed", locale, by(merge.proposedBy(), locale), at(merge.proposedAt(), locale)));
        if (merge.decidedBy() != null && merge.decidedAt() != null) {
            String step = merge.state() == Merge.State.REJECTED
                    ? "merges.step.rejected"
                    : merge.automatic() ? "merges.step.by-rule" : "merges.step.approved";
            steps.add(words.say(step, locale, merge.decidedBy(), at(merge.decidedAt(), locale)));
        }
        if (merge.undoneBy() != null && merge.undoneAt() != null) {
            steps.add(words.say(
                    "merges.step.undone",
                    locale,
                    merge.undoneBy(),
                    at(merge.undoneAt(), locale),
                    String.valueOf(merge.undoneBecause())));
        }
        return steps;
    }

    private String name(Member member, Locale locale) {
        String name = joined(member.familyName(), member.givenName());
        return name.isEmpty() ? words.say("till.unregistered", locale) : name;
    }

    private String at(Instant instant, Locale locale) {
        return Words.at(instant, zone(), locale);
    }

    private ZoneId zone() {
        return stores.zone();
    }

    private static String joined(@Nullable String family, @Nullable String given) {
        return Stream.of(family, given)
                .filter(name -> name != null)
                .reduce((one, next) -> one + " " + next)
                .orElse("");
    }
}
