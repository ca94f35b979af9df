package io.noren.inventory.web;

import io.noren.inventory.ChangeTail;
import io.noren.inventory.FeedCursor;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockChange;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The change feed as Server-Sent Events. Each follower has a thread of its own (a virtual one where the JDK has them)
 * that writes at the follower's pace and keeps nothing for it: one that does not read is stopped by the server's write
 * timeout and resumes with {@code Last-Event-ID}.
 */
@Component
class ChangeStream {

    static final int MOST_FOLLOWERS = 500;

    private static final int AT_ONCE = 500;
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private final ChangeTail tail;
    private final AtomicInteger followers = new AtomicInteger();
    private final AsyncTaskExecutor threads = threads();

    ChangeStream(ChangeTail tail) {
        this.tail = tail;
    }

    /** @throws Refusal {@code TOO_MANY_FOLLOWERS} */
    SseEmitter open(FeedCursor place) {
        if (followers.incrementAndGet() > MOST_FOLLOWERS) {
            followers.decrementAndGet();
            throw new Refusal(
                    "TOO_MANY_FOLLOWERS", "This copy already streams to " + MOST_FOLLOWERS + ": read pages instead.");
        }
        SseEmitter emitter = new SseEmitter(0L);
        threads.execute(() -> {
            try (ChangeTail.Following following = tail.follow()) {
                write(emitter, following, place);
            } finally {
                followers.decrementAndGet();
            }
        });
        return emitter;
    }

    private static void write(SseEmitter emitter, ChangeTail.Following following, FeedCursor from) {
        FeedCursor place = from;
        long lastWord = System.nanoTime();
        try {
            // At once, so that a reader knows it is connected.
            emitter.send(SseEmitter.event().comment("following"));
            while (following.isOpen()) {
                List<StockChange> changes = following.after(place, AT_ONCE, SILENCE);
                for (StockChange change : changes) {
                    emitter.send(SseEmitter.event()
                            .id(change.cursor())
                            .name("stock.changed")
                            .data(change, MediaType.APPLICATION_JSON));
                    place = change.place();
                    lastWord = System.nanoTime();
                }
                if (System.nanoTime() - lastWord >= SILENCE.toNanos()) {
                    // Keeps proxies from closing the line, and tells us when the reader is gone.
                    emitter.send(SseEmitter.event().comment("still here"));
                    lastWord = System.nanoTime();
                }
            }
            emitter.complete();
        } catch (IOException | IllegalStateException gone) {
            emitter.completeWithError(gone);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            emitter.complete();
        } catch (RuntimeException failed) {
            // The reader reconnects and resumes; it has lost nothing.
            emitter.completeWithError(failed);
        }
    }

    private static AsyncTaskExecutor threads() {
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("stock-stream-");
        executor.setVirtualThreads(Runtime.version().feature() >= 21);
        return executor;
    }
}
