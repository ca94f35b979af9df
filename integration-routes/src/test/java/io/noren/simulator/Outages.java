package io.noren.simulator;

import io.noren.packaged.PackagedHub;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Kills the hub from time to time, every second time with its database, and starts it again. */
final class Outages {
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(3);

    private final PackagedHub hub;
    private final Day day;
    private final Random random;
    private int killed;
    private int withDatabase;

    Outages(PackagedHub hub, Day day, Random random) {
        this.hub = hub;
        this.day = day;
        this.random = random;
    }

    /** Two in a short simulation, one a minute in a long one. */
    void during(Duration length) {
        int count = Math.max(2, Math.toIntExact(length.toMinutes()));
        Duration part = length.dividedBy(count);
        for (int n = 0; n < count; n++) {
            pass(part.multipliedBy(n).plus(upTo(part)).minus(day.elapsed()));
            if (n % 2 == 1) {
                hub.killWithDatabase();
                withDatabase++;
            } else {
                hub.kill();
            }
            killed++;
            pass(upTo(LONGEST_OUTAGE));
            day.stand();
            hub.startAgain();
            day.goOn();
        }
        pass(length.minus(day.elapsed()));
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis()));
    }

    /** The passing of time is what is simulated here. */
    private static void pass(Duration duration) {
        if (!duration.isNegative()) {
            LockSupport.parkNanos(duration.toNanos());
        }
    }

    int killed() {
        return killed;
    }

    int withDatabase() {
        return withDatabase;
    }
}
