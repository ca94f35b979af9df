package io.noren.inventory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where requests wait while a group of earlier ones is under way. Whoever finds the lane free goes at once, alone. The
 * others queue; when the group is done, the one that has waited longest takes everybody who waits along, does the work
 * of all in its own thread, and hands the lane on. So nobody waits for company, nobody works for others for ever, and
 * no thread of its own has to be kept alive.
 */
final class Lane<R extends Lanes.Request> {

    /** In one transaction; more would make the first wait for the last. */
    static final int MOST_REQUESTS = 64;

    static final int MOST_ROWS = 500;

    private final int mostWaiting;
    private final Consumer<List<R>> work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Place<R>> waiting = new ArrayDeque<>();
    private boolean busy;

    Lane(int mostWaiting, Consumer<List<R>> work) {
        this.mostWaiting = mostWaiting;
        this.work = work;
    }

    /** One who waits; called once: either it is done, or it is its turn to do the next group. */
    private static final class Place<R> {
        private final R asked;
        private final CountDownLatch called = new CountDownLatch(1);
        private volatile boolean done;

        Place(R asked) {
            this.asked = asked;
        }

        void call() {
            called.countDown();
        }

        // Not interruptible: the work on it may be under way, and its outcome must be known.
        void awaitCall() {
            boolean interrupted = false;
            while (true) {
                try {
                    called.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Something has come of it when this returns.
     *
     * @throws Refusal {@code TOO_MANY_WAITING}
     */
    void run(R asked) {
        Place<R> mine = new Place<>(asked);
        if (!enter(mine)) {
            mine.awaitCall();
        }
        if (!mine.done) {
            lead(mine);
        }
    }

    /** Whether it may go at once. */
    private boolean enter(Place<R> mine) {
        lock.lock();
        try {
            if (!busy) {
                busy = true;
                return true;
            }
            if (waiting.size() >= mostWaiting) {
                throw new Refusal(
                        "TOO_MANY_WAITING",
                        "Too many requests wait for the same goods at this moment; nothing was done. Send this again in a second.");
            }
            waiting.add(mine);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void lead(Place<R> mine) {
        List<Place<R>> group = group(mine);
        try {
            work.accept(group.stream().map(place -> place.asked).toList());
        } finally {
            // Only an error that nobody is to catch leaves one open; whoever waits must hear of it all the same.
            group.forEach(place -> place.asked.fail(new IllegalStateException("the work on a group broke off")));
            Place<R> next = handOn();
            if (next != null) {
                next.call();
            }
            group.forEach(place -> {
                place.done = true;
                place.call();
            });
        }
    }

    /** Those who have waited longest, in the order of their coming. */
    private List<Place<R>> group(Place<R> mine) {
        List<Place<R>> group = new ArrayList<>();
        group.add(mine);
        int rows = mine.asked.rows();
        lock.lock();
        try {
            for (Place<R> next = waiting.peek(); next != null && group.size() < MOST_REQUESTS; next = waiting.peek()) {
                rows += next.asked.rows();
                if (rows > MOST_ROWS) {
                    break;
                }
                group.add(waiting.remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Place<R> handOn() {
        lock.lock();
        try {
            Place<R> next = waiting.poll();
            busy = next != null;
            return next;
        } finally {
            lock.unlock();
        }
    }
}
