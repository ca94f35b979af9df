package io.noren.packaged;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tills that deliver what they sold and forget nothing before it is acknowledged with 202: a lost answer, a dead hub,
 * any other status means "again", at the next hub if there are several.
 */
public final class Tills implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int THREADS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<HubApi> hubs;
    private final Queue<TillSale> deliveries;
    private final int total;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicLong unanswered = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> work = new ArrayList<>();

    /** @param deliveries in this order, a sale that stands there twice is delivered twice */
    public Tills(List<HubApi> hubs, List<TillSale> deliveries) {
        this.hubs = hubs;
        this.deliveries = new ConcurrentLinkedQueue<>(deliveries);
        this.total = deliveries.size();
    }

    public void open() {
        for (int n = 0; n < THREADS; n++) {
            int first = n;
            work.add(threads.submit(() -> deliverAll(first)));
        }
    }

    /** Returns when so many deliveries have been acknowledged. */
    public void awaitAcknowledged(int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            demandThatNobodyGaveUp();
            return acknowledged.get() >= count;
        });
    }

    /** Returns when everything has been acknowledged. */
    public void awaitAll() throws Exception {
        awaitAcknowledged(total);
        for (Future<?> till : work) {
            till.get(10, TimeUnit.SECONDS);
        }
    }

    /** How many deliveries the hub knew already, by its own words. */
    public int duplicates() {
        return duplicates.get();
    }

    /** How many deliveries were broken off or refused and had to be repeated. */
    public long unanswered() {
        return unanswered.get();
    }

    private void demandThatNobodyGaveUp() {
        for (Future<?> till : work) {
            if (till.isDone()) {
                try {
                    till.get();
                } catch (ExecutionException e) {
                    throw new AssertionError("a till gave up", e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void deliverAll(int first) {
        int hub = first;
        for (TillSale sale = deliveries.poll(); sale != null; sale = deliveries.poll()) {
            AtomicInteger next = new AtomicInteger(hub++);
            TillSale current = sale;
            if (!delivered(current, next)) {
                await().pollInSameThread().atMost(PATIENCE).pollInterval(PAUSE).until(() -> delivered(current, next));
            }
        }
    }

    private boolean delivered(TillSale sale, AtomicInteger hub) {
        try {
            HttpResponse<String> answer =
                    hubs.get(hub.getAndIncrement() % hubs.size()).deliver(sale);
            if (answer.statusCode() == 202) {
                JsonNode receipt = JSON.readTree(answer.body());
                if (!receipt.get("parked").isEmpty()) {
                    throw new AssertionError("parked: " + receipt);
                }
                duplicates.addAndGet(receipt.get("duplicates").asInt());
                acknowledged.incrementAndGet();
                return true;
            }
            if (answer.statusCode() / 100 == 4 && answer.statusCode() != 429) {
                throw new AssertionError("refused with " + answer.statusCode() + ": " + answer.body());
            }
        } catch (IOException e) {
            // The hub may have it or not: deliver again.
        }
        unanswered.incrementAndGet();
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
