package io.noren.integration.screens;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.AvailabilityRule;
import io.noren.inventory.availability.AvailabilityRules;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is kept from being sold, read aloud and changed. For whoever works everywhere: a rule concerns every store. */
@Controller
class RulesPage {
    private static final int RULES = 100;

    private final AvailabilityRules rules;
    private final RuleWords reading;
    private final Words words;

    RulesPage(AvailabilityRules rules, RuleWords reading, Words words) {
        this.rules = rules;
        this.reading = reading;
        this.words = words;
    }

    /** @param after the last rule of the page before */
    @GetMapping("/stock/rules")
    String list(@RequestParam(defaultValue = "") String after, Locale locale, Model page) {
        List<RuleWords.Read> read = rules.after(after, RULES).stream()
                .map(rule -> reading.read(rule, locale))
                .toList();
        page.addAttribute("rules", read);
        page.addAttribute("next", read.size() == RULES ? read.get(RULES - 1).id() : null);
        return "stock/rules";
    }

    @GetMapping("/stock/rules/new")
    String fresh(Model page) {
        return form(RuleForm.empty("rule-" + UUID.randomUUID().toString().substring(0, 8)), null, page);
    }

    @GetMapping("/stock/rules/{id}")
    ModelAndView one(@PathVariable String id, Locale locale, Model page) {
        Optional<Versioned<AvailabilityRule>> rule = rules.find(id);
        if (rule.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        page.addAttribute("read", reading.read(rule.get(), locale));
        return new ModelAndView(form(RuleForm.of(rule.get().value(), rule.get().version()), null, page), page.asMap());
    }

    @PostMapping("/stock/rules/{id}")
    ModelAndView save(@PathVariable String id, RuleForm form, Locale locale, RedirectAttributes to, Model page) {
        try {
            AvailabilityRule present = rules.find(id).map(Versioned::value).orElse(null);
            rules.put(form.toRule(present), form.version());
            to.addFlashAttribute("told", words.say("stock.told.rule-saved", locale));
            to.addFlashAttribute("tone", "good");
            return new ModelAndView("redirect:/stock/rules");
        } catch (Refusal refusal) {
            rules.find(id).ifPresent(rule -> page.addAttribute("read", reading.read(rule, locale)));
            return new ModelAndView(
                    form(form, words.refusal("stock.rules.refused", refusal.code(), locale), page),
                    page.asMap(),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    @PostMapping("/stock/rules/{id}/delete")
    String delete(@PathVariable String id, @RequestParam long version, Locale locale, RedirectAttributes to) {
        try {
            boolean there = rules.delete(id, version);
            to.addFlashAttribute("told", words.say(there ? "stock.told.rule-deleted" : "stock.told.rule-gone", locale));
            to.addFlashAttribute("tone", there ? "good" : "few");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.rules.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return "redirect:/stock/rules";
    }

    private String form(RuleForm form, @Nullable String refused, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("refused", refused);
        page.addAttribute("channels", reading.channels());
        page.addAttribute("groups", reading.groups());
        return "stock/rule";
    }
}
