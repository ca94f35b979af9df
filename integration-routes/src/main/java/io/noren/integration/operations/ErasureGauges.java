package io.noren.integration.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.noren.loyalty.privacy.ErasureChase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How many systems have not said in time that they forgot a member, and for how long the oldest answer is overdue. */
@Component
class ErasureGauges {
    private static final Logger log = LoggerFactory.getLogger(ErasureGauges.class);

    private final ErasureChase chase;
    private final Clock clock;
    private volatile ErasureChase.Overdue overdue = new ErasureChase.Overdue(0, null);

    ErasureGauges(ErasureChase chase, MeterRegistry meters, Clock clock) {
        this.chase = chase;
        this.clock = clock;
        Gauge.builder("noren.erasure.receipts.overdue", () -> overdue.receipts())
                .description("Systems that have not answered in time that they forgot a member")
                .register(meters);
        Gauge.builder("noren.erasure.receipts.overdue.seconds", this::age)
                .description("For how long the oldest answer is overdue")
                .register(meters);
    }

    private double age() {
        Instant since = overdue.since();
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1_000.0;
    }

    @Scheduled(fixedDelay = 15_000)
    void read() {
        try {
            ErasureChase.Overdue now = chase.overdue();
            if (now.receipts() > overdue.receipts()) {
                log.warn("{} answers to erasures are overdue, the oldest since {}", now.receipts(), now.since());
            }
            overdue = now;
        } catch (DataAccessException e) {
            log.warn("The answers to erasures cannot be read: {}", e.toString());
        }
    }
}
