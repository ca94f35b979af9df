package io.noren.integration.screens;

import io.noren.loyalty.DeskLookUps;
import io.noren.loyalty.LookUpAnswer;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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

/**
 * The members' desk: finds one member as a till does, and shows all that the programme has of them. Whoever opens a
 * member says why, and the member sees that it was done. What staff type travels in the body only.
 */
@Controller
class MemberDeskPage {
    static final List<String> REASONS = List.of("ENQUIRY", "CORRECTION", "ONE_CUSTOMER", "MISUSE", "DATA_REQUEST");

    private final DeskLookUps desk;
    private final Members members;
    private final Erasures erasures;
    private final MemberDeskView view;
    private final StaffStores stores;
    private final Words words;

    MemberDeskPage(
            DeskLookUps desk,
            Members members,
            Erasures erasures,
            MemberDeskView view,
            StaffStores stores,
            Words words) {
        this.desk = desk;
        this.members = members;
        this.erasures = erasures;
        this.view = view;
        this.stores = stores;
        this.words = words;
    }

    /** One of several who were found. */
    record Choice(UUID id, String name, String kana, String since) {}

    @GetMapping("/members")
    String search(Model page) {
        page.addAttribute("reasons", REASONS);
        return "members/search";
    }

    @PostMapping("/members")
    ModelAndView find(
            DeskLookUps.Question question,
            @RequestParam(required = false) @Nullable String reason,
            Authentication staff,
            Locale locale,
            Model page) {
        page.addAttribute("reasons", REASONS);
        page.addAttribute("reason", reason);
        HttpStatus status = HttpStatus.OK;
        try {
            LookUpAnswer answer = desk.find(question, reason, staff.getName());
            if (answer.card().isPresent()) {
                return seeOther("redirect:/members/" + answer.card().get().member());
            }
            page.addAttribute("total", answer.total());
            page.addAttribute(
                    "choices",
                    answer.pickList().stream()
                            .map(each -> new Choice(
                                    each.choice(),
                                    each.name(),
                                    each.kana(),
                                    Words.day(each.memberSince(), stores.zone(), locale)))
                            .toList());
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("till.refused", refusal.code(), locale));
            status = HttpStatus.UNPROCESSABLE_CONTENT;
        }
        return new ModelAndView("members/search", page.asMap(), status);
    }

    /**
     * @param after where the purchases shown before ended
     */
    @GetMapping("/members/{id}")
    ModelAndView show(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String after,
            Authentication staff,
            Locale locale,
            Model page) {
        page.addAttribute("id", id);
        page.addAttribute("reasons", REASONS);
        page.addAttribute("manager", StaffStores.administrator(staff));
        Optional<Erasure> erased = erasures.of(id);
        if (erased.isPresent()) {
            page.addAttribute("erasure", view.erasure(erased.get(), locale));
            return new ModelAndView("members/erased", page.asMap());
        }
        Optional<Member> member = members.find(id);
        if (member.isEmpty()) {
            page.addAttribute("refused", words.refusal("till.refused", "UNKNOWN_MEMBER", locale));
            return new ModelAndView("members/search", page.asMap(), HttpStatus.NOT_FOUND);
        }
        if (!member.get().id().equals(id)) {
            return new ModelAndView("redirect:/members/" + member.get().id());
        }
        if (!desk.isOpen(id, staff.getName())) {
            return new ModelAndView("members/open", page.asMap());
        }
        view.show(member.get(), after, locale, page);
        page.addAttribute("once", UUID.randomUUID());
        return new ModelAndView("members/member", page.asMap());
    }

    @PostMapping("/members/{id}/open")
    ModelAndView open(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String reason,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        try {
            desk.open(id, reason, staff.getName());
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("till.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return seeOther("redirect:/members/" + id);
    }

    static ModelAndView seeOther(String where) {
        ModelAndView there = new ModelAndView(where);
        there.setStatus(HttpStatus.SEE_OTHER);
        return there;
    }
}
