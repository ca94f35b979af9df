package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.OpeningHours;
import io.noren.pos.PosSettings;
import io.noren.pos.Tills;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Which tills have said nothing for longer than {@code noren.pos.quiet-after}. Where it is known when their store is
 * open only that time counts; else all of it.
 */
@Component
class QuietTills {
    private final Duration quietAfter;

    QuietTills(PosSettings settings) {
        this.quietAfter = settings.pos().quietAfter();
    }

    boolean isQuiet(Tills.Till till, Optional<Location> store) {
        return heardOfNothingFor(till, store).compareTo(quietAfter) > 0;
    }

    private static Duration heardOfNothingFor(Tills.Till till, Optional<Location> store) {
        return store.flatMap(place -> OpeningHours.read(place.openingHours())
                        .map(hours -> hours.openBetween(
                                till.lastWordAt(), till.lastWordAt().plus(till.feedAge()), place.zone())))
                .orElse(till.feedAge());
    }
}
