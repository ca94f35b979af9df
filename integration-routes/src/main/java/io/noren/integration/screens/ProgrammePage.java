package io.noren.integration.screens;

import io.noren.integration.screens.TypedSpan.Unit;
import io.noren.loyalty.PointsDryRun;
import io.noren.loyalty.PointsDryRuns;
import io.noren.loyalty.PointsRounding;
import io.noren.loyalty.PointsRuleSet;
import io.noren.loyalty.PointsRules;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * The programme's rules: read aloud, tried on past purchases, and put into force as they were tried. Whoever works
 * everywhere may look; a manager changes them.
 */
@Controller
class ProgrammePage {
    private final PointsRules rules;
    private final PointsDryRuns dryRuns;
    private final PointsTerms terms;
    private final PointsRuleWords reading;
    private final DryRunRows rows;
    private final Words words;
    private final Clock clock;

    ProgrammePage(
            PointsRules rules,
            PointsDryRuns dryRuns,
            PointsTerms terms,
            PointsRuleWords reading,
            DryRunRows rows,
            Words words,
            Clock clock) {
        this.rules = rules;
        this.dryRuns = dryRuns;
        this.terms = terms;
        this.reading = reading;
        this.rows = rows;
        this.words = words;
        this.clock = clock;
    }

    /** Whether a version holds, will, did, or never will have. */
    enum Standing {
        IN_FORCE,
        PLANNED,
        PAST,
        REPLACED
    }

    /** One version as it is shown. */
    record Version(
            long number, Standing standing, String begins, String by, String at, String reason, List<String> says) {}

    @GetMapping("/programme")
    String show(Authentication staff, Locale locale, Model page) {
        YearMonth last = dryRuns.lastMonth();
        PointsRuleForm form = PointsRuleForm.of(rules.inForce().rules(), last.atDay(1), last.atEndOfMonth());
        return show(form, Wrong.nothing(), staff, locale, page);
    }

    /** Tries what was typed; nothing changes. */
    @PostMapping("/programme/dry-runs")
    ModelAndView attempt(PointsRuleForm form, Authentication staff, Locale locale, Model page) {
        try {
            PointsDryRun run = dryRuns.attempt(form.toPolicy(), form.firstDay(), form.lastDay(), staff.getName());
            return seeOther("/programme/dry-runs/" + run.id());
        } catch (Refusal refusal) {
            return refused(form, refusal.code(), field(refusal.field()), staff, locale, page);
        } catch (io.noren.inventory.Refusal unreadable) {
            return refused(form, unreadable.code(), unreadable.field(), staff, locale, page);
        }
    }

