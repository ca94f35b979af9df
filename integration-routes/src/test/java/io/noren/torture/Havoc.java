package io.noren.torture;

import io.noren.packaged.Breakable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** Hurts one server after the other at random moments: kills it and starts it again, or stops it dead for a while. */
final class Havoc {
    private static final Duration LONGEST_PEACE = Duration.ofSeconds(8);
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(3);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private final List<? extends Breakable> victims;
    private final Random random;
    private final Map<String, Integer> done = new TreeMap<>();

    Havoc(List<? extends Breakable> victims, Random random) {
        this.victims = List.copyOf(victims);
        this.random = random;
    }

    void until(Instant end) {
        while (pass(LONGEST_PEACE, end)) {
            Breakable victim = victims.get(random.nextInt(victims.size()));
            if (random.nextInt(3) == 0) {
                victim.pause();
                pass(LONGEST_PAUSE, Instant.MAX);
                victim.resume();
                done.merge("SIGSTOP " + victim.name(), 1, Integer::sum);
            } else {
                victim.kill();
                pass(LONGEST_OUTAGE, Instant.MAX);
                victim.startAgain();
                done.merge("kill -9 " + victim.name(), 1, Integer::sum);
            }
        }
    }

    /** What was done to whom, how often. */
    Map<String, Integer> done() {
        return done;
    }

    /** The passing of time is what is tested here. */
    private boolean pass(Duration most, Instant end) {
        LockSupport.parkNanos(random.nextLong(most.toNanos()));
        return Instant.now().isBefore(end);
    }
}
