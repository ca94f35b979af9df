package io.noren.inventory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The newest stretch of the change feed, in memory, for those who follow it live. One reader per copy of the
 * application fetches it for all of them: woken by this copy's commits, and looking by itself for those of others.
 *
 * <p>Nothing is kept per follower: one that falls behind the stretch reads pages from the ledger until it has caught
 * up. So a slow one costs no memory and slows nobody.
 *
 * <p>A {@link Watcher} is told of changed cells only, in no order, but of this copy's own at their commit and of the
 * others' within a quarter of a second, even those that an open transaction still keeps out of the feed.
 */
@Component
public class ChangeTail implements SmartLifecycle {

    static final int STRETCH = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(ChangeTail.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(2);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final ChangeFeed feed;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final AtomicInteger followers = new AtomicInteger();
    private final Semaphore wake = new Semaphore(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final ArrayDeque<StockChange> stretch = new ArrayDeque<>();
    private @Nullable FeedCursor begin;
    private @Nullable FeedCursor end;
    private volatile boolean running;
    private volatile @Nullable Long completeAt;

    ChangeTail(ChangeFeed feed) {
        this.feed = feed;
    }

    /** Someone follows; close it when they no longer do. */
    public Following follow() {
        followers.incrementAndGet();
        wake.release();
        return new Following();
    }

    /** One follower's view. */
    public final class Following implements AutoCloseable {

        private Following() {}

        /**
         * The next changes after a place. Waits for one when there is none yet.
         *
         * @return empty when nothing happened for that long, or for a shorter while
         */
        // Whatever ends the wait, what is remembered by then is the answer; an early end only means asking again.
        @SuppressWarnings("WaitNotInLoop")
        public List<StockChange> after(FeedCursor place, int limit, Duration patience) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                FeedCursor from = begin;
                if (from != null && place.compareTo(from) >= 0) {
                    List<StockChange> found = remembered(place, limit);
                    if (found.isEmpty() && running) {
                        long left = grown.awaitNanos(patience.toNanos());
                        found = left > 0 ? remembered(place, limit) : found;
                    }
                    return found;
                }
            } finally {
                lock.unlock();
            }
            List<StockChange> older = feed.after(place, limit).changes();
            if (older.isEmpty()) {
                pauseUntilThereIsMore(patience.compareTo(LONGEST_PAUSE) < 0 ? patience : LONGEST_PAUSE);
            }
            return older;
        }

        // Whatever ends the pause, the caller asks again.
        @SuppressWarnings("WaitNotInLoop")
        private void pauseUntilThereIsMore(Duration most) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (running && grown.awaitNanos(most.toNanos()) > 0) {
                    LOG.trace("the tail has begun");
                }
            } finally {
                lock.unlock();
            }
        }

        public boolean isOpen() {
            return running;
        }

        @Override
        public void close() {
            followers.decrementAndGet();
        }
    }

    /** Who keeps something that a change makes wrong. Called by several threads; must be quick. */
    public interface Watcher {

        /** The cell has reached this sequence or is beyond it. May be told again. */
        void changed(String sku, String location, long sequence);

        /** Asked now and then; whoever says no is told of nothing more. */
        boolean isStillWatching();
    }

    /** From now on, until it says that it no longer does. */
    public void watch(Watcher watcher) {
        watchers.add(watcher);
        wake.release();
    }

    /** Whether watchers were told of every change, whoever made it, but for those of this last while. */
    public boolean hasToldAllBut(Duration lastWhile) {
        Long at = completeAt;
        return at != null && System.nanoTime() - at <= lastWhile.toNanos();
    }

    @EventListener
    void wakeUp(LevelAnnouncer.LevelsCommitted committed) {
        for (StockLevelChanged change : committed.changes()) {
            tellWatchers(change.sku(), change.location(), change.sequence());
        }
        if (followers.get() > 0 && wake.availablePermits() == 0) {
            wake.release();
        }
    }

    private List<StockChange> remembered(FeedCursor place, int limit) {
        List<StockChange> newest = new ArrayList<>();
        Iterator<StockChange> fromTheEnd = stretch.descendingIterator();
        while (fromTheEnd.hasNext()) {
            StockChange change = fromTheEnd.next();
            if (change.place().compareTo(place) <= 0) {
                break;
            }
            newest.add(change);
        }
        Collections.reverse(newest);
        return newest.size() > limit ? List.copyOf(newest.subList(0, limit)) : newest;
    }

    private void read() {
        Duration pause = LONGEST_PAUSE;
        while (running) {
            try {
                watchers.removeIf(watcher -> !watcher.isStillWatching());
                if (followers.get() == 0 && watchers.isEmpty()) {
                    forget();
                    wake.acquire();
                }
                boolean woken = wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                wake.drainPermits();
                boolean found = fetch();
                // A commit may stay hidden while an older transaction is open, so one look after it is not enough.
                // Watchers alone were told of this copy's commits and can wait for the others'.
                pause = woken || (found && followers.get() > 0) ? SHORTEST_PAUSE : longer(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("The change feed could not be read; trying again", e);
                pause = PAUSE_AFTER_FAILURE;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    private boolean fetch() {
        FeedCursor from = end;
        if (from == null) {
            from = feed.end();
            remember(new ChangeFeed.Page(List.of(), from));
        }
        long begun = System.nanoTime();
        ChangeFeed.Page page = feed.after(from, ChangeFeed.MOST);
        remember(page);
        if (!watchers.isEmpty()) {
            tellWatchers(page, begun);
        }
        return !page.changes().isEmpty();
    }

    private void tellWatchers(ChangeFeed.Page page, long begun) {
        page.changes().forEach(change -> tellWatchers(change.sku(), change.location(), change.sequence()));
        if (page.changes().size() == ChangeFeed.MOST) {
            wake.release();
            return;
        }
        List<ChangeFeed.Changed> unsettled = feed.committedAfter(page.next());
        unsettled.forEach(change -> tellWatchers(change.sku(), change.location(), change.sequence()));
        if (unsettled.size() < ChangeFeed.MOST) {
            completeAt = begun;
        }
    }

    private void tellWatchers(String sku, String location, long sequence) {
        for (Watcher watcher : watchers) {
            watcher.changed(sku, location, sequence);
        }
    }

    private void remember(ChangeFeed.Page page) {
        lock.lock();
        try {
            if (begin == null) {
                begin = page.next();
            }
            end = page.next();
            stretch.addAll(page.changes());
            while (stretch.size() > STRETCH) {
                begin = stretch.removeFirst().place();
            }
            if (!page.changes().isEmpty()) {
                grown.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        lock.lock();
        try {
            stretch.clear();
            begin = null;
            end = null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        running = true;
        Thread reader = new Thread(this::read, "stock-change-tail");
        reader.setDaemon(true);
        reader.start();
    }

    /** Before the web server waits for its requests to end: followers would never end by themselves. */
    @Override
    public void stop() {
        running = false;
        wake.release();
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
