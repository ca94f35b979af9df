package io.noren.integration.screens;

import io.noren.loyalty.Refusal;
import io.noren.loyalty.tier.Tier;
import io.noren.loyalty.tier.Tiers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The programme's tiers, with how many members are in each; a manager replaces all of them. */
@Controller
class TiersPage {
    private static final int EMPTY_LINES = 2;

    private final Tiers tiers;
    private final Words words;

    TiersPage(Tiers tiers, Words words) {
        this.tiers = tiers;
        this.words = words;
    }

    /** A tier as it is shown. */
    record Shown(String code, String name, String threshold, String members) {}

    /** A tier as it is typed; one without anything says nothing. */
    record Typed(String code, String threshold, String nameJa, String nameEn) {
        private boolean isEmpty() {
            return code.isEmpty() && threshold.isEmpty() && nameJa.isEmpty() && nameEn.isEmpty();
        }
    }

    @GetMapping("/programme/tiers")
    String show(Authentication staff, Locale locale, Model page) {
        List<Typed> lines = tiers.all().stream()
                .map(tier -> new Typed(tier.code(), Long.toString(tier.threshold()), tier.nameJa(), tier.nameEn()))
                .toList();
        return show(lines, null, staff, locale, page);
    }

    /** Not as objects: which line is which follows from the order in which the browser sends them. */
    @PostMapping("/programme/tiers")
    ModelAndView replace(
            @RequestParam MultiValueMap<String, String> form,
            @RequestParam(defaultValue = "") String seen,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        List<Typed> lines = lines(form);
        try {
            if (!seen.equals(seen(tiers.all()))) {
                throw new Refusal("STALE_VERSION", "Somebody has changed the tiers since.");
            }
            tiers.replace(lines.stream().map(TiersPage::tier).toList());
            to.addFlashAttribute("told", words.say("tiers.told", locale));
            to.addFlashAttribute("tone", "good");
            ModelAndView back = new ModelAndView("redirect:/programme/tiers");
            back.setStatus(HttpStatus.SEE_OTHER);
            return back;
        } catch (Refusal refusal) {
            String refused = words.refusal("tiers.refused", refusal.code(), locale);
            return new ModelAndView(
                    show(lines, refused, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private String show(List<Typed> lines, @Nullable String refused, Authentication staff, Locale locale, Model page) {
        boolean japanese = Language.of(locale) == Language.JAPANESE;
        List<Tier> all = tiers.all();
        Map<String, Long> noted = tiers.noted();
        List<Typed> form = new ArrayList<>(lines);
        for (int i = 0; i < EMPTY_LINES; i++) {
            form.add(new Typed("", "", "", ""));
        }
        page.addAttribute(
                "tiers",
                all.stream()
                        .map(tier -> new Shown(
                                tier.code(),
                                japanese ? tier.nameJa() : tier.nameEn(),
                                Words.number(BigDecimal.valueOf(tier.threshold())),
                                Words.number(BigDecimal.valueOf(noted.getOrDefault(tier.code(), 0L)))))
                        .toList());
        page.addAttribute("lines", form);
        page.addAttribute("seen", seen(all));
        page.addAttribute("refused", refused);
        page.addAttribute("may", StaffStores.administrator(staff));
        return "programme/tiers";
    }

    /** What the tiers were when the page was shown, so that nobody undoes what another has just changed. */
    private static String seen(List<Tier> all) {
        return Integer.toHexString(
                all.stream().map(Tier::toString).collect(Collectors.joining()).hashCode());
    }

    private static List<Typed> lines(MultiValueMap<String, String> form) {
        List<Typed> lines = new ArrayList<>();
        for (int n = 0; n < form.getOrDefault("code", List.of()).size(); n++) {
            Typed line = new Typed(
                    at(form, "code", n), at(form, "threshold", n), at(form, "nameJa", n), at(form, "nameEn", n));
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String at(MultiValueMap<String, String> form, String name, int n) {
        List<String> values = form.getOrDefault(name, List.of());
        return n < values.size() ? values.get(n).strip() : "";
    }

    private static Tier tier(Typed line) {
        try {
            return new Tier(
                    line.code(), Long.parseLong(line.threshold().replace(",", "")), line.nameJa(), line.nameEn());
        } catch (NumberFormatException unreadable) {
            Refusal refusal = Refusal.at("threshold", "BAD_TIER", "A threshold is a whole number above 0.");
            refusal.initCause(unreadable);
            throw refusal;
        }
    }
}
