package io.noren.simulator;

import java.time.Duration;
import java.util.Random;

/**
 * How much of it.
 *
 * @param rate transactions a second, all tills together
 * @param seed of everything that a till does; not of when it is heard
 */
record Simulation(int tills, Duration length, int rate, long seed) {
    private static final int TILLS_PER_STORE = 20;

    /** By {@code -Dsimulator.tills}, {@code .minutes} or {@code .seconds}, {@code .rate} and {@code .seed}. */
    static Simulation asked() {
        Long minutes = Long.getLong("simulator.minutes");
        return new Simulation(
                Integer.getInteger("simulator.tills", 40),
                minutes == null
                        ? Duration.ofSeconds(Long.getLong("simulator.seconds", 15))
                        : Duration.ofMinutes(minutes),
                Integer.getInteger("simulator.rate", 30),
                Long.getLong("simulator.seed", System.nanoTime()));
    }

    int stores() {
        return Math.max(2, tills / TILLS_PER_STORE);
    }

    int transactionsPerTill() {
        return Math.toIntExact(Math.max(6, rate * length.toSeconds() / tills));
    }

    /** @param whose choices they are: each has its own, whatever the others do */
    Random choices(String whose) {
        return new Random(seed * 1_000_003 + whose.hashCode());
    }
}
