package io.noren.inventory.availability;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something small that is read again and again: loaded anew twice a second while it is asked for, by one of those who
 * ask, and never older than {@link #BOUND}.
 */
final class Remembered<T> {

    /** Whatever is answered from memory was true this long ago or later. */
    static final Duration BOUND = Duration.ofSeconds(1);

    private static final Duration FRESH = Duration.ofMillis(500);

    private final Supplier<T> load;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong forgotten = new AtomicLong();
    private volatile @Nullable Loaded<T> last;

    Remembered(Supplier<T> load) {
        this.load = load;
    }

    private record Loaded<T>(T value, long at) {

        boolean isWithin(Duration age) {
            return System.nanoTime() - at < age.toNanos();
        }
    }

    T get() {
        Loaded<T> known = last;
        if (known != null && known.isWithin(FRESH)) {
            return known.value();
        }
        if (known != null && known.isWithin(BOUND) && !lock.tryLock()) {
            return known.value();
        }
        if (!lock.isHeldByCurrentThread()) {
            lock.lock();
        }
        try {
            known = last;
            return known != null && known.isWithin(FRESH) ? known.value() : loaded();
        } finally {
            lock.unlock();
        }
    }

    private T loaded() {
        long before = forgotten.get();
        long at = System.nanoTime();
        T value = load.get();
        if (forgotten.get() == before) {
            last = new Loaded<>(value, at);
        }
        return value;
    }

    /** It has changed: whoever asks from now on gets it as it is now. */
    void forget() {
        forgotten.incrementAndGet();
        last = null;
    }
}
