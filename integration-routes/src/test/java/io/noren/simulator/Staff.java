package io.noren.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets everybody act at their own pace, some at the same moment. */
final class Staff implements AutoCloseable {
    private static final int THREADS = 16;
    private static final long CLOSING_PACE = 500;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final Day day;
    private final Duration length;
    private final long pace;
    private final Random random;
    private final CountDownLatch left;
    private final Tally tally;

    /** @param pace milliseconds between two steps of the same, on average */
    Staff(List<? extends Actor> actors, Day day, Duration length, long pace, Random random, Tally tally) {
        this.day = day;
        this.length = length;
        this.pace = pace;
        this.random = random;
        this.left = new CountDownLatch(actors.size());
        this.tally = tally;
        actors.forEach(actor -> later(actor, pace));
    }

    private void later(Actor actor, long mean) {
        threads.schedule(() -> step(actor), mean / 2 + random.nextLong(mean), TimeUnit.MILLISECONDS);
    }

    private void step(Actor actor) {
        Duration elapsed = day.elapsed();
        boolean closing = elapsed.compareTo(length) >= 0;
        try {
            actor.act(elapsed, closing);
            if (closing && actor.isDone()) {
                left.countDown();
                return;
            }
        } catch (Throwable e) {
            tally.wrong("gave up: " + e);
            left.countDown();
            return;
        }
        later(actor, closing ? CLOSING_PACE : pace);
    }

    /** Returns when everybody has told everything. */
    void awaitAllDone(Duration patience) throws InterruptedException {
        assertThat(left.await(patience.toSeconds(), TimeUnit.SECONDS))
                .as("everybody has told everything, but %d", left.getCount())
                .isTrue();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
