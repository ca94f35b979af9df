package io.noren.integration.webshop;

import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.integration.webshop.Webshops.WorkForShop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * One lane for each shop: woken by whatever is to be done for it, and ten times a second by what has come due. A slow
 * or dead shop holds up its own lane and nobody else's.
 */
@Component
class ShopLanes implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ShopLanes.class);

    private static final int LOOK_AROUND_MILLIS = 100;
    private static final int STOP_LIMIT_SECONDS = 20;

    private final ShopTurns turns;
    private final ShopWork work;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private volatile ExecutorService threads = newThreads();
    private volatile boolean running;

    ShopLanes(ShopTurns turns, ShopWork work) {
        this.turns = turns;
        this.work = work;
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(WorkForShop there) {
        wake(there.shop());
    }

    @Scheduled(fixedDelay = LOOK_AROUND_MILLIS)
    void lookAround() {
        if (!running) {
            return;
        }
        try {
            turns.due().forEach(this::wake);
        } catch (DataAccessException | TransactionException e) {
            log.warn("What is due for web shops cannot be read just now: {}", e.toString());
        }
    }

    private void wake(String shop) {
        if (running) {
            lanes.computeIfAbsent(shop, Lane::new).wake();
        }
    }

    private final class Lane {
        private final String shop;
        private final AtomicBoolean wanted = new AtomicBoolean();
        private final Semaphore turn = new Semaphore(1);

        Lane(String shop) {
            this.shop = shop;
        }

        void wake() {
            wanted.set(true);
            if (turn.tryAcquire()) {
                threads.execute(this::run);
            }
        }

        private void run() {
            do {
                try {
                    while (running && wanted.getAndSet(false)) {
                        takeTurn();
                    }
                } finally {
                    turn.release();
                }
                // It may have been wanted between the last look and the giving back.
            } while (running && wanted.get() && turn.tryAcquire());
        }

        private void takeTurn() {
            try {
                turns.begin(shop).ifPresent(this::work);
            } catch (RuntimeException e) {
                log.warn("A turn at web shop {} ended unexpectedly; there will be another: {}", shop, e.toString());
            }
        }

        private void work(Turn begun) {
            work.during(begun, () -> running);
        }
    }

    private static ExecutorService newThreads() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "webshop-lane");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        if (threads.isShutdown()) { // stopped before, and started again
            threads = newThreads();
        }
        running = true;
    }

    /** Lets what is on its way arrive; the rest stands in the tables. */
    @Override
    public void stop() {
        running = false;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
