package io.noren.inventory.pickup;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells customers that their order takes longer before the time is over that they were told. What nobody works at is
 * told so a few times; then it only stays late on the store's list. Safe beside twins: each order is taken under its lock.
 */
@Component
class PickupLateWatch {
    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(PickupLateWatch.class);

    private final PickupDesk desk;
    private final Duration warning;
    private final int delaysAtMost;

    PickupLateWatch(
            PickupDesk desk,
            @Value("${noren.inventory.pickup-late-warning:PT10M}") Duration warning,
            @Value("${noren.inventory.pickup-delays-at-most:3}") int delaysAtMost) {
        this.desk = desk;
        this.warning = warning;
        this.delaysAtMost = delaysAtMost;
    }

    @Scheduled(fixedDelayString = "${noren.inventory.pickup-late-watch-millis:30000}", timeUnit = TimeUnit.MILLISECONDS)
    void look() {
        for (UUID id : desk.late(warning, delaysAtMost, AT_ONCE)) {
            try {
                desk.delayIfLate(id, warning, delaysAtMost);
            } catch (RuntimeException e) {
                // The next ones must not wait for it; it is tried again with the next round.
                LOG.error("The customer of pickup order {} could not be told that it takes longer", id, e);
            }
        }
    }
}
