package io.noren.integration.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.noren.integration.broker.QueueDepths;
import io.noren.inventory.StockAuditor;
import io.noren.inventory.StoreFeeds;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What an operator watches besides the counters: how much waits, and for how long. Read every few seconds from where it
 * stands, so every copy of the application tells the same, and a scrape costs nothing.
 */
@Component
class Gauges {
    private static final Logger log = LoggerFactory.getLogger(Gauges.class);

    private final JdbcClient jdbc;
    private final QueueDepths queues;
    private final StoreFeeds feeds;
    private final StockAuditor auditor;
    private final Clock clock;
    private final MultiGauge queueDepth;
    private final MultiGauge feedAge;
    private volatile Waiting waiting = new Waiting(0, 0, 0, 0);
    private volatile StockAuditor.Progress audited = new StockAuditor.Progress(0, null, null, 0, null);

    /** @param outboxAge of the oldest fact that is not yet at the broker, in seconds */
    private record Waiting(double outbox, double outboxAge, double parked, double deliveries) {}

    Gauges(
            JdbcClient jdbc,
            QueueDepths queues,
            StoreFeeds feeds,
            StockAuditor auditor,
            Clock clock,
            MeterRegistry meters) {
        this.jdbc = jdbc;
        this.feeds = feeds;
        this.auditor = auditor;
        this.clock = clock;
        this.queues = queues;
        Gauge.builder("noren.outbox.size", () -> waiting.outbox)
                .description("Facts that are not yet at the broker")
                .register(meters);
        Gauge.builder("noren.outbox.age", () -> waiting.outboxAge)
                .description("Age of the oldest of them")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("noren.parked", () -> waiting.parked)
                .description("What waits for a person")
                .register(meters);
        Gauge.builder("noren.webhook.pending", () -> waiting.deliveries)
                .description("Deliveries that subscribers have not yet acknowledged")
                .register(meters);
        Gauge.builder("noren.audit.differences", () -> audited.differences())
                .description("Cells that did not add up when the auditor looked at them last")
                .register(meters);
        Gauge.builder("noren.audit.cells", () -> audited.cells())
                .description("Cells that the auditor has checked in this pass")
                .register(meters);
        Gauge.builder("noren.audit.pass.age", this::passAge)
                .description("Time since the auditor had been through all cells")
                .baseUnit("seconds")
                .register(meters);
        queueDepth = MultiGauge.builder("noren.queue.depth")
                .description("Messages waiting for a flow")
                .register(meters);
        feedAge = MultiGauge.builder("noren.feed.age")
                .description("Time since a location was last heard from")
                .baseUnit("seconds")
                .register(meters);
    }

    @Scheduled(fixedDelay = 5_000)
    void read() {
        try {
            waiting = jdbc.sql("""
                            select (select coalesce(sum(facts), 0) from integration.outbox),
                                (select coalesce(extract(epoch from now() - min(created_at)), 0) from integration.outbox),
                                (select count(*) from integration.parked where state = 'OPEN'),
                                (select count(*) from integration.webhook_delivery where state = 'PENDING')
                            """)
                    .query((row, n) ->
                            new Waiting(row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getDouble(4)))
                    .single();
            audited = auditor.progress();
        } catch (DataAccessException e) {
            log.warn("The database's gauges cannot be read: {}", e.toString());
        }
        queueDepth.register(rows("flow", queues.read(), (flow, depth) -> depth.doubleValue()), true);
        Instant now = clock.instant();
        feedAge.register(
                rows(
                        "location",
                        feeds.lastHeard(),
                        (location, heard) -> Duration.between(heard, now).toMillis() / 1e3),
                true);
    }

    /** Not a number before the first pass has ended. */
    private double passAge() {
        Instant ended = audited.passEndedAt();
        return ended == null
                ? Double.NaN
                : Duration.between(ended, clock.instant()).toMillis() / 1e3;
    }

    private static <V> List<MultiGauge.Row<?>> rows(
            String label, Map<String, V> values, BiFunction<String, V, Double> number) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(MultiGauge.Row.of(Tags.of(label, name), number.apply(name, value))));
        return rows;
    }
}
