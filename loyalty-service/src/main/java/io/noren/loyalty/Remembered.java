package io.noren.loyalty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What tables say that many ask for and few change: at most {@link #BOUND} old, whichever copy of the application changed
 * it. One of those who ask looks at the version twice a second; the rest is read only when the version has changed.
 *
 * @param <T> never changes itself
 */
public final class Remembered<T> {
    public static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMillis(500);

    private final LongSupplier version;
    private final LongFunction<T> read;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong forgotten = new AtomicLong();
    private volatile @Nullable Seen<T> last;

    /**
     * @param version another one after each change, from the transaction on that makes it
     * @param read what is there now; is given the version that was seen before
     */
    public Remembered(LongSupplier version, LongFunction<T> read) {
        this.version = version;
        this.read = read;
    }

    private record Seen<T>(T what, long version, long at, long forgotten) {
        boolean isWithin(Duration age) {
            return System.nanoTime() - at < age.toNanos();
        }
    }

    public T get() {
        Seen<T> seen = last;
        if (seen != null && isGood(seen, FRESH)) {
            return seen.what();
        }
        if (lock.tryLock()) {
            try {
                return look(last);
            } finally {
                lock.unlock();
            }
        }
        // Nobody waits here: who waits may hold the connection that whoever looks needs.
        return seen != null && isGood(seen, BOUND) ? seen.what() : look(seen);
    }

    /** It has changed: whoever asks from now on gets it as it is now. After the change is committed. */
    public void forget() {
        forgotten.incrementAndGet();
    }

    /** The same, when the present transaction has changed it: once that is committed. */
    public void forgetOnceCommitted() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                forget();
            }
        });
    }

    private boolean isGood(Seen<T> seen, Duration age) {
        return seen.forgotten() == forgotten.get() && seen.isWithin(age);
    }

    private T look(@Nullable Seen<T> known) {
        long before = forgotten.get();
        long at = System.nanoTime();
        // The number first: what changes after it is read again, because the number will have changed, too.
        long now = version.getAsLong();
        T what = known != null && known.version() == now ? known.what() : read.apply(now);
        last = new Seen<>(what, now, at, before);
        return what;
    }
}
