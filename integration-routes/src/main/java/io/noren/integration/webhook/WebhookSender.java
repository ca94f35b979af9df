package io.noren.integration.webhook;

import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.noren.integration.webhook.WebhookDeliveries.Acknowledged;
import io.noren.integration.webhook.WebhookDeliveries.Due;
import io.noren.integration.webhook.WebhookDeliveries.Enqueued;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Sends deliveries as Standard Webhooks (id, timestamp, HMAC signature; redirects are not followed). What was just
 * committed goes out at once from memory, in parallel; what does not fit or fails is picked up from the table later, so
 * a slow subscriber takes neither memory nor anybody else's turn.
 */
@Component
class WebhookSender implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);

    /** Deliveries to one subscriber waiting in memory; beyond that they wait in the table. */
    private static final int LANE = 2_000;
    /** How many deliveries to one subscriber are on their way at the same time. */
    private static final int PARALLEL = 8;
    /** The same where one request may carry many: fewer, so that what comes meanwhile is sent together. */
    private static final int PARALLEL_BATCHES = 2;

    private static final int DUE_BATCH = 200;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final WebhookDeliveries deliveries;
    private final DeliveryNotes notes;
    private final WebhookTargets targets;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer tillToShop;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private volatile ExecutorService senders = newSenders();
    private final Map<UUID, Lane> lanes = new ConcurrentHashMap<>();

    private volatile boolean running;

    WebhookSender(
            WebhookDeliveries deliveries,
            DeliveryNotes notes,
            WebhookTargets targets,
            ApplicationEventPublisher events,
            Clock clock,
            MeterRegistry meters) {
        this.deliveries = deliveries;
        this.notes = notes;
        this.targets = targets;
        this.events = events;
        this.clock = clock;
        this.meters = meters;
        this.tillToShop = Timer.builder("noren.till.to.shop")
                .description("From a till document's arrival to the web shop's acknowledgement")
                .register(meters);
    }

    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void on(Enqueued enqueued) {
        submit(enqueued.deliveries());
    }

    @Scheduled(fixedDelay = 1_000)
    void sendDue() {
        if (running) {
            submit(deliveries.claimDue(DUE_BATCH));
        }
    }

    private void submit(List<Due> due) {
        if (running) {
            due.forEach(delivery -> lanes.computeIfAbsent(delivery.subscription(), id -> new Lane(delivery.batch()))
                    .add(delivery));
        }
    }

    /** What waits for one subscriber: a slow one fills its own lane and nobody else's. */
    private final class Lane {
        private final BlockingQueue<Due> waiting = new ArrayBlockingQueue<>(LANE);
        private final int batch;
        private final Semaphore turns;

        Lane(int batch) {
            this.batch = batch;
            this.turns = new Semaphore(batch == 1 ? PARALLEL : PARALLEL_BATCHES);
        }

        void add(Due delivery) {
            // What does not fit is dropped here: its claim runs out and the table is asked again.
            if (waiting.offer(delivery) && turns.tryAcquire()) {
                senders.execute(this::work);
            }
        }

        private void work() {
            do {
                try {
                    for (List<Due> next = next(); !next.isEmpty() && running; next = next()) {
                        send(next);
                    }
                } finally {
                    turns.release();
                }
                // One may have been added between the last look and the giving back of the turn.
            } while (running && !waiting.isEmpty() && turns.tryAcquire());
        }

        private List<Due> next() {
            List<Due> next = new ArrayList<>();
            waiting.drainTo(next, batch);
            return next;
        }
    }

    /** What waits at the moment, up to what the subscriber takes: a lone event is not kept waiting for others. */
    private void send(List<Due> waiting) {
        sendTogether(waiting.stream().filter(delivery -> !delivery.alone()).toList());
        waiting.stream().filter(Due::alone).forEach(delivery -> sendTogether(List.of(delivery)));
    }

    private void sendTogether(List<Due> waiting) {
        Instant now = clock.instant();
        // What waited here for longer than it was claimed is left: the table is asked again.
        List<Due> deliveries = waiting.stream()
                .filter(delivery -> !now.isAfter(delivery.claimedUntil()))
                .toList();
        if (deliveries.isEmpty()) {
            return;
        }
        try {
            targets.demandAllowed(deliveries.get(0).url());
            int status =
                    answer(WebhookRequest.of(deliveries, now, ANSWER_LIMIT)).statusCode();
            if (status / 100 == 2) {
                deliveries.forEach(delivery -> told(delivery, status));
            } else {
                deliveries.forEach(delivery -> failed(delivery, status, "answered " + status));
            }
        } catch (IOException | TargetRefused | WebhookSigningException | EmptyWebhookSecretException e) {
            deliveries.forEach(delivery -> failed(delivery, null, described(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The outcome of deliveries could not be noted; they are sent again: {}", e.toString());
        }
    }

    // The client's own time limit ends with the headers; a body that never ends must not hold a turn either.
    private HttpResponse<Void> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + ANSWER_LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private static String described(Exception failure) {
        String kind = failure.getClass().getSimpleName();
        return failure.getMessage() == null ? kind : kind + ": " + failure.getMessage();
    }

    private void told(Due delivery, int status) {
        Instant now = clock.instant();
        if (delivery.receivedAt() != null) {
            tillToShop.record(Duration.between(delivery.receivedAt(), now));
            events.publishEvent(new Told(delivery.event(), delivery.body(), delivery.receivedAt(), now));
        }
        meters.counter("noren.webhook.deliveries", "outcome", "delivered").increment();
        notes.add(new Acknowledged(delivery.id(), delivery.subscription(), delivery.claimedUntil(), status, now));
    }

    private void failed(Due delivery, @Nullable Integer status, String error) {
        meters.counter("noren.webhook.deliveries", "outcome", "failed").increment();
        deliveries.failed(delivery, status, error);
    }

    private static ExecutorService newSenders() {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "webhook-sender");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        if (senders.isShutdown()) { // stopped before, and started again
            senders = newSenders();
        }
        running = true;
    }

    /** Lets what is on its way arrive; the rest stands in the table. */
    @Override
    public void stop() {
        running = false;
        senders.shutdown();
        try {
            if (!senders.awaitTermination(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        notes.write();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
