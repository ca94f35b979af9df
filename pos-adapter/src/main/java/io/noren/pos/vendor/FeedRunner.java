package io.noren.pos.vendor;

import io.noren.pos.Content;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import io.noren.pos.vendor.FeedTurns.Round;
import io.noren.pos.vendor.VendorErrands.Errand;
import io.noren.pos.vendor.VendorFeed.Page;
import io.noren.pos.vendor.VendorTrouble.Kind;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Asks vendors: at once for what a webhook named, and again and again for all that changed, because webhooks come late
 * or not at all. How far it came is written down after what it brought: a crash between the two brings the page again,
 * and everything in it is a duplicate.
 */
@Component
public class FeedRunner {
    private static final Logger LOG = LoggerFactory.getLogger(FeedRunner.class);

    /** A vendor that has not answered by then is left; its turn runs out by itself. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final SignedSources sources;
    private final FeedTurns turns;
    private final VendorErrands errands;
    private final WebhookIds ids;
    private final TillDocuments documents;
    private final VendorClients clients;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "till-feed");
        thread.setDaemon(true);
        return thread;
    });
    /** How often each was to be asked since somebody of this copy began: many webhooks do not make many threads. */
    private final Map<String, AtomicInteger> wanted = new ConcurrentHashMap<>();

    private volatile boolean stopping;

    FeedRunner(
            SignedSources sources,
            FeedTurns turns,
            VendorErrands errands,
            WebhookIds ids,
            TillDocuments documents,
            VendorClients clients) {
        this.sources = sources;
        this.turns = turns;
        this.errands = errands;
        this.ids = ids;
        this.documents = documents;
        this.clients = clients;
    }

    @Scheduled(fixedDelayString = "${noren.pos.feed-look:1s}", initialDelayString = "${noren.pos.feed-look:1s}")
    void look() {
        List<String> all = sources.all();
        if (!all.isEmpty()) {
            turns.due(all).forEach(this::wake);
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forgetOldWebhooks() {
        ids.forgetOld(turns.now());
    }

    /** Lets it be asked soon; who calls does not wait. */
    void wake(String source) {
        AtomicInteger calls = wanted.computeIfAbsent(source, first -> new AtomicInteger());
        if (calls.getAndIncrement() > 0) {
            return; // whoever is at it sees that there was another call
        }
        try {
            threads.execute(() -> {
                int seen;
                do {
                    seen = calls.get();
                    askOrTellWhyNot(source);
                } while (!calls.compareAndSet(seen, 0));
            });
        } catch (RejectedExecutionException ended) {
            calls.set(0);
        }
    }

    /** The database may be away; then the next look finds what is waiting. */
    private void askOrTellWhyNot(String source) {
        try {
            ask(source);
        } catch (RuntimeException failed) {
            LOG.warn("Whether {} is to be asked cannot be found out: {}", source, failed.toString());
        }
    }

    /**
     * Asks the vendor now for all that is waiting or due.
     *
     * @return false when somebody else is asking, or the vendor is to be left alone
     */
    public boolean ask(String source) {
        Optional<SignedDialect> dialect = sources.find(source);
        Optional<Round> begun = dialect.isEmpty() ? Optional.empty() : turns.begin(source);
        if (dialect.isEmpty() || begun.isEmpty()) {
            return false;
        }
        try {
            new Turn(source, dialect.get()).over(begun.get());
            turns.succeeded(source);
        } catch (VendorTrouble trouble) {
            if (turns.failed(source, trouble)) {
                LOG.warn("{} cannot be asked for its transactions; trying again: {}", source, trouble.text());
            }
        } catch (RuntimeException failed) {
            LOG.warn("What {} answered could not be recorded; trying again", source, failed);
            turns.failed(
                    source,
                    new VendorTrouble(
                            Kind.AWAY,
                            "What was answered could not be recorded ("
                                    + failed.getClass().getSimpleName() + "); see the log."));
        } finally {
            turns.end(source);
        }
        return true;
    }

    /** Turns are ended between two questions, so that another copy need not wait until they run out. */
    @PreDestroy
    void stop() throws InterruptedException {
        stopping = true;
        threads.shutdown();
        if (!threads.awaitTermination(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }

    /** One copy's turn at one vendor. */
    private final class Turn {
        private final String source;
        private final VendorSource settings;
        private final VendorFeed feed;
        private final VendorHttp http;

        Turn(String source, SignedDialect dialect) {
            this.source = source;
            this.settings = dialect.settings(source);
            this.feed = dialect.feed(source);
            this.http = clients.of(source, feed.limits());
            if (settings.token().isEmpty()) {
                throw new VendorTrouble(
                        Kind.CLOSED, "No token is set for this source, so its vendor cannot be asked for anything.");
            }
        }

        void over(Round begun) {
            Round round = begun;
            boolean more = true;
            while (more && !stopping && turns.goOn(source)) {
                List<Errand> waiting = errands.waiting(source, feed.limits().atOnce());
                if (!waiting.isEmpty()) {
                    fetch(waiting);
                }
                boolean due = round.isDue(turns.now());
                if (due) {
                    round = page(round);
                }
                more = due || !waiting.isEmpty();
            }
        }

        private void fetch(List<Errand> waiting) {
            try {
                record(feed.fetch(waiting.stream().map(Errand::subject).toList(), http));
                errands.done(source, waiting);
            } catch (VendorTrouble trouble) {
                if (trouble.kind() != Kind.OBJECTS) {
                    throw trouble;
                }
                if (waiting.size() > 1) {
                    waiting.forEach(one -> fetch(List.of(one))); // which one it minds, it does not say
                } else {
                    LOG.warn("{} does not tell of something that it named itself: {}", source, trouble.text());
                    errands.done(source, waiting); // the next round brings it, if there is anything
                }
            }
        }

        private Round page(Round before) {
            Round round = before.beganAt() == null
                    ? turns.beginRound(source, settings.overlap(), settings.history())
                    : before;
            Instant since = round.since();
            if (since == null) {
                throw new IllegalStateException("a round that began has a beginning");
            }
            try {
                Page page = feed.changedSince(since, round.page(), http);
                record(page);
                return turns.paged(source, page, settings.poll());
            } catch (VendorTrouble trouble) {
                if (trouble.kind() == Kind.OBJECTS && round.page() != null) {
                    turns.backToItsBeginning(source);
                }
                throw trouble;
            }
        }

        private void record(Page page) {
            for (JsonNode object : page.objects()) {
                Content document = Webhooks.content(VendorJson.MAPPER.writeValueAsBytes(object));
                try {
                    if (!documents.isRead(source, document)) {
                        documents.receive(source, document, turns.now(), settings.binding());
                    }
                } catch (Refusal refusal) {
                    throw new VendorTrouble(Kind.AWAY, "What was answered cannot be read: " + refusal.getMessage());
                }
            }
        }
    }
}
