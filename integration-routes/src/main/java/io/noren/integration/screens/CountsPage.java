package io.noren.integration.screens;

import io.noren.inventory.HeldChange;
import io.noren.inventory.HeldChanges;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Oversold;
import io.noren.inventory.Refusal;
import io.noren.inventory.availability.NotFoundReports;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
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

/** Counts that wait for a person, what was decided of others, and what somebody should count. */
@Controller
class CountsPage {
    private static final int MOST = 100;
    private static final int DECIDED = 10;

    private final HeldChanges held;
    private final NotFoundReports notFound;
    private final Oversold oversold;
    private final Items items;
    private final StaffStores stores;
    private final Words words;

    CountsPage(
            HeldChanges held,
            NotFoundReports notFound,
            Oversold oversold,
            Items items,
            StaffStores stores,
            Words words) {
        this.held = held;
        this.notFound = notFound;
        this.oversold = oversold;
        this.items = items;
        this.stores = stores;
        this.words = words;
    }

    /**
     * One held change on the list.
     *
     * @param item the only item in it, with what was expected and counted; null when there are several
     */
    record Waiting(
            HeldChange change,
            String place,
            @Nullable Row item,
            String when,
            @Nullable String decided) {}

    /** One count as it is shown; {@code change} is what approving does. */
    record Row(
            String sku,
            String name,
            String before,
            String counted,
            String after,
            String change,
            String tone,
            @Nullable String expected) {}

    /** Something that was looked for in vain. */
    record Sought(
            String sku,
            String name,
            String location,
            String place,
            @Nullable String reason,
            String when) {}

    /** Something that was sold though the books had not so many. */
    record SoldTooMuch(String sku, String name, String location, String place, Oversold.Cause cause, String when) {}

    /** @param location only this place; all where this person works when null or empty */
    @GetMapping("/stock/counts")
    String show(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Location> places = stores.places(location, staff);
        page.addAttribute("places", stores.places(staff));
        page.addAttribute("place", places.size() == 1 ? places.get(0).id() : "");
        page.addAttribute(
                "waiting",
                gathered(places, staff, place -> held.list(place, HeldChange.State.HELD, null, MOST)).stream()
                        .map(change -> waiting(change, locale))
                        .toList());
        page.addAttribute(
                "decided",
                gathered(places, staff, place -> held.decided(place, DECIDED)).stream()
                        .map(change -> waiting(change, locale))
                        .toList());
        page.addAttribute(
                "sought",
                places.stream()
                        .flatMap(place ->
                                notFound.openAt(place.id(), MOST).stream().map(report -> sought(report, place, locale)))
                        .toList());
        page.addAttribute(
                "oversold",
                places.stream()
                        .flatMap(place -> oversold.openAt(place.id(), MOST).stream()
                                .map(task -> soldTooMuch(task, place, locale)))
                        .toList());
        return "stock/counts";
    }

    private List<HeldChange> gathered(
            List<Location> places, Authentication staff, Function<@Nullable String, List<HeldChange>> at) {
        return StaffStores.everywhere(staff) && places.size() != 1
                ? at.apply(null)
                : places.stream()
                        .map(Location::id)
                        .flatMap(id -> at.apply(id).stream())
                        .toList();
    }

    private Waiting waiting(HeldChange change, Locale locale) {
        Optional<Location> place = stores.known(change.location());
        return new Waiting(
                change,
                place.map(Location::name).orElse(change.location()),
                change.counts() == 1
                        ? held.preview(change.id()).stream()
                                .findFirst()
                                .map(row -> row(row, locale))
                                .orElse(null)
                        : null,
                Words.at(change.heldAt(), stores.zoneOf(place), locale),
                change.resolvedAt() == null ? null : Words.at(change.resolvedAt(), stores.zoneOf(place), locale));
    }

    private Row row(HeldChange.Row row, Locale locale) {
        BigDecimal change = row.after().subtract(row.before());
        return new Row(
                row.sku(),
                name(row.sku(), locale),
                Words.number(row.before()),
                Words.number(row.counted()),
                Words.number(row.after()),
                Words.change(change),
                change.signum() < 0 ? "down" : change.signum() > 0 ? "up" : "",
                row.expected() == null ? null : Words.number(row.expected()));
    }

    private Sought sought(NotFoundReports.Report report, Location place, Locale locale) {
        return new Sought(
                report.sku(),
                name(report.sku(), locale),
                place.id(),
                place.name(),
                report.reason(),
                Words.at(report.reportedAt(), place.zone(), locale));
    }

    private SoldTooMuch soldTooMuch(Oversold.Task task, Location place, Locale locale) {
        return new SoldTooMuch(
                task.sku(),
                name(task.sku(), locale),
                place.id(),
                place.name(),
                task.cause(),
                Words.at(task.soldAt(), place.zone(), locale));
    }

    private String name(String sku, Locale locale) {
        return items.find(sku).map(item -> Language.of(locale).of(item.name())).orElse(sku);
    }

    @GetMapping("/stock/held/{id}")
    ModelAndView one(@PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Optional<HeldChange> change = held.find(id);
        if (change.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        stores.place(change.get().location(), staff);
        List<HeldChange.Row> preview = held.preview(id);
        page.addAttribute("waiting", waiting(change.get(), locale));
        page.addAttribute("rows", preview.stream().map(row -> row(row, locale)).toList());
        page.addAttribute("before", Words.number(sum(preview, HeldChange.Row::before)));
        page.addAttribute("after", Words.number(sum(preview, HeldChange.Row::after)));
        page.addAttribute(
                "emptied",
                preview.stream()
                        .filter(row -> row.before().signum() > 0 && row.after().signum() == 0)
                        .count());
        return new ModelAndView("stock/held", page.asMap());
    }

    private static BigDecimal sum(List<HeldChange.Row> rows, Function<HeldChange.Row, BigDecimal> number) {
        return rows.stream().map(number).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @PostMapping("/stock/held/{id}/approve")
    String approve(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, staff, locale, to, "approved", held::approve);
    }

    @PostMapping("/stock/held/{id}/drop")
    String drop(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, staff, locale, to, "dropped", held::drop);
    }

    @PostMapping("/stock/held/{id}/undo")
    String undo(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, staff, locale, to, "undone", held::undo);
    }

    private String decide(
            UUID id, Authentication staff, Locale locale, RedirectAttributes to, String done, Consumer<UUID> step) {
        held.find(id).ifPresent(change -> stores.place(change.location(), staff));
        try {
            step.accept(id);
            to.addFlashAttribute("told", words.say("stock.told." + done, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        to.addAttribute("id", id);
        return "redirect:/stock/held/{id}";
    }
}
