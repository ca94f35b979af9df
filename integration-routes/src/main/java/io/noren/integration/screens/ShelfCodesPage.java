package io.noren.integration.screens;

import io.noren.integration.qr.resolver.ShelfScanReport;
import io.noren.integration.qr.resolver.ShelfScanReport.Heat;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** When and in front of what customers scan: a store's week, and the items that they ask about most. */
@Controller
class ShelfCodesPage {
    private static final List<Integer> SPANS = List.of(7, 28, 91);
    private static final int MOST_ITEMS = 20;
    private static final int STEPS = 5;

    private final ShelfScanReport report;
    private final StaffStores stores;
    private final Items items;
    private final Clock clock;

    ShelfCodesPage(ShelfScanReport report, StaffStores stores, Items items, Clock clock) {
        this.report = report;
        this.stores = stores;
        this.items = items;
        this.clock = clock;
    }

    /** @param step 0 for none, then by shares of the busiest hour */
    record Cell(String scans, int step) {}

    record Hour(String name, List<Cell> days) {}

    record Asked(String sku, String name, String scans) {}

    @GetMapping("/shelf-codes")
    String show(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(defaultValue = "28") int days,
            Authentication staff,
            Locale locale,
            Model page) {
        int span = SPANS.contains(days) ? days : 28;
        Optional<Location> store = stores.chosen(location, staff);
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.orElse(null));
        page.addAttribute("spans", SPANS);
        page.addAttribute("span", span);
        store.ifPresent(chosen -> show(chosen, clock.instant().minus(Duration.ofDays(span)), locale, page));
        return "shelf-codes";
    }

    private void show(Location store, Instant from, Locale locale, Model page) {
        List<Heat> week = report.week(store.id(), from, store.zone());
        long all = week.stream().mapToLong(Heat::scans).sum();
        page.addAttribute("total", Words.number(BigDecimal.valueOf(all)));
        page.addAttribute("none", all == 0);
        page.addAttribute(
                "days",
                Arrays.stream(DayOfWeek.values())
                        .map(day -> day.getDisplayName(
                                TextStyle.SHORT, Language.of(locale).locale()))
                        .toList());
        page.addAttribute("hours", hours(week));
        page.addAttribute(
                "asked",
                report.most(store.id(), from, MOST_ITEMS).stream()
                        .map(total -> new Asked(
                                total.sku(),
                                items.find(total.sku())
                                        .map(item -> Language.of(locale).of(item.name()))
                                        .orElse(total.sku()),
                                Words.number(BigDecimal.valueOf(total.scans()))))
                        .toList());
    }

    /** From the first hour in which anybody scans to the last. */
    private static List<Hour> hours(List<Heat> week) {
        int first = week.stream().mapToInt(Heat::hour).min().orElse(0);
        int last = week.stream().mapToInt(Heat::hour).max().orElse(-1);
        long most = week.stream().mapToLong(Heat::scans).max().orElse(1);
        return IntStream.rangeClosed(first, last)
                .mapToObj(hour -> new Hour(
                        "%d:00".formatted(hour),
                        IntStream.rangeClosed(1, DayOfWeek.values().length)
                                .mapToObj(day -> cell(week, day, hour, most))
                                .toList()))
                .toList();
    }

    private static Cell cell(List<Heat> week, int day, int hour, long most) {
        long scans = week.stream()
                .filter(heat -> heat.day() == day && heat.hour() == hour)
                .mapToLong(Heat::scans)
                .sum();
        int step = (int) ((scans * STEPS + most - 1) / most);
        return new Cell(scans == 0 ? "" : Words.number(BigDecimal.valueOf(scans)), step);
    }
}
