package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.loyalty.Channel;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Benefit;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Offers;
import io.noren.loyalty.offer.Offers.Standing;
import io.noren.loyalty.tier.Tiers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

/** What is offered, was and will be; read aloud, and changed by a manager. */
@Controller
class OffersPage {
    private static final int LISTED = 50;

    private final Offers offers;
    private final OfferWords reading;
    private final Locations locations;
    private final Tiers tiers;
    private final PointsTerms terms;
    private final Words words;

    OffersPage(Offers offers, OfferWords reading, Locations locations, Tiers tiers, PointsTerms terms, Words words) {
        this.offers = offers;
        this.reading = reading;
        this.locations = locations;
        this.tiers = tiers;
        this.terms = terms;
        this.words = words;
    }

    /** An offer as it is shown. */
    record Shown(
            String id,
            long version,
            String name,
            String benefit,
            String time,
            List<String> conditions,
            boolean coupon) {}

    @GetMapping("/offers")
    String list(
            @RequestParam(defaultValue = "NOW") Standing standing,
            @RequestParam(defaultValue = "") String after,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Shown> shown = offers.list(standing, after, LISTED).stream()
                .map(stored -> shown(stored, locale))
                .toList();
        page.addAttribute("offers", shown);
        page.addAttribute("standing", standing);
        page.addAttribute("standings", Standing.values());
        page.addAttribute("next", shown.size() == LISTED ? shown.get(LISTED - 1).id() : null);
        page.addAttribute("kinds", Benefit.Kind.values());
        page.addAttribute("may", StaffStores.administrator(staff));
        return "offers/list";
    }

    @GetMapping("/offers/new")
    String fresh(
            @RequestParam(defaultValue = "PERCENTAGE") Benefit.Kind kind,
            Authentication staff,
            Locale locale,
            Model page) {
        return form(OfferForm.empty(kind), Optional.empty(), Wrong.nothing(), staff, locale, page);
    }

    @GetMapping("/offers/one/{id}")
    ModelAndView one(@PathVariable String id, Authentication staff, Locale locale, Model page) {
        Optional<Offer.Versioned> stored = find(id);
        return stored.isEmpty()
                ? new ModelAndView("redirect:/offers")
                : new ModelAndView(
                        form(OfferForm.of(stored.get(), terms.zone()), stored, Wrong.nothing(), staff, locale, page),
                        page.asMap());
    }

    /** A new one, or a new version of one. */
    @PostMapping("/offers")
    ModelAndView save(OfferForm form, Authentication staff, Locale locale, RedirectAttributes to, Model page) {
        boolean fresh = form.version() == null || form.version() == 0;
        String id = fresh && (form.id() == null || form.id().isBlank())
                ? "offer-" + UUID.randomUUID().toString().substring(0, 8)
                : String.valueOf(form.id()).strip();
        Optional<Offer.Versioned> present = fresh ? Optional.empty() : find(id);
        try {
            Offer offer = form.toOffer(id, present.map(Offer.Versioned::offer).orElse(null), terms.zone());
            offers.put(offer, form.version() == null ? 0L : form.version());
            to.addFlashAttribute("told", words.say("offers.told.saved", locale));
            to.addFlashAttribute("tone", "good");
            ModelAndView saved = new ModelAndView("redirect:/offers/one/{id}", Map.of("id", id));
            saved.setStatus(HttpStatus.SEE_OTHER);
            return saved;
        } catch (Refusal refusal) {
            return refused(form, present, refusal.code(), refusal.field(), staff, locale, page);
        } catch (io.noren.inventory.Refusal unreadable) {
            return refused(form, present, unreadable.code(), unreadable.field(), staff, locale, page);
        }
    }

    private ModelAndView refused(
            OfferForm form,
            Optional<Offer.Versioned> present,
            String code,
            @Nullable String field,
            Authentication staff,
            Locale locale,
            Model page) {
        Map<String, String> wrong = Map.of(field(field, form.kind()), words.refusal("offers.refused", code, locale));
        return new ModelAndView(
                form(form, present, wrong, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** What the form calls a field of an offer. */
    private static String field(@Nullable String named, Benefit.@Nullable Kind kind) {
        if (named == null) {
            return Wrong.WHOLE;
        }
        String last = named.substring(named.lastIndexOf('.') + 1);
        return switch (last) {
            case "ja" -> "nameJa";
            case "en" -> "nameEn";
            case "benefit" -> kind == null ? Wrong.WHOLE : "benefit";
            case "percent", "amount", "take", "pay", "together", "prices", "factor" -> "benefit";
            case "id", "items", "categories", "minimum", "from", "until", "perMember" -> last;
            default -> Wrong.WHOLE;
        };
    }

    @PostMapping("/offers/one/{id}/withdraw")
    ModelAndView withdraw(@PathVariable String id, @RequestParam long version, Locale locale, RedirectAttributes to) {
        try {
            offers.withdraw(id, version);
            to.addFlashAttribute("told", words.say("offers.told.withdrawn", locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("offers.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        ModelAndView back = new ModelAndView("redirect:/offers");
        back.setStatus(HttpStatus.SEE_OTHER);
        return back;
    }

    private Optional<Offer.Versioned> find(String id) {
        try {
            return Optional.of(offers.get(id));
        } catch (Refusal unknown) {
            return Optional.empty();
        }
    }

    private String form(
            OfferForm form,
            Optional<Offer.Versioned> stored,
            Map<String, String> wrong,
            Authentication staff,
            Locale locale,
            Model page) {
        page.addAttribute("form", form);
        page.addAttribute("shown", stored.map(offer -> shown(offer, locale)).orElse(null));
        page.addAttribute("wrong", wrong);
        page.addAttribute("channels", Channel.values());
        page.addAttribute(
                "stores",
                locations.all().stream()
                        .filter(place -> place.kind() == Location.Kind.STORE)
                        .toList());
        page.addAttribute("tiers", tiers.all());
        page.addAttribute("japanese", Language.of(locale) == Language.JAPANESE);
        page.addAttribute("may", StaffStores.administrator(staff));
        return "offers/offer";
    }

    private Shown shown(Offer.Versioned stored, Locale locale) {
        Offer offer = stored.offer();
        return new Shown(
                offer.id(),
                stored.version(),
                OfferWords.name(offer, locale),
                reading.benefit(offer.benefit(), locale),
                reading.time(offer, locale),
                reading.conditions(offer, locale),
                Boolean.TRUE.equals(offer.byCoupon()));
    }
}
