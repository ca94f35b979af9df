package io.noren.integration.demo;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientResponseException;

/** Lets the demo's people act, each again and again with a pause in between, until the evening. */
final class Town {
    private static final Logger log = LoggerFactory.getLogger(Town.class);
    private static final int THREADS = 3;

    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(THREADS, action -> new Thread(action, "demo"));

    Town() {
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What somebody does; a failure is not the end, they try again at their next turn. */
    interface Action {
        void run() throws Exception;
    }

    /** @param pauseMillis asked anew before each turn, the first one included */
    void letLive(String who, IntSupplier pauseMillis, Action action) {
        try {
            // Nobody waits for it: a turn deals with its own failures.
            var unused = threads.schedule(
                    () -> turn(who, pauseMillis, action), pauseMillis.getAsInt(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException evening) {
            log.debug("{} goes home", who);
        }
    }

    private void turn(String who, IntSupplier pauseMillis, Action action) {
        try {
            action.run();
        } catch (RestClientResponseException refused) {
            // Two shoppers wanting the last one, a visitor faster than the staff: that is life in a store.
            log.debug("{} was refused: {}", who, refused.getStatusCode());
        } catch (Exception e) {
            log.warn("{} had no success and will try again: {}", who, e.toString());
        }
        letLive(who, pauseMillis, action);
    }

    /** Nobody gets another turn; who is in the middle of one finishes it. Returns false when somebody did not. */
    boolean close(Duration limit) throws InterruptedException {
        threads.shutdown();
        return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
