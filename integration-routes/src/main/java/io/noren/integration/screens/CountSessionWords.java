package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSession.Cause;
import io.noren.inventory.counting.CountSession.Entry;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says a count session, its tasks and its variances as whoever counts or approves reads them. */
@Component
class CountSessionWords {
    private final Items items;
    private final TypedItems typed;
    private final StaffStores stores;

    CountSessionWords(Items items, TypedItems typed, StaffStores stores) {
        this.items = items;
        this.typed = typed;
        this.stores = stores;
    }

    /** @param left how many cells nobody has counted yet */
    record Shown(
            CountSession session,
            String place,
            long left,
            String opened,
            @Nullable String submitted,
            @Nullable String resolved) {}

    /**
     * A task as its counter sees it.
     *
     * @param expected what the books say, and why it is counted; both null in a blind session, where either would tell
     * @param request makes what is entered one and the same however often the form is sent
     * @param counted as it was typed, when it was refused
     */
    record ToCount(
            String sku,
            String name,
            @Nullable String gtin,
            String unit,
            boolean done,
            boolean again,
            @Nullable String expected,
            @Nullable Cause cause,
            UUID request,
            @Nullable String counted,
            @Nullable String wrong) {}

    /** One count, by whom and when. */
    record Said(String counted, String who, String when, boolean earlier) {}

    /**
     * A task beside the books, each number with its unit.
     *
     * @param tone {@code up}, {@code down} or empty
     * @param doubted it is far from the books
     */
    record Beside(
            String sku,
            String name,
            String expected,
            @Nullable String counted,
            @Nullable String change,
            String tone,
            String after,
            boolean outdated,
            boolean disputed,
            boolean doubted,
            List<Said> said) {}

    Shown shown(CountSession session, Locale locale) {
        Optional<Location> place = stores.known(session.location());
        ZoneId zone = stores.zoneOf(place);
        return new Shown(
                session,
                place.map(Location::name).orElse(session.location()),
                session.tasks() - session.counted(),
                Words.at(session.openedAt(), zone, locale),
                at(session.submittedAt(), zone, locale),
                at(session.resolvedAt(), zone, locale));
    }

    private static @Nullable String at(@Nullable Instant when, ZoneId zone, Locale locale) {
        return when == null ? null : Words.at(when, zone, locale);
    }

    /**
     * @param counted as it was typed, when it was refused, with {@code wrong}, why; else null
     */
    ToCount toCount(CountSession session, Task task, @Nullable String counted, @Nullable String wrong, Locale locale) {
        String gtin = items.find(task.sku()).map(Item::gtin).orElse(null);
        BigDecimal expected = task.expected();
        return new ToCount(
                task.sku(),
                typed.name(task.sku(), locale),
                gtin == null ? null : gtin.replaceFirst("^0", ""),
                typed.unit(task.sku(), locale),
                task.counts() > 0,
                task.round() > 1,
                expected == null ? null : typed.quantity(expected, task.sku(), locale),
                session.blind() ? null : task.cause(),
                UUID.randomUUID(),
                counted,
                wrong);
    }

    Beside beside(CountSession session, Variance variance, Locale locale) {
        String sku = variance.sku();
        BigDecimal counted = variance.counted();
        BigDecimal change = variance.variance();
        ZoneId zone = stores.zoneOf(stores.known(session.location()));
        return new Beside(
                sku,
                typed.name(sku, locale),
                typed.quantity(variance.expected(), sku, locale),
                counted == null ? null : typed.quantity(counted, sku, locale),
                change == null ? null : Words.change(change),
                change == null || change.signum() == 0 ? "" : change.signum() < 0 ? "down" : "up",
                typed.quantity(variance.after(), sku, locale),
                variance.outdated(),
                variance.disputed(),
                variance.doubt() != null,
                variance.counts().stream()
                        .map(entry -> said(entry, variance, zone, locale))
                        .toList());
    }

    private Said said(Entry entry, Variance of, ZoneId zone, Locale locale) {
        String counter = entry.counter();
        return new Said(
                typed.quantity(entry.counted(), of.sku(), locale),
                counter == null ? entry.actor() : counter,
                Words.at(entry.countedAt(), zone, locale),
                entry.round() < of.round());
    }
}
