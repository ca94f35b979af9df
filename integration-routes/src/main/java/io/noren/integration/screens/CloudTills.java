package io.noren.integration.screens;

import io.noren.pos.vendor.FeedStates;
import io.noren.pos.vendor.FeedStates.FeedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The vendors of cloud tills in the reader's words: what they told last, and what is not fetched yet. */
@Component
class CloudTills {
    private final FeedStates states;
    private final Words words;
    private final Clock clock;

    CloudTills(FeedStates states, Words words, Clock clock) {
        this.states = states;
        this.words = words;
        this.clock = clock;
    }

    /**
     * One till system in the cloud.
     *
     * @param answered when its vendor last answered
     * @param failing for how long it has not; null if all is well
     */
    record Row(FeedState state, String answered, @Nullable String failing) {}

    List<Row> rows(Locale locale) {
        return states.all().stream().map(state -> row(state, locale)).toList();
    }

    private Row row(FeedState state, Locale locale) {
        Instant failing = state.failingSince();
        return new Row(
                state,
                words.ago(since(state.lastSuccess()), locale),
                failing == null ? null : words.lasting(Duration.between(failing, clock.instant()), locale));
    }

    private @Nullable Duration since(@Nullable Instant at) {
        return at == null ? null : Duration.between(at, clock.instant());
    }
}
