package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSession.State;
import io.noren.inventory.counting.CountSessions;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Which count sessions are open where this person works, and opening one. */
@Controller
class CountSessionsPage {
    private static final int MOST = 100;
    private static final int ENDED = 10;
    private static final Set<State> OPEN = EnumSet.of(State.COUNTING, State.REVIEW);

    private final CountSessions sessions;
    private final CountSessionWords reading;
    private final TypedItems items;
    private final StaffStores stores;
    private final Words words;
    private final Clock clock;

    CountSessionsPage(
            CountSessions sessions,
            CountSessionWords reading,
            TypedItems items,
            StaffStores stores,
            Words words,
            Clock clock) {
        this.sessions = sessions;
        this.reading = reading;
        this.items = items;
        this.stores = stores;
        this.words = words;
        this.clock = clock;
    }

    /** @param location only this place; all where this person works when null or empty */
    @GetMapping("/stock/sessions")
    String list(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Location> places = stores.places(location, staff);
        page.addAttribute("places", stores.places(staff));
        page.addAttribute("place", places.size() == 1 ? places.get(0).id() : "");
        page.addAttribute("open", shown(places, OPEN, MOST, locale));
        page.addAttribute("ended", shown(places, EnumSet.complementOf(EnumSet.copyOf(OPEN)), ENDED, locale));
        return "stock/count-sessions";
    }

    private List<CountSessionWords.Shown> shown(
            List<Location> places, Collection<State> states, int most, Locale locale) {
        return places.stream()
                .flatMap(place -> sessions.list(place.id(), states, null, most).stream())
                .map(session -> reading.shown(session, locale))
                .toList();
    }

    @GetMapping("/stock/sessions/new")
    String fresh(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Location> places = stores.places(staff);
        Location place = location == null || location.isEmpty()
                ? places.stream().findFirst().orElse(null)
                : stores.place(location, staff);
        String now = Words.at(clock.instant(), place == null ? stores.zone() : place.zone(), locale);
        return form(CountSessionForm.empty(place == null ? "" : place.id(), now), Wrong.nothing(), staff, page);
    }

    /** The cells are chosen, and counting begins. */
    @PostMapping("/stock/sessions/new")
    ModelAndView open(CountSessionForm form, Authentication staff, Locale locale, RedirectAttributes to, Model page) {
        stores.place(String.valueOf(form.location()), staff);
        try {
            CountSession opened = sessions.open(form.toSession(items));
            to.addFlashAttribute("told", words.say("stock.told.session-opened", locale, opened.tasks()));
            to.addFlashAttribute("tone", "good");
            to.addAttribute("id", opened.id());
            return new ModelAndView("redirect:/stock/sessions/{id}");
        } catch (Refusal refusal) {
            Map<String, String> wrong =
                    Wrong.of(refusal, CountSessionForm.FIELDS::contains, "stock.sessions.refused", words, locale);
            return new ModelAndView(form(form, wrong, staff, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private String form(CountSessionForm form, Map<String, String> wrong, Authentication staff, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("wrong", wrong);
        page.addAttribute("places", stores.places(staff));
        return "stock/count-session-new";
    }
}
