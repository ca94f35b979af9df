package io.noren.loyalty;

import io.noren.loyalty.LookUpQuestion.Asker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

    /**
     * In a transaction of its own, so that a question counts whatever comes of it; and nobody waits for the disk: should
     * PostgreSQL end that moment, only the count of it is lost.
     *
     * @throws Refusal {@code TOO_MANY_LOOK_UPS} with {@code retryAfter}, in seconds
     */
    @Transactional(propagation = Propagation.NEVER)
    void take(Asker asker) {
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        int taken = sql.sql("""
                        insert into loyalty.till_pace as p (actor, till, minute, asked)
                        select :actor, :till, :minute::timestamptz, 1
                        from set_config('synchronous_commit', 'off', true)
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
