package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.loyalty.TillAlarms;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Unusual look-ups at the tills of those stores in which a manager works. */
@Controller
class TillAlarmsPage {
    private final TillAlarms alarms;
    private final StaffStores stores;

    TillAlarmsPage(TillAlarms alarms, StaffStores stores) {
        this.alarms = alarms;
        this.stores = stores;
    }

    /** @param kind part of a message key */
    record Told(
            String when,
            String kind,
            String who,
            String where,
            long seen,
            @Nullable UUID member) {}

    @GetMapping("/till/alarms")
    String show(Authentication staff, Locale locale, Model page) {
        Stream<TillAlarms.Alarm> theirs = StaffStores.everywhere(staff)
                ? alarms.latest(null).stream()
                : stores.of(staff).stream().flatMap(store -> alarms.latest(store.id()).stream());
        List<Told> told = theirs.sorted(
                        Comparator.comparing(TillAlarms.Alarm::at).reversed())
                .limit(TillAlarms.MOST)
                .map(alarm -> told(alarm, locale))
                .toList();
        page.addAttribute("alarms", told);
        return "till-alarms";
    }

    private Told told(TillAlarms.Alarm alarm, Locale locale) {
        Optional<Location> store = stores.known(alarm.location());
        ZoneId zone = stores.zoneOf(store);
        return new Told(
                Words.at(alarm.at(), zone, locale),
                alarm.kind().name(),
                alarm.actor(),
                store.map(Location::name).orElse(alarm.location()) + " " + alarm.till(),
                alarm.seen(),
                alarm.member());
    }
}
