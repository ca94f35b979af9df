package io.noren.integration.screens;

import io.noren.inventory.Refusal;
import io.noren.inventory.routing.RoutingChoices;
import io.noren.inventory.routing.RoutingReplays;
import io.noren.inventory.routing.RoutingRules;
import io.noren.inventory.routing.RoutingRulesBook;
import io.noren.inventory.routing.RoutingRulesBook.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
 * From where orders are sent home: the rules, read aloud; what they chose last, and why; and other rules, tried on the
 * orders of the last weeks before anybody switches them on. Whoever works everywhere may look; a manager changes them.
 */
@Controller
class RoutingPage {
    private static final String REFUSED = "stock.routing.refused";
    private static final int CHOICES = 20;
    private static final int TRIED_DAYS = 28;

    private final RoutingRulesBook rules;
    private final RoutingChoices choices;
    private final RoutingReplays replays;
    private final RoutingWords reading;
    private final Words words;
    private final Clock clock;

    RoutingPage(
            RoutingRulesBook rules,
            RoutingChoices choices,
            RoutingReplays replays,
            RoutingWords reading,
            Words words,
            Clock clock) {
        this.rules = rules;
        this.choices = choices;
        this.replays = replays;
        this.reading = reading;
        this.words = words;
        this.clock = clock;
    }

    @GetMapping("/stock/routing")
    String show(Authentication staff, Locale locale, Model page) {
        RoutingForm form = rules.in(State.DRAFT)
                .or(() -> rules.in(State.ACTIVE))
                .map(RoutingRulesBook.Version::rules)
                .map(RoutingForm::of)
                .orElse(RoutingForm.NEAREST);
        return show(form, Wrong.nothing(), staff, locale, page);
    }

    /** Writes a draft, which nothing follows from. */
    @PostMapping("/stock/routing")
    ModelAndView draft(RoutingForm form, Authentication staff, Locale locale, RedirectAttributes to, Model page) {
        try {
            RoutingRulesBook.Version draft = rules.draft(form.toRules());
            to.addAttribute("version", draft.version());
            return new ModelAndView("redirect:/stock/routing/{version}");
        } catch (Refusal refusal) {
            Map<String, String> wrong = Wrong.of(refusal, RoutingForm::shows, REFUSED, words, locale);
            return new ModelAndView(
                    show(form, wrong, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private String show(RoutingForm form, Map<String, String> wrong, Authentication staff, Locale locale, Model page) {
        page.addAttribute("active", read(State.ACTIVE, locale));
        page.addAttribute("draft", read(State.DRAFT, locale));
        page.addAttribute("form", form);
        page.addAttribute("wrong", wrong);
        page.addAttribute("most", RoutingRules.MOST_PARTS);
        page.addAttribute("may", StaffStores.administrator(staff));
        page.addAttribute(
                "choices",
                choices.latest(CHOICES).stream()
                        .map(choice -> reading.choice(choice, locale))
                        .toList());
        return "stock/routing";
    }

    private RoutingWords.@Nullable Version read(State state, Locale locale) {
        return rules.in(state).map(version -> reading.version(version, locale)).orElse(null);
    }

    /** @param tried whether it is to be tried on the last orders */
    @GetMapping("/stock/routing/{version}")
    ModelAndView one(
            @PathVariable long version,
            @RequestParam(defaultValue = "false") boolean tried,
            Authentication staff,
            Locale locale,
            Model page) {
        Optional<RoutingRulesBook.Version> found = find(version);
        if (found.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        page.addAttribute("one", reading.version(found.get(), locale));
        page.addAttribute("active", read(State.ACTIVE, locale));
        page.addAttribute("days", TRIED_DAYS);
        page.addAttribute("may", StaffStores.administrator(staff));
        if (tried) {
            Instant now = clock.instant();
            page.addAttribute(
                    "replay",
                    reading.replay(replays.replay(version, now.minus(Duration.ofDays(TRIED_DAYS)), now), locale));
        }
        return new ModelAndView("stock/routing-version", page.asMap());
    }

    private Optional<RoutingRulesBook.Version> find(long version) {
        try {
            return Optional.of(rules.version(version));
        } catch (Refusal unknown) {
            return Optional.empty();
        }
    }

    @PostMapping("/stock/routing/{version}/activate")
    String activate(@PathVariable long version, Locale locale, RedirectAttributes to) {
        return done(() -> rules.activate(version), "stock.routing.told.on", locale, to);
    }

    @PostMapping("/stock/routing/{version}/deactivate")
    String deactivate(@PathVariable long version, Locale locale, RedirectAttributes to) {
        return done(() -> rules.deactivate(version), "stock.routing.told.off", locale, to);
    }

    private String done(Runnable step, String told, Locale locale, RedirectAttributes to) {
        try {
            step.run();
            to.addFlashAttribute("told", words.say(told, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal(REFUSED, refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return "redirect:/stock/routing";
    }
}
