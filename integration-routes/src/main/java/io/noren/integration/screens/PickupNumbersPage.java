package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.pickup.PickupNumbers;
import io.noren.inventory.pickup.PickupNumbers.Numbers;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How well a store hands over what was ordered: for each day and for all of them, as charts and as a table. */
@Controller
class PickupNumbersPage {
    private static final List<Integer> SPANS = List.of(7, 28, 91);
    private static final int USUAL = 28;

    private final PickupNumbers numbers;
    private final PickupNumbersWords reading;
    private final StaffStores stores;
    private final Clock clock;

    PickupNumbersPage(PickupNumbers numbers, PickupNumbersWords reading, StaffStores stores, Clock clock) {
        this.numbers = numbers;
        this.reading = reading;
        this.stores = stores;
        this.clock = clock;
    }

    @GetMapping("/pickup/numbers")
    String show(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(defaultValue = "28") int days,
            Authentication staff,
            Locale locale,
            Model page) {
        int span = SPANS.contains(days) ? days : USUAL;
        Optional<Location> store = stores.chosen(location, staff);
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.orElse(null));
        page.addAttribute("spans", SPANS);
        page.addAttribute("span", span);
        store.ifPresent(chosen -> show(chosen, span, locale, page));
        return "pickup/numbers";
    }

    private void show(Location store, int span, Locale locale, Model page) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), store.zone());
        LocalDate first = today.minusDays(span - 1L);
        PickupNumbers.Board board = numbers.between(first, today, store.id());
        Map<LocalDate, Numbers> byDay = board.days().stream()
                .collect(Collectors.toMap(one -> Objects.requireNonNull(one.day()), Function.identity()));
        List<LocalDate> all = first.datesUntil(today.plusDays(1)).toList();
        page.addAttribute(
                "total",
                board.totals().stream()
                        .findFirst()
                        .map(total -> reading.row("", total, locale))
                        .orElse(null));
        page.addAttribute(
                "rows",
                board.days().stream()
                        .sorted(Comparator.comparing(
                                (Numbers one) -> Objects.requireNonNull(one.day()), Comparator.reverseOrder()))
                        .map(one -> reading.row(Words.day(Objects.requireNonNull(one.day()), locale), one, locale))
                        .toList());
        page.addAttribute(
                "charts",
                List.of(
                        reading.acceptTime(all, byDay, locale),
                        reading.onTime(all, byDay, locale),
                        reading.shortLines(all, byDay, locale),
                        reading.uncollected(all, byDay, locale),
                        reading.phantom(all, byDay, locale)));
        page.addAttribute("none", board.days().isEmpty());
    }
}
