package io.noren.benchmark;

import io.noren.packaged.HubApi;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives a hub work until its Java machine has compiled what is hot: two cores take minutes for an application of this
 * size, and until then half of them is the compiler's. After each stretch of work the compiler gets as long for itself.
 */
final class WarmUp {
    private static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("noren.benchmark.warm-up", 420));

    /** Of one core, that the compiler takes. */
    private static final double WARM = 0.1;

    private static final String COMPILATION = "jvm_compilation_time_ms_total";

    private WarmUp() {}

    /** Some seconds of all that is measured later. */
    interface Work {
        void some() throws Exception;
    }

    /** @return what to say of it beside the figures */
    static String with(HubApi hub, Work work) throws Exception {
        long began = System.nanoTime();
        double share;
        do {
            double compiled = hub.metric(COMPILATION);
            long stretch = System.nanoTime();
            work.some();
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - stretch);
            share = (hub.metric(COMPILATION) - compiled) / ((System.nanoTime() - stretch) / 1e6);
        } while (share > WARM && System.nanoTime() - began < LIMIT.toNanos());
        return "warm after %d s, the compiler takes %.0f %% of a core"
                .formatted((System.nanoTime() - began) / 1_000_000_000, 100 * share);
    }
}
