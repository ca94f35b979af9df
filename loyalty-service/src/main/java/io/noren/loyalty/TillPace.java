package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.Asker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How fast somebody may look customers up at one till. Counted in the database, so over all copies alike. */
@Component
class TillPace {
    private final JdbcClient sql;
    private final TillSettings settings;
    private final Clock clock;

    TillPace(JdbcClient sql, TillSettings settings, Clock clock) {
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws Refusal {@code TOO_MANY_LOOK_UPS} with {@code retryAfter}, in seconds */
    void take(Asker asker) {
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        int taken = sql.sql("""
                        insert into loyalty.till_pace as p (actor, till, minute, asked)
                        values (:actor, :till, :minute::timestamptz, 1)
                        on conflict (actor, till) do update
                            set minute = excluded.minute,
                                asked = case when p.minute = excluded.minute then p.asked + 1 else 1 end
                            where p.minute <> excluded.minute or p.asked < :most
                        """)
                .param("actor", asker.actor())
                .param("till", asker.till())
                .param("minute", minute.toString())
                .param("most", settings.mostPerMinute())
                .update();
        if (taken == 0) {
            long seconds = Math.max(
                    1, Duration.between(now, minute.plus(1, ChronoUnit.MINUTES)).toSeconds());
            throw Refusal.with(
                    "TOO_MANY_LOOK_UPS",
                    "Too many look-ups at this till in a minute. Wait " + seconds + " s.",
                    Map.of("retryAfter", seconds));
        }
    }
}
