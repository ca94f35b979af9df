package io.noren.integration.board;

import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Who is looking at the board. Each viewer has a bounded queue and a thread of its own: one who reads slowly misses
 * events, and neither holds up the others nor fills the memory.
 */
@Component
class BoardViewers {
    private static final int MOST_VIEWERS = 100;
    private static final int QUEUE = 256;
    /** A comment goes out this often, so that a viewer who left is noticed. */
    private static final long HEARTBEAT_SECONDS = 15;

    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private volatile boolean open = true;

    /** A new viewer, who first sees {@code hello}; null when the board is full. */
    @Nullable
    SseEmitter welcome(Object hello) {
        if (!open || viewers.size() >= MOST_VIEWERS) {
            return null;
        }
        Viewer viewer = new Viewer();
        viewer.events.add(hello);
        viewers.add(viewer);
        Thread thread = new Thread(viewer, "board-viewer");
        thread.setDaemon(true);
        thread.start();
        return viewer.emitter;
    }

    boolean any() {
        return !viewers.isEmpty();
    }

    void show(Object event) {
        viewers.forEach(viewer -> viewer.offer(event));
    }

    @PreDestroy
    void close() {
        open = false;
        viewers.forEach(viewer -> viewer.emitter.complete());
    }

    private final class Viewer implements Runnable {
        private final SseEmitter emitter = new SseEmitter(0L);
        private final BlockingQueue<Object> events = new ArrayBlockingQueue<>(QUEUE);

        Viewer() {
            emitter.onCompletion(() -> viewers.remove(this));
            emitter.onTimeout(() -> viewers.remove(this));
            emitter.onError(gone -> viewers.remove(this));
        }

        void offer(Object event) {
            if (!events.offer(event)) {
                events.clear(); // what is long past does not interest anybody on a live board
            }
        }

        @Override
        public void run() {
            try {
                while (open && viewers.contains(this)) {
                    Object event = events.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                    emitter.send(
                            event == null
                                    ? SseEmitter.event().comment("")
                                    : SseEmitter.event().data(event));
                }
            } catch (IOException | IllegalStateException e) {
                // The viewer has left.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                viewers.remove(this);
            }
        }
    }
}
