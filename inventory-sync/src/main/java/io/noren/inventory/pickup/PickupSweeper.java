package io.noren.inventory.pickup;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sends goods back to the shelf that nobody came for. Safe beside twins: each order is taken under its lock. */
@Component
class PickupSweeper {

    private static final int AT_ONCE = 500;
    private static final Logger LOG = LoggerFactory.getLogger(PickupSweeper.class);

    private final PickupDesk desk;

    PickupSweeper(PickupDesk desk) {
        this.desk = desk;
    }

    @Scheduled(fixedDelayString = "${noren.inventory.pickup-sweep-millis:30000}", timeUnit = TimeUnit.MILLISECONDS)
    void sweep() {
        for (UUID id : desk.ended(AT_ONCE)) {
            try {
                desk.expire(id);
            } catch (RuntimeException e) {
                // The next ones must not wait for it; it is tried again with the next round.
                LOG.error("Pickup order {} could not be expired", id, e);
            }
        }
    }
}
