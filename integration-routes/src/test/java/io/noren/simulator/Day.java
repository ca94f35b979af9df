package io.noren.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The business day that is told of. Its time can be made to stand: on a slow machine a hub takes long to start, and a short
 * day would be over before it is back.
 */
final class Day {
    private final Instant opened;
    private final AtomicReference<Time> time;

    Day(Instant opened) {
        this.opened = opened;
        this.time = new AtomicReference<>(new Time(opened, false, Duration.ZERO));
    }

    /** @param stood how long it stood before */
    private record Time(Instant since, boolean stands, Duration stood) {}

    LocalDate businessDay() {
        return LocalDate.ofInstant(opened, Chain.ZONE);
    }

    /** When a transaction happened, as a clock says it that is so far ahead. */
    LocalDateTime timeOf(Transaction transaction, Duration clockAhead) {
        Instant at = opened.plus(transaction.at()).plus(clockAhead);
        return LocalDateTime.ofInstant(at, Chain.ZONE).truncatedTo(ChronoUnit.SECONDS);
    }

    void stand() {
        time.updateAndGet(now -> new Time(Instant.now(), true, now.stood()));
    }

    void goOn() {
        time.updateAndGet(now -> {
            Instant again = Instant.now();
            return new Time(again, false, now.stood().plus(Duration.between(now.since(), again)));
        });
    }

    /** Since the doors opened, by the day's own time. */
    Duration elapsed() {
        Time now = time.get();
        return Duration.between(opened, now.stands() ? now.since() : Instant.now())
                .minus(now.stood());
    }

    /** Since the doors opened, by everybody's. */
    Duration age() {
        return Duration.between(opened, Instant.now());
    }
}
