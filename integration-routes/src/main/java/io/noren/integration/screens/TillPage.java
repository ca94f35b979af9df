package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.loyalty.LookUpAnswer;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.TillContact;
import io.noren.loyalty.TillLookUp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The till's member look-up. What staff type travels in the body only, never in an address. */
@Controller
class TillPage {
    private static final List<String> REASONS = List.of("POINTS", "FORGOTTEN_CARD", "PICKUP", "ENQUIRY");
    private static final String REMEMBERED_PLACE = "till.place";

    private final TillLookUp lookUp;
    private final TillContact contact;
    private final TillProfiles profiles;
    private final StaffStores stores;
    private final Words words;

    TillPage(TillLookUp lookUp, TillContact contact, TillProfiles profiles, StaffStores stores, Words words) {
        this.lookUp = lookUp;
        this.contact = contact;
        this.profiles = profiles;
        this.stores = stores;
        this.words = words;
    }

    /** What the form sends. {@code place} is the store's id, a space and the till's name; {@code card} what was scanned. */
    record Question(
            @Nullable String place,
            @Nullable String reason,
            @Nullable String card,
            @Nullable String phone,
            @Nullable String last4,
            @Nullable String kana,
            @Nullable String birthDay,
            @Nullable String choice,
            @Nullable String otherLast4) {

        String store() {
            return part(0);
        }

        String till() {
            return part(1);
        }

        private String part(int index) {
            String[] parts = place == null ? new String[0] : place.split(" ", 2);
            return parts.length > index ? parts[index] : "";
        }

        LookUpQuery asked(String actor) {
            return new LookUpQuery(
                    card,
                    null,
                    phone,
                    last4,
                    kana,
                    birthDay,
                    null,
                    null,
                    choice,
                    otherLast4,
                    till(),
                    store(),
                    reason,
                    actor);
        }
    }

    /** One till to choose. */
    record Till(String value, String name) {}

    record StoreWithTills(String name, List<Till> tills) {}

    /** One of several to choose from. */
    record Choice(UUID id, String name, String kana, String since) {}

    @GetMapping("/till")
    String show(Authentication staff, HttpSession session, Model page) {
        frame(page, staff, (String) session.getAttribute(REMEMBERED_PLACE), REASONS.get(0));
        return "till";
    }

    @PostMapping("/till")
    ModelAndView lookUp(
            Question question,
            Authentication staff,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model page) {
        ZoneId zone = stores.chosen(question.store(), staff).map(Location::zone).orElseGet(stores::zone);
        request.getSession().setAttribute(REMEMBERED_PLACE, question.place());
        frame(page, staff, question.place(), question.reason());
        HttpStatus status = HttpStatus.OK;
        try {
            answer(lookUp.find(question.asked(staff.getName())), zone, locale, page);
        } catch (Refusal refusal) {
            status = refused(refusal, response, locale, page);
        }
        return shown("answer", request, page, status);
    }

    /** In clear, for those who may: the page shows the form to nobody else, and the door is closed to them. */
    @PostMapping("/till/contact")
    ModelAndView contact(
            Question question,
            @RequestParam UUID member,
            @RequestParam String why,
            Authentication staff,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model page) {
        stores.chosen(question.store(), staff);
        frame(page, staff, question.place(), question.reason());
        HttpStatus status = HttpStatus.OK;
        try {
            page.addAttribute(
                    "contact",
                    contact.of(member, LookUpQuery.at(question.till(), question.store(), why, staff.getName())));
        } catch (Refusal refusal) {
            status = refused(refusal, response, locale, page);
        }
        return shown("contact", request, page, status);
    }

    private HttpStatus refused(Refusal refusal, HttpServletResponse response, Locale locale, Model page) {
        page.addAttribute("refused", words.refusal("till.refused", refusal.code(), locale));
        if (refusal.properties().get("retryAfter") instanceof Long seconds) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
            return HttpStatus.TOO_MANY_REQUESTS;
        }
        return HttpStatus.UNPROCESSABLE_CONTENT;
    }

    private static ModelAndView shown(String part, HttpServletRequest request, Model page, HttpStatus status) {
        String view = request.getHeader("HX-Request") == null ? "till" : "till :: " + part;
        return new ModelAndView(view, page.asMap(), status);
    }

    private void answer(LookUpAnswer answer, ZoneId zone, Locale locale, Model page) {
        page.addAttribute("asked", true);
        page.addAttribute("total", answer.total());
        page.addAttribute("most", TillLookUp.MOST_LISTED);
        page.addAttribute(
                "list",
                answer.pickList().stream()
                        .map(member -> new Choice(
                                member.choice(),
                                member.name(),
                                member.kana(),
                                Words.day(member.memberSince(), zone, locale)))
                        .toList());
        page.addAttribute(
                "profile",
                answer.card().map(card -> profiles.of(card, zone, locale)).orElse(null));
    }

    private void frame(Model page, Authentication staff, @Nullable String place, @Nullable String reason) {
        page.addAttribute(
                "tills",
                stores.of(staff).stream()
                        .map(store -> new StoreWithTills(
                                store.name(),
                                store.tills().stream()
                                        .map(till -> new Till(store.id() + " " + till, store.name() + " " + till))
                                        .toList()))
                        .toList());
        page.addAttribute("asked", false);
        page.addAttribute("place", place);
        page.addAttribute("reasons", REASONS);
        page.addAttribute("reason", reason);
        page.addAttribute("manager", StaffStores.administrator(staff));
    }
}
