package io.noren.integration.screens;

import io.noren.loyalty.DeskLookUps;
import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Merges;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.loyalty.privacy.MemberExport;
import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is done about a member at the members' desk, each with a reason. Only with a member who is open to whoever does it. */
@Controller
class MemberDeskSteps {
    private static final String SOURCE = "desk";
    private static final String NUMBER = "[+\\-\\u2212]?[0-9,]{1,12}";

    private final DeskLookUps desk;
    private final PointsByWord points;
    private final MemberHolds holds;
    private final Merges merges;
    private final MemberExport export;
    private final Erasures erasures;
    private final Words words;

    MemberDeskSteps(
            DeskLookUps desk,
            PointsByWord points,
            MemberHolds holds,
            Merges merges,
            MemberExport export,
            Erasures erasures,
            Words words) {
        this.desk = desk;
        this.points = points;
        this.holds = holds;
        this.merges = merges;
        this.export = export;
        this.erasures = erasures;
        this.words = words;
    }

    /** @param once the key of this word: a form that is sent twice says it once */
    @PostMapping("/members/{id}/points")
    ModelAndView adjust(
            @PathVariable UUID id,
            @RequestParam(name = "points", defaultValue = "") String typed,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam UUID once,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            points.adjust(id, read(typed), new PointsByWord.Key(SOURCE, once.toString()), reason, staff.getName());
            return "adjusted";
        });
    }

    @PostMapping("/members/{id}/holds")
    ModelAndView hold(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            holds.place(id, MemberHold.Kind.FRAUD, reason, staff.getName());
            return "held";
        });
    }

    @PostMapping("/members/{id}/holds/{hold}/lift")
    ModelAndView lift(
            @PathVariable UUID id,
            @PathVariable UUID hold,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            holds.lift(id, hold, staff.getName());
            return "lifted";
        });
    }

    /** Whether they are one is decided at the merge desk, where both are seen side by side. */
    @PostMapping("/members/{id}/merges")
    ModelAndView propose(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String other,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            merges.propose(id, member(other), reason, staff.getName());
            return "proposed";
        });
    }

    @PostMapping("/members/{id}/contact")
    ModelAndView contact(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            to.addFlashAttribute("contact", desk.contact(id, reason, staff.getName()));
            return "";
        });
    }

    @PostMapping("/members/{id}/export")
    ResponseEntity<MemberExport.Document> export(
            @PathVariable UUID id, @RequestParam(defaultValue = "") String reason, Authentication staff) {
        desk.takesOut(id, reason, staff.getName());
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"member-" + id + ".json\"")
                .body(export.of(id));
    }

    /** Of the download, which has no page of its own to tell it on. */
    @ExceptionHandler
    ModelAndView refuse(Refusal refusal, Locale locale) {
        ModelAndView page = new ModelAndView("members/search", HttpStatus.UNPROCESSABLE_CONTENT);
        page.addObject("reasons", MemberDeskPage.REASONS);
        page.addObject("refused", words.refusal("desk.refused", refusal.code(), locale));
        return page;
    }

    /** For good, so nobody does it by a slip: the end of the member's id is typed. */
    @PostMapping("/members/{id}/erasure")
    ModelAndView erase(
            @PathVariable UUID id,
            @RequestParam Erasure.Reason reason,
            @RequestParam(defaultValue = "") String confirmed,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(id, staff, locale, to, () -> {
            if (!confirmed.strip().equalsIgnoreCase(ending(id))) {
                throw Refusal.at("confirmed", "ENDING_WRONG", "Not the end of this member's id.");
            }
            erasures.erase(id, reason, staff.getName());
            return "erased";
        });
    }

    /** What is typed to confirm: enough of the id to look at it. */
    static String ending(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - 6);
    }

    /** What is done, and what came of it: part of a message key; empty where the page shows it by itself. */
    private interface Step {
        String take();
    }

    private ModelAndView step(UUID id, Authentication staff, Locale locale, RedirectAttributes to, Step step) {
        try {
            if (!desk.isOpen(id, staff.getName())) {
                throw new Refusal("NOT_LOOKED_UP", "Open the member first, and say why.");
            }
            String done = step.take();
            to.addFlashAttribute("told", done.isEmpty() ? null : words.say("desk.told." + done, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("desk.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return MemberDeskPage.seeOther("redirect:/members/" + id);
    }

    private static long read(String typed) {
        String number = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        if (!number.matches(NUMBER)) {
            throw Refusal.at("points", "IMPLAUSIBLE_POINTS", "A whole number, with - in front to take away.");
        }
        return Long.parseLong(number.replace(",", "").replace('\u2212', '-').replaceFirst("^\\+", ""));
    }

    private static UUID member(String typed) {
        try {
            return UUID.fromString(typed.strip());
        } catch (IllegalArgumentException e) {
            throw Refusal.at("other", "UNKNOWN_MEMBER", "Not an id.");
        }
    }
}
