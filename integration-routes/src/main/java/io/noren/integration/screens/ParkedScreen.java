package io.noren.integration.screens;

import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.ParkedEntry;
import io.noren.integration.broker.ParkedMessages.ParkedPage;
import io.noren.integration.broker.UnknownItems;
import java.util.Locale;
import java.util.Set;
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
    /** On one page. */
    static final int ENTRIES = 50;

    private final ParkedMessages parked;
    private final UnknownItems unknown;
    private final StaffStores stores;
    private final Words words;

    ParkedScreen(ParkedMessages parked, UnknownItems unknown, StaffStores stores, Words words) {
        this.parked = parked;
        this.unknown = unknown;
        this.stores = stores;
        this.words = words;
    }

    /**
     * One entry in the reader's words.
     *
     * @param what what happened
     * @param todo what a person can do about it
     * @param unnamed whether this person may say which item it is
     */
    record Row(ParkedEntry entry, String what, String todo, String when, boolean unnamed) {}

    @GetMapping("/parked")
    String show(@RequestParam(required = false) @Nullable UUID after, Authentication staff, Locale locale, Model page) {
        ParkedPage entries = parked.list(ENTRIES, after);
        Set<UUID> unnamed =
                unknown.among(entries.items().stream().map(ParkedEntry::id).toList(), StaffStores.binding(staff));
        page.addAttribute(
                "rows",
                entries.items().stream()
                        .map(entry -> row(entry, unnamed.contains(entry.id()), locale))
                        .toList());
        page.addAttribute("next", entries.next());
        return "parked";
    }

    private Row row(ParkedEntry entry, boolean unnamed, Locale locale) {
        return new Row(
                entry,
                words.refusal("parked.code", entry.code(), locale),
                words.refusal("parked.todo", entry.code(), locale),
                Words.at(entry.at(), stores.zone(), locale),
                unnamed);
    }

    @PostMapping("/parked/{id}/retry")
    String retry(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return answer(parked.retry(id, staff.getName()), "retried", locale, to);
    }

    @PostMapping("/parked/{id}/discard")
    String discard(
            @PathVariable UUID id,
            @RequestParam String why,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return answer(parked.discard(id, staff.getName(), why), "discarded", locale, to);
    }

    private String answer(boolean done, String what, Locale locale, RedirectAttributes to) {
        to.addFlashAttribute("told", words.say("parked." + (done ? what : "gone"), locale));
        to.addFlashAttribute("tone", done ? "good" : "few");
        return "redirect:/parked";
    }
}
