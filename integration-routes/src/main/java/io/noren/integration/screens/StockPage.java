package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.HeldChange;
import io.noren.inventory.HeldChanges;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Oversold;
import io.noren.inventory.StockAuditor;
import io.noren.inventory.availability.NotFoundReports;
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The way into the stock: find an item, see how many there are and where; and what waits for somebody. */
@Controller
class StockPage {
    private static final int MOST_FOUND = 50;
    private static final int MOST_COUNTED = 100;

    private final Items items;
    private final StaffStores stores;
    private final StockNumbers numbers;
    private final HeldChanges held;
    private final NotFoundReports notFound;
    private final Oversold oversold;
    private final CountSessions sessions;
    private final StockAuditor auditor;

    StockPage(
            Items items,
            StaffStores stores,
            StockNumbers numbers,
            HeldChanges held,
            NotFoundReports notFound,
            Oversold oversold,
            CountSessions sessions,
            StockAuditor auditor) {
        this.items = items;
        this.stores = stores;
        this.numbers = numbers;
        this.held = held;
        this.notFound = notFound;
        this.oversold = oversold;
        this.sessions = sessions;
        this.auditor = auditor;
    }

    /** An item's master data as it is shown. */
    record Shown(
            String sku,
            String name,
            @Nullable String otherName,
            @Nullable String otherLanguage,
            @Nullable String gtin,
            @Nullable String category,
            @Nullable String unit,
            @Nullable String price,
            @Nullable String codes) {

        static Shown of(Item item, Locale locale) {
            Language language = Language.of(locale);
            Language other = language == Language.JAPANESE ? Language.ENGLISH : Language.JAPANESE;
            String name = language.of(item.name());
            String otherName = other.of(item.name());
            String gtin = item.gtin();
            return new Shown(
                    item.sku(),
                    name,
                    otherName.equals(name) ? null : otherName,
                    other.code(),
                    gtin == null ? null : gtin.replaceFirst("^0", ""),
                    item.category(),
                    item.unit().equals(Item.EACH) ? null : item.unit(),
                    item.price() == null ? null : PriceText.of(item.price()),
                    item.codes().stream()
                            .map(Item.Code::value)
                            .distinct()
                            .limit(10)
                            .reduce((one, next) -> one + ", " + next)
                            .orElse(null));
        }
    }

    record Hit(Shown item, StockNumbers.Total total) {}

    /**
     * What waits for somebody.
     *
     * @param sessions that are counted and not approved
     * @param differences cells that do not add up; null for whoever may not see all
     */
    record Waiting(
            int held,
            int notFound,
            long oversold,
            int sessions,
            @Nullable Integer differences) {

        public boolean nothing() {
            return held + notFound + oversold + sessions == 0 && (differences == null || differences == 0);
        }
    }

    /** What is typed is searched for while it is typed; one item with exactly this number opens at once. */
    @GetMapping("/stock")
    String search(
            @RequestParam(defaultValue = "") String q,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            RedirectAttributes way,
            Model page) {
        List<Location> places = stores.places(staff);
        boolean typing = request.getHeader("HX-Request") != null;
        String text = q.strip();
        List<Item> found = text.isEmpty() ? List.of() : items.search(text, MOST_FOUND + 1);
        if (!typing && found.size() == 1) {
            way.addAttribute("sku", found.get(0).sku());
            return "redirect:/stock/item";
        }
        Map<String, StockNumbers.Total> totals = found.isEmpty()
                ? Map.of()
                : numbers.totals(found.stream().map(Item::sku).toList(), places);
        page.addAttribute("q", text);
        page.addAttribute("most", MOST_FOUND);
        page.addAttribute("more", found.size() > MOST_FOUND);
        page.addAttribute(
                "hits",
                found.stream()
                        .limit(MOST_FOUND)
                        .map(item -> new Hit(Shown.of(item, locale), Objects.requireNonNull(totals.get(item.sku()))))
                        .toList());
        page.addAttribute("waiting", text.isEmpty() ? waiting(places, staff) : null);
        return typing ? "stock/search :: found" : "stock/search";
    }

    private Waiting waiting(List<Location> places, Authentication staff) {
        boolean everywhere = StaffStores.everywhere(staff);
        int waiting = 0;
        int lookedFor = 0;
        int counted = 0;
        for (Location place : places) {
            lookedFor += notFound.openAt(place.id(), MOST_COUNTED).size();
            counted += sessions.list(place.id(), List.of(CountSession.State.REVIEW), null, MOST_COUNTED)
                    .size();
            waiting += everywhere ? 0 : heldAt(place.id());
        }
        return new Waiting(
                everywhere ? heldAt(null) : waiting,
                lookedFor,
                oversold.countAt(places.stream().map(Location::id).toList()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                counted,
                everywhere ? Math.toIntExact(auditor.progress().differences()) : null);
    }

    private int heldAt(@Nullable String location) {
        return held.list(location, HeldChange.State.HELD, null, MOST_COUNTED).size();
    }

    /** One item in all places where this person works. */
    @GetMapping("/stock/item")
    ModelAndView item(@RequestParam String sku, Authentication staff, Locale locale, Model page) {
        Optional<Item> item = items.find(sku);
        if (item.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        StockNumbers.OfItemInPlaces of = numbers.of(sku, stores.places(staff), locale);
        page.addAttribute("item", Shown.of(item.get(), locale));
        page.addAttribute("total", of.total());
        page.addAttribute(
                "places",
                of.places().stream().filter(StockNumbers.Numbers::known).toList());
        page.addAttribute(
                "others", of.places().stream().filter(place -> !place.known()).toList());
        return new ModelAndView("stock/item", page.asMap());
    }
}
