package io.noren.integration.screens;

import io.noren.integration.message.MessageLog;
import io.noren.integration.message.MessageState;
import io.noren.inventory.Location;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
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

/** What the shoppers of one's stores were told, and what they could not be. */
@Controller
class MessagesPage {
    private static final int SHOWN = 20;

    private final MessageLog messages;
    private final StaffStores stores;
    private final Words words;

    MessagesPage(MessageLog messages, StaffStores stores, Words words) {
        this.messages = messages;
        this.stores = stores;
        this.words = words;
    }

    /** One try; times in the reader's words. */
    record Tried(
            String channel,
            String when,
            @Nullable String outcome,
            @Nullable String detail) {}

    /** @param says null when its order is no longer there */
    record Row(
            MessageLog.Entry message,
            String store,
            String planned,
            @Nullable String next,
            List<Tried> tried,
            MessageLog.@Nullable Preview says) {}

    @GetMapping("/messages")
    String show(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(defaultValue = "") String order,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(required = false) @Nullable Long after,
            Authentication staff,
            Locale locale,
            Model page) {
        String wanted = order.strip();
        MessageLog.Page found = messages.list(
                new MessageLog.Wanted(
                        wanted.isEmpty() ? null : wanted, null, stateOf(state), where(location, staff), after),
                SHOWN);
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", location == null ? "" : location);
        page.addAttribute("order", wanted);
        page.addAttribute("state", state);
        page.addAttribute("states", MessageState.values());
        page.addAttribute(
                "rows", found.messages().stream().map(each -> row(each, locale)).toList());
        page.addAttribute("next", found.next());
        return "messages";
    }

    @PostMapping("/messages/{id}/send-again")
    String sendAgain(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        // Of other stores' messages nobody learns whether there are any.
        boolean theirs = messages.find(id)
                .filter(message -> stores.works(message.location(), staff) || StaffStores.everywhere(staff))
                .isPresent();
        boolean done = theirs && messages.sendAgain(id);
        to.addFlashAttribute("told", words.say(done ? "messages.told.again" : "messages.told.gone", locale));
        to.addFlashAttribute("tone", done ? "good" : "few");
        return "redirect:/messages";
    }

    /** All, for who works everywhere and asks for no store. */
    private @Nullable List<String> where(@Nullable String location, Authentication staff) {
        if (location != null && !location.isEmpty()) {
            return List.of(stores.chosen(location, staff).orElseThrow().id());
        }
        return StaffStores.everywhere(staff)
                ? null
                : stores.of(staff).stream().map(Location::id).toList();
    }

    private static @Nullable MessageState stateOf(String name) {
        for (MessageState state : MessageState.values()) {
            if (state.name().equals(name)) {
                return state;
            }
        }
        return null;
    }

    private Row row(MessageLog.Entry message, Locale locale) {
        ZoneId zone = stores.zoneOf(stores.known(message.location()));
        Instant next = message.nextAt();
        return new Row(
                message,
                stores.name(message.location()),
                Words.at(message.plannedAt(), zone, locale),
                next == null ? null : Words.at(next, zone, locale),
                message.attempts().stream()
                        .map(each -> new Tried(
                                each.channel().name(),
                                Words.at(each.beganAt(), zone, locale),
                                each.outcome() == null ? null : each.outcome().name(),
                                each.detail()))
                        .toList(),
                messages.preview(message).orElse(null));
    }
}
