package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.loyalty.LookUpAnswer;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.MemberCard;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.Timeline;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The till's member look-up. What staff type travels in the body only, never in an address. */
@Controller
class TillPage {
    private static final List<String> REASONS = List.of("POINTS", "FORGOTTEN_CARD", "PICKUP", "ENQUIRY");
    private static final String REMEMBERED_PLACE = "till.place";

    private final TillLookUp lookUp;
    private final StaffStores stores;
    private final Locations locations;
    private final Items items;
    private final Words words;

    TillPage(TillLookUp lookUp, StaffStores stores, Locations locations, Items items, Words words) {
        this.lookUp = lookUp;
        this.stores = stores;
        this.locations = locations;
        this.items = items;
        this.words = words;
    }

    /** What the form sends. {@code place} is the store's id, a space and the till's name. */
    record Question(
            @Nullable String place,
            @Nullable String reason,
            @Nullable String card,
            @Nullable String phone,
            @Nullable String last4,
            @Nullable String kana,
            @Nullable String member) {

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

        LookUpQuery asked(@Nullable String asCard, @Nullable String asCode, String actor) {
            return new LookUpQuery(asCard, phone, last4, kana, asCode, till(), store(), reason, actor);
        }
    }

    /** One till to choose. */
    record Till(String value, String name) {}

    record StoreWithTills(String name, List<Till> tills) {}

    /** A purchase as it is shown. */
    record Bought(String when, String where, String what, String total, long points, boolean returned) {}

    /** One of several to choose from. */
    record Choice(UUID member, String name, String kana, String since) {}

    /** The one customer found. */
    record Profile(
            MemberCard card,
            String name,
            String kana,
            String since,
            @Nullable String expires,
            @Nullable String home,
            List<Bought> bought,
            List<Tip> tips) {}

    /** What to tell the customer of, and why. */
    record Tip(String what, String why, String stock, boolean orderable) {}

    @GetMapping("/till")
    String show(Authentication staff, HttpSession session, Model page) {
        frame(page, staff, (String) session.getAttribute(REMEMBERED_PLACE), REASONS.get(0));
        return "till";
    }

    @PostMapping("/till")
    ModelAndView lookUp(
            Question question, Authentication staff, HttpServletRequest request, Locale locale, Model page) {
        ZoneId zone = stores.chosen(question.store(), staff).map(Location::zone).orElseGet(stores::zone);
        request.getSession().setAttribute(REMEMBERED_PLACE, question.place());
        frame(page, staff, question.place(), question.reason());
        HttpStatusCode status = HttpStatus.OK;
        try {
            answer(find(question, staff.getName()), zone, locale, page);
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("till.refused", refusal.code(), locale));
            status = HttpStatus.UNPROCESSABLE_CONTENT;
        }
        String view = request.getHeader("HX-Request") == null ? "till" : "till :: answer";
        return new ModelAndView(view, page.asMap(), status);
    }

    /** What is scanned may be a card or the app's code, and nothing on it says which: the card is tried first. */
    private LookUpAnswer find(Question question, String actor) {
        if (question.member() != null) {
            return lookUp.find(question.asked(null, question.member(), actor));
        }
        String scanned = question.card();
        if (scanned == null || scanned.isBlank()) {
            return lookUp.find(question.asked(null, null, actor));
        }
        LookUpAnswer byCard = lookUp.find(question.asked(scanned, null, actor));
        return byCard.total() > 0 ? byCard : lookUp.find(question.asked(null, scanned, actor));
    }

    private void answer(LookUpAnswer answer, ZoneId zone, Locale locale, Model page) {
        page.addAttribute("asked", true);
        page.addAttribute("total", answer.total());
        page.addAttribute("most", TillLookUp.MOST_LISTED);
        page.addAttribute(
                "list",
                answer.pickList().stream()
                        .map(member -> new Choice(
                                member.member(),
                                member.name(),
                                member.kana(),
                                Words.day(member.memberSince(), zone, locale)))
                        .toList());
        page.addAttribute(
                "profile",
                answer.card().map(card -> profile(card, zone, locale)).orElse(null));
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
    }

    /** @param zone of the store whose till asks */
    private Profile profile(MemberCard card, ZoneId zone, Locale locale) {
        LocalDate expiry = card.points().nextExpiry();
        return new Profile(
                card,
                joined(card.familyName(), card.givenName()),
                joined(card.familyKana(), card.givenKana()),
                Words.day(card.memberSince(), zone, locale),
                expiry == null ? null : Words.day(expiry, locale),
                storeName(card.homeLocation()),
                card.lastPurchases().stream()
                        .map(bought -> bought(bought, zone, locale))
                        .toList(),
                card.recommendations().stream()
                        .map(recommended -> tip(recommended, Language.of(locale)))
                        .toList());
    }

    private static Tip tip(Recommendation recommended, Language language) {
        String name = said(recommended.name(), language);
        return new Tip(
                name.isEmpty() ? recommended.item() : name,
                said(recommended.reason().text(), language),
                recommended.here().toPlainString(),
                recommended.orderable());
    }

    private static String said(Recommendation.Bilingual text, Language language) {
        return language.of(new LocalizedName(text.ja(), text.en()));
    }

    private Bought bought(Timeline.Bought bought, ZoneId zone, Locale locale) {
        String what = bought.lines().stream()
                .map(line -> itemName(line.item(), locale))
                .limit(3)
                .reduce((one, next) -> one + " · " + next)
                .orElse("");
        Optional<Location> store = Optional.ofNullable(bought.location()).flatMap(locations::find);
        String where = store.map(Location::name).orElse(bought.location());
        Money total = new Money(bought.total().amount(), bought.total().currency());
        return new Bought(
                // As it stands on the receipt: in the zone of the store that sold it.
                Words.at(bought.occurredAt(), store.map(Location::zone).orElse(zone), locale),
                where == null ? bought.channel().name() : where,
                what,
                PriceText.of(total),
                bought.points(),
                bought.kind().equals("RETURN"));
    }

    /** @param code as the till or the shop named it: a GTIN in any length, or a SKU */
    private String itemName(String code, Locale locale) {
        return items.find(code)
                .or(() -> items.findByGtin(code))
                .map(Item::name)
                .map(Language.of(locale)::of)
                .orElse(code);
    }

    private @Nullable String storeName(@Nullable String id) {
        return id == null ? null : locations.find(id).map(Location::name).orElse(id);
    }

    private static String joined(@Nullable String family, @Nullable String given) {
        return Stream.of(family, given)
                .filter(name -> name != null)
                .reduce((one, next) -> one + " " + next)
                .orElse("");
    }
}
