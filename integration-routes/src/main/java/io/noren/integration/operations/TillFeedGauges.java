package io.noren.integration.operations;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.noren.pos.vendor.FeedStates;
import io.noren.pos.vendor.FeedStates.FeedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How it goes with the vendors of cloud tills, from where it stands, so that every copy of the application tells the same. */
@Component
class TillFeedGauges {
    private static final Logger log = LoggerFactory.getLogger(TillFeedGauges.class);

    private final FeedStates states;
    private final Clock clock;
    private final MultiGauge age;
    private final MultiGauge failing;
    private final MultiGauge waiting;

    TillFeedGauges(FeedStates states, Clock clock, MeterRegistry meters) {
        this.states = states;
        this.clock = clock;
        age = MultiGauge.builder("noren.till.feed.age")
                .description("Since when all that changed at a cloud till's vendor is here")
                .baseUnit("seconds")
                .register(meters);
        failing = MultiGauge.builder("noren.till.feed.failing")
                .description("For how long a cloud till's vendor has not answered as it should")
                .baseUnit("seconds")
                .register(meters);
        waiting = MultiGauge.builder("noren.till.feed.waiting")
                .description("What webhooks named and the vendor is still to be asked for")
                .register(meters);
    }

    @Scheduled(fixedDelay = 5_000)
    void read() {
        try {
            List<FeedState> all = states.all();
            Instant now = clock.instant();
            age.register(rows(all, state -> seconds(state.completeUntil(), now, Double.NaN)), true);
            failing.register(rows(all, state -> seconds(state.failingSince(), now, 0)), true);
            waiting.register(rows(all, FeedState::waiting), true);
        } catch (DataAccessException e) {
            log.warn("The state of the cloud tills' vendors cannot be read: {}", e.toString());
        }
    }

    private static double seconds(@Nullable Instant since, Instant now, double otherwise) {
        return since == null ? otherwise : Duration.between(since, now).toMillis() / 1e3;
    }

    private static List<MultiGauge.Row<?>> rows(List<FeedState> all, ToDoubleFunction<FeedState> number) {
        return all.stream()
                .<MultiGauge.Row<?>>map(
                        state -> MultiGauge.Row.of(Tags.of("source", state.source()), number.applyAsDouble(state)))
                .toList();
    }
}
