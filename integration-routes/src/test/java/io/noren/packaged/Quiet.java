package io.noren.packaged;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** When nothing is on its way in the hub any more; until then "only once" cannot be said. */
public final class Quiet {
    /** A dead copy's claim on a delivery lasts 30 s, and all that waited is to be told after it. */
    private static final Duration LIMIT = Duration.ofSeconds(150);

    /** Longer than between two measurements of the hub, so that two of them in a row said "nothing waits". */
    private static final Duration QUIET_FOR = Duration.ofMillis(5_500);

    private Quiet() {}

    public static void await(HubApi hub) {
        AtomicLong quietSince = new AtomicLong();
        Awaitility.await("outbox, queues and webhooks are empty")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    long now = System.nanoTime();
                    if (!hub.nothingWaits()) {
                        quietSince.set(0);
                        return false;
                    }
                    quietSince.compareAndSet(0, now);
                    return now - quietSince.get() >= QUIET_FOR.toNanos();
                });
    }
}
