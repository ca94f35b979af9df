package io.noren.inventory.pickup;

import io.noren.inventory.Sql;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Asks customers about what was not found, as soon as nobody looks for it any more, and decides by rule what they did not
 * say. Safe beside twins: each order is taken under its lock, and has at most one open question.
 */
@Component
class PickupRescueWorker {
    private static final int AT_ONCE = 200;
    private static final Logger LOG = LoggerFactory.getLogger(PickupRescueWorker.class);

    private final PickupRescues rescues;
    private final RescueRows rows;
    private final Clock clock;
    private final boolean enabled;

    PickupRescueWorker(
            PickupRescues rescues,
            RescueRows rows,
            Clock clock,
            @Value("${noren.inventory.pickup-rescue:true}") boolean enabled) {
        this.rescues = rescues;
        this.rows = rows;
        this.clock = clock;
        this.enabled = enabled;
    }

    @Scheduled(fixedDelayString = "${noren.inventory.pickup-rescue-millis:2000}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        each(rows.toEnd(Sql.micros(clock.instant()), AT_ONCE), rescues::end);
        if (enabled) {
            each(rows.toOffer(AT_ONCE), rescues::offer);
        }
    }

    private static void each(List<UUID> ids, Consumer<UUID> work) {
        for (UUID id : ids) {
            try {
                work.accept(id);
            } catch (RuntimeException e) {
                // The next ones must not wait for it; it is tried again with the next round.
                LOG.error("What is missing of a pickup order could not be offered or decided: {}", id, e);
            }
        }
    }
}
