package io.noren.integration.screens;

import io.noren.inventory.CountResult;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.NotFoundReports;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
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

/** One item in one store: its numbers, its ledger, and what somebody who stands before the shelf has to say. */
@Controller
class ShelfPage {
    private static final int LINES = 25;

    private final Items items;
    private final StaffStores stores;
    private final StockNumbers numbers;
    private final MovementHistory history;
    private final LedgerWords ledger;
    private final ShelfReports reports;
    private final NotFoundReports notFound;
    private final Words words;

    ShelfPage(
            Items items,
            StaffStores stores,
            StockNumbers numbers,
            MovementHistory history,
            LedgerWords ledger,
            ShelfReports reports,
            NotFoundReports notFound,
            Words words) {
        this.items = items;
        this.stores = stores;
        this.numbers = numbers;
        this.history = history;
        this.ledger = ledger;
        this.reports = reports;
        this.notFound = notFound;
        this.words = words;
    }

    /** What a form of this page names; {@code request} is the same however often the form is sent. */
    record Shelf(String sku, String location, UUID request) {}

    /** @param before show the ledger before this row; the newest when null */
    @GetMapping("/stock/shelf")
    ModelAndView show(
            @RequestParam String sku,
            @RequestParam String location,
            @RequestParam(required = false) @Nullable Long before,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Location place = stores.place(location, staff);
        Optional<Item> item = items.find(sku);
        if (item.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        List<LedgerWords.Line> lines =
                history.newest(sku, location, before == null ? Long.MAX_VALUE : before, LINES).stream()
                        .map(entry -> ledger.line(entry, place.zone(), locale))
                        .toList();
        page.addAttribute("item", StockPage.Shown.of(item.get(), locale));
        page.addAttribute("place", place);
        page.addAttribute("places", stores.places(staff));
        page.addAttribute("numbers", numbers.at(sku, place, locale));
        page.addAttribute("lines", lines);
        page.addAttribute("newest", before == null);
        page.addAttribute(
                "next",
                lines.isEmpty() || lines.get(lines.size() - 1).sequence() <= 1
                        ? null
                        : lines.get(lines.size() - 1).sequence());
        page.addAttribute("happenings", ShelfReports.Happening.values());
        page.addAttribute("request", UUID.randomUUID());
        boolean renewed = request.getHeader("HX-Request") != null;
        return new ModelAndView(renewed ? "stock/shelf :: now" : "stock/shelf", page.asMap());
    }

    /** Somebody has counted, just now. */
    @PostMapping("/stock/shelf/count")
    String count(
            Shelf shelf, @RequestParam String counted, Authentication staff, Locale locale, RedirectAttributes to) {
        return answer(shelf, staff, locale, to, () -> {
            CountResult result = reports.count(shelf, place(shelf, staff), counted);
            to.addFlashAttribute("held", result.held());
            return result.held() == null ? "counted" : "held";
        });
    }

    /** Something has happened to the goods. */
    @PostMapping("/stock/shelf/happened")
    String happened(
            Shelf shelf,
            @RequestParam ShelfReports.Happening what,
            @RequestParam String quantity,
            @RequestParam(defaultValue = "") String note,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return answer(shelf, staff, locale, to, () -> {
            reports.happened(shelf, what, quantity, note);
            return "happened";
        });
    }

    /** It should be there and is not. */
    @PostMapping("/stock/shelf/not-found")
    String notFound(Shelf shelf, Authentication staff, Locale locale, RedirectAttributes to) {
        return answer(shelf, staff, locale, to, () -> {
            notFound.report(shelf.sku(), shelf.location(), null);
            return "not-found";
        });
    }

    /** It is there after all. */
    @PostMapping("/stock/shelf/found")
    String found(Shelf shelf, Authentication staff, Locale locale, RedirectAttributes to) {
        return answer(shelf, staff, locale, to, () -> {
            notFound.found(shelf.sku(), shelf.location());
            return "found";
        });
    }

    private Location place(Shelf shelf, Authentication staff) {
        return stores.place(shelf.location(), staff);
    }

    private interface Doing {
        /** @return what was done; the texts are {@code stock.told.counted} and so on */
        String run();
    }

    private String answer(Shelf shelf, Authentication staff, Locale locale, RedirectAttributes to, Doing doing) {
        place(shelf, staff); // before anything else
        try {
            String done = doing.run();
            to.addFlashAttribute("told", words.say("stock.told." + done, locale));
            to.addFlashAttribute("tone", done.equals("held") ? "few" : "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        to.addAttribute("sku", shelf.sku());
        to.addAttribute("location", shelf.location());
        return "redirect:/stock/shelf";
    }
}
