package io.noren.integration.screens;

import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.ErasureChase;
import io.noren.loyalty.privacy.Erasures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Who was told to forget a member and has not said that they did, and since when. */
@Controller
class ErasuresPage {
    private final ErasureChase chase;
    private final Erasures erasures;
    private final StaffStores stores;
    private final Words words;
    private final Clock clock;

    ErasuresPage(ErasureChase chase, Erasures erasures, StaffStores stores, Words words, Clock clock) {
        this.chase = chase;
        this.erasures = erasures;
        this.stores = stores;
        this.words = words;
        this.clock = clock;
    }

    /**
     * @param open systems that have not answered
     * @param done systems that have
     */
    record Row(
            UUID id,
            UUID member,
            String tail,
            String when,
            String age,
            String told,
            int again,
            boolean overdue,
            List<String> open,
            List<String> done) {}

    @GetMapping("/members/erasures")
    String list(Authentication staff, Locale locale, Model page) {
        Instant now = clock.instant();
        page.addAttribute(
                "erasures",
                chase.waiting().stream().map(each -> row(each, now, locale)).toList());
        page.addAttribute("manager", StaffStores.administrator(staff));
        return "members/erasures";
    }

    @PostMapping("/members/erasures/{erasure}/tell-again")
    ModelAndView tellAgain(@PathVariable UUID erasure, Locale locale, RedirectAttributes to) {
        return step("again", locale, to, () -> chase.tellAgain(erasure));
    }

    /** For whoever answers by telephone and not by the API. */
    @PostMapping("/members/erasures/{erasure}/answers")
    ModelAndView answered(
            @PathVariable UUID erasure,
            @RequestParam(defaultValue = "") String system,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step("answered", locale, to, () -> {
            boolean waits = erasures.get(erasure).receipts().stream()
                    .anyMatch(each -> each.system().equals(system) && each.answeredAt() == null);
            if (!waits) {
                throw new Refusal("ERASURE_ANSWERED", "Nobody waits for this system's answer.");
            }
            erasures.answer(erasure, system, staff.getName());
        });
    }

    private ModelAndView step(String told, Locale locale, RedirectAttributes to, Runnable step) {
        try {
            step.run();
            to.addFlashAttribute("told", words.say("erasures.told." + told, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("erasures.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return MemberDeskPage.seeOther("redirect:/members/erasures");
    }

    private Row row(ErasureChase.Waiting waiting, Instant now, Locale locale) {
        Erasure erasure = waiting.erasure();
        return new Row(
                erasure.id(),
                erasure.member(),
                MemberDeskView.tail(erasure.member()),
                Words.at(erasure.erasedAt(), stores.zone(), locale),
                words.ago(Duration.between(erasure.erasedAt(), now), locale),
                Words.at(waiting.toldAt(), stores.zone(), locale),
                waiting.toldAgain(),
                waiting.overdue(),
                systems(erasure, false),
                systems(erasure, true));
    }

    private static List<String> systems(Erasure erasure, boolean answered) {
        return erasure.receipts().stream()
                .filter(each -> (each.answeredAt() != null) == answered)
                .map(Erasure.Receipt::system)
                .toList();
    }
}
