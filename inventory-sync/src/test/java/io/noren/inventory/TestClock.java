package io.noren.inventory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The real time, until a story stops it and moves it by hand. */
public class TestClock extends Clock {

    private final AtomicReference<@Nullable Instant> stoppedAt = new AtomicReference<>();

    public Instant stop() {
        Instant now = Sql.micros(Instant.now());
        stoppedAt.set(now);
        return now;
    }

    public void stopAt(Instant moment) {
        stoppedAt.set(moment);
    }

    public void advance(Duration by) {
        stoppedAt.updateAndGet(at -> at == null ? Instant.now().plus(by) : at.plus(by));
    }

    public void run() {
        stoppedAt.set(null);
    }

    @Override
    public Instant instant() {
        Instant stopped = stoppedAt.get();
        return stopped == null ? Instant.now() : stopped;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
