package io.noren.inventory.web;

import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.PickupNumbers;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How well stores do with pickup orders, for whoever compares them. */
@RestController
class PickupNumbersController {
    /** Of the days before the last, when nobody says which is the first. */
    private static final int USUAL_DAYS = 28;

    private final PickupNumbers numbers;
    private final Locations locations;
    private final Clock clock;

    PickupNumbersController(PickupNumbers numbers, Locations locations, Clock clock) {
        this.numbers = numbers;
        this.locations = locations;
        this.clock = clock;
    }

    /** A key for one store names it and sees no other. */
    @GetMapping("/api/v1/pickup-numbers")
    PickupNumbers.Board read(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to) {
        if (location == null) {
            LocationKeys.checkEverywhere("This key is only for some locations: name the one that is asked about.");
        } else {
            LocationKeys.check(location);
        }
        LocalDate last = to == null ? today(location) : to;
        return numbers.between(from == null ? last.minusDays(USUAL_DAYS - 1L) : from, last, location);
    }

    private LocalDate today(@Nullable String location) {
        return location == null
                ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                : LocalDate.ofInstant(
                        clock.instant(),
                        locations
                                .find(location)
                                .orElseThrow(
                                        () -> new Refusal("NO_SUCH_LOCATION", "There is no location " + location + "."))
                                .zone());
    }
}
