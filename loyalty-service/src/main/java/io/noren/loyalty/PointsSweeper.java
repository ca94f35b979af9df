package io.noren.loyalty;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Ends what time ends: redemptions that nobody resolved, and points that were not spent. */
@Component
class PointsSweeper {
    private static final int AT_ONCE = 200;

    private final Redemptions redemptions;
    private final PointsExpiry expiry;

    PointsSweeper(Redemptions redemptions, PointsExpiry expiry) {
        this.redemptions = redemptions;
        this.expiry = expiry;
    }

    @Scheduled(fixedDelayString = "${noren.loyalty.sweep-millis:5000}", timeUnit = TimeUnit.MILLISECONDS)
    void sweep() {
        // Redemptions first: what they let go may lapse, too.
        each(redemptions::lapsing, redemptions::lapse);
        each(expiry::due, expiry::expire);
    }

    private static void each(IntFunction<List<UUID>> due, Consumer<UUID> end) {
        List<UUID> some;
        do {
            some = due.apply(AT_ONCE);
            some.forEach(end);
        } while (some.size() == AT_ONCE);
    }
}
