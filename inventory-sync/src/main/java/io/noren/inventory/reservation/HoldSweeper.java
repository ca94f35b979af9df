package io.noren.inventory.reservation;

import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tidies ended holds, so that levels and feeds say in numbers what every reader already knows. Safe beside twins. */
@Component
class HoldSweeper {

    private static final int AT_ONCE = 200;

    private final Reservations reservations;

    HoldSweeper(Reservations reservations) {
        this.reservations = reservations;
    }

    @Scheduled(fixedDelayString = "${noren.inventory.sweep-millis:1000}", timeUnit = TimeUnit.MILLISECONDS)
    void sweep() {
        int tidied;
        do {
            tidied = reservations.expireEnded(AT_ONCE);
        } while (tidied == AT_ONCE);
    }
}
