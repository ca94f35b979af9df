package io.noren.loyalty.privacy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What has been kept for long enough goes. */
@Component
class Retention {
    private static final int AT_ONCE = 1_000;
    /** It counts a minute. */
    private static final Duration PACE_KEPT_FOR = Duration.ofDays(1);

    private final JdbcClient sql;
    private final PrivacySettings settings;
    private final Clock clock;

    Retention(JdbcClient sql, PrivacySettings settings, Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    /** Copies of the application may do it at the same time: each leaves alone what another has in hand. */
    @Scheduled(
            initialDelay = 10,
            fixedDelayString = "${noren.loyalty.privacy.sweep-minutes:60}",
            timeUnit = TimeUnit.MINUTES)
    void sweep() {
        Instant before = clock.instant()
                .atOffset(ZoneOffset.UTC)
                .minus(settings.lookUpsKeptFor())
                .toInstant();
        int gone;
        do {
            gone = sql.sql("""
                            delete from loyalty.till_lookup where id in (
                                select id from loyalty.till_lookup where at < ?::timestamptz
                                order by at limit ? for update skip locked)
                            """).params(before.toString(), AT_ONCE).update();
        } while (gone == AT_ONCE);
        sql.sql("delete from loyalty.till_pace where minute < ?::timestamptz")
                .param(clock.instant().minus(PACE_KEPT_FOR).toString())
                .update();
    }
}