    private ModelAndView refused(
            PointsRuleForm form, String code, @Nullable String field, Authentication staff, Locale locale, Model page) {
        Map<String, String> wrong =
                Map.of(field == null ? Wrong.WHOLE : field, words.refusal("programme.refused", code, locale));
        return new ModelAndView(show(form, wrong, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** What the form calls a field of the rules. */
    private static @Nullable String field(@Nullable String named) {
        if (named == null) {
            return null;
        } else if (named.startsWith("pointsPer")) {
            return "amount";
        }
        return switch (named) {
            case "pendingFor" -> "waiting";
            case "expireAfter" -> "last";
            case "givenBackLastFor" -> "back";
            case "from", "until" -> named;
            default -> null;
        };
    }

    @GetMapping("/programme/dry-runs/{id}")
    ModelAndView one(@PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        return run(id, "", "", Wrong.nothing(), staff, locale, page);
    }

    @PostMapping("/programme/dry-runs/{id}/activate")
    ModelAndView activate(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String beginsAt,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            Model page,
            RedirectAttributes to) {
        try {
            Instant begins = TypedTime.read(beginsAt, terms.zone(), "beginsAt");
            PointsRuleSet set = rules.activate(id, begins, reason, staff.getName());
            to.addFlashAttribute(
                    "told",
                    words.say("programme.told", locale, set.version(), Words.at(set.beginsAt(), terms.zone(), locale)));
            to.addFlashAttribute("tone", "good");
            return seeOther("/programme");
        } catch (Refusal refusal) {
            return refused(id, beginsAt, reason, refusal.code(), refusal.field(), staff, locale, page);
        } catch (io.noren.inventory.Refusal unreadable) {
            return refused(id, beginsAt, reason, unreadable.code(), unreadable.field(), staff, locale, page);
        }
    }

    private ModelAndView refused(
            UUID id,
            String beginsAt,
            String reason,
            String code,
            @Nullable String field,
            Authentication staff,
            Locale locale,
            Model page) {
        Map<String, String> wrong =
                Map.of(field == null ? Wrong.WHOLE : field, words.refusal("programme.refused", code, locale));
        ModelAndView again = run(id, beginsAt, reason, wrong, staff, locale, page);
        if ("programme/dry-run".equals(again.getViewName())) {
            again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return again;
    }

    private ModelAndView run(
            UUID id,
            String beginsAt,
            String reason,
            Map<String, String> wrong,
            Authentication staff,
            Locale locale,
            Model page) {
        PointsDryRun run;
        try {
            run = dryRuns.get(id);
        } catch (Refusal unknown) {
            return new ModelAndView("redirect:/programme");
        }
        page.addAttribute("run", run);
        page.addAttribute("shown", rows.of(run, locale));
        page.addAttribute("proposed", reading.read(run.rules(), locale));
        page.addAttribute("present", reading.read(rules.inForce().rules(), locale));
        page.addAttribute("outdated", rules.versions().get(0).version() != run.basedOn());
        page.addAttribute("beginsAt", beginsAt);
        page.addAttribute("reason", reason);
        page.addAttribute("wrong", wrong);
        page.addAttribute("may", StaffStores.administrator(staff));
        return new ModelAndView("programme/dry-run", page.asMap());
    }

    private String show(
            PointsRuleForm form, Map<String, String> wrong, Authentication staff, Locale locale, Model page) {
        page.addAttribute("versions", versions(locale));
        page.addAttribute("form", form);
        page.addAttribute("rates", form.rates());
        page.addAttribute("roundings", PointsRounding.values());
        page.addAttribute("waitUnits", List.of(Unit.HOURS, Unit.DAYS));
        page.addAttribute("units", List.of(Unit.DAYS, Unit.MONTHS, Unit.YEARS));
        page.addAttribute("wrong", wrong);
        page.addAttribute("may", StaffStores.administrator(staff));
        return "programme/rules";
    }

    private List<Version> versions(Locale locale) {
        Instant now = clock.instant();
        long inForce = rules.inForce().version();
        List<Version> shown = new ArrayList<>();
        Instant earliestLater = Instant.MAX;
        for (PointsRuleSet set : rules.versions()) {
            shown.add(version(set, standing(set, inForce, earliestLater, now), locale));
            earliestLater = set.beginsAt().isBefore(earliestLater) ? set.beginsAt() : earliestLater;
        }
        return shown;
    }

    private static Standing standing(PointsRuleSet set, long inForce, Instant earliestLater, Instant now) {
        if (set.version() == inForce) {
            return Standing.IN_FORCE;
        } else if (!set.beginsAt().isBefore(earliestLater)) {
            return Standing.REPLACED;
        }
        return set.beginsAt().isAfter(now) ? Standing.PLANNED : Standing.PAST;
    }

    private Version version(PointsRuleSet set, Standing standing, Locale locale) {
        boolean first = set.version() == 1;
        return new Version(
                set.version(),
                standing,
                first
                        ? words.say("programme.from-the-beginning", locale)
                        : words.say("programme.begins", locale, Words.at(set.beginsAt(), terms.zone(), locale)),
                set.activatedBy(),
                Words.at(set.activatedAt(), terms.zone(), locale),
                first ? words.say("programme.first", locale) : set.reason(),
                reading.read(set.rules(), locale));
    }

    private static ModelAndView seeOther(String path) {
        ModelAndView to = new ModelAndView("redirect:" + path);
        to.setStatus(HttpStatus.SEE_OTHER);
        return to;
    }
}
