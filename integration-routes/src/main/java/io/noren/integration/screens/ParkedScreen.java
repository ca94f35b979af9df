package io.noren.integration.screens;

import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.ParkedEntry;
import io.noren.integration.broker.ParkedMessages.ParkedPage;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What could not be done and waits for a person, who lets it try again or discards it. */
@Controller
class ParkedScreen {
    private static final int ENTRIES = 50;

    private final ParkedMessages parked;
    private final StaffStores stores;
    private final Words words;

    ParkedScreen(ParkedMessages parked, StaffStores stores, Words words) {
        this.parked = parked;
        this.stores = stores;
        this.words = words;
    }

    /**
     * One entry in the reader's words.
     *
     * @param what what happened
     * @param todo what a person can do about it
     */
    record Row(ParkedEntry entry, String what, String todo, String when) {}

    @GetMapping("/parked")
    String show(@RequestParam(required = false) @Nullable UUID after, Locale locale, Model page) {
        ParkedPage entries = parked.list(ENTRIES, after);
        page.addAttribute(
                "rows",
                entries.items().stream().map(entry -> row(entry, locale)).toList());
        page.addAttribute("next", entries.next());
        return "parked";
    }

    private Row row(ParkedEntry entry, Locale locale) {
        return new Row(
                entry,
                words.refusal("parked.code", entry.code(), locale),
                words.refusal("parked.todo", entry.code(), locale),
                Words.at(entry.at(), stores.zone(), locale));
    }

    @PostMapping("/parked/{id}/retry")
    String retry(@PathVariable UUID id, Authentication staff, RedirectAttributes told) {
        return answer(parked.retry(id, staff.getName()), "retried", told);
    }

    @PostMapping("/parked/{id}/discard")
    String discard(@PathVariable UUID id, @RequestParam String why, Authentication staff, RedirectAttributes told) {
        return answer(parked.discard(id, staff.getName(), why), "discarded", told);
    }

    private static String answer(boolean done, String what, RedirectAttributes told) {
        told.addFlashAttribute("told", done ? what : "gone");
        return "redirect:/parked";
    }
}
