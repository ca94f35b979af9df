package io.noren.pos.vendor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How it goes with each vendor that is asked. */
@Component
public class FeedStates {
    private final JdbcClient jdbc;
    private final SignedSources sources;

    FeedStates(JdbcClient jdbc, SignedSources sources) {
        this.jdbc = jdbc;
        this.sources = sources;
    }

    /**
     * @param kind the dialect, {@code SQUARE}
     * @param completeUntil all that changed at the vendor before is here; null until a first round was done to its end
     * @param lastSuccess when the vendor last answered, and all of it was recorded
     * @param failingSince null when all is well
     * @param lastError in plain words, without anybody's data; null when all is well
     * @param waiting what webhooks named and the vendor was not yet asked for
     */
    public record FeedState(
            String source,
            String kind,
            @Nullable Instant completeUntil,
            @Nullable Instant lastSuccess,
            @Nullable Instant failingSince,
            @Nullable String lastError,
            long waiting) {}

    /** Of every source that is configured, in the order of their names. */
    public List<FeedState> all() {
        List<String> all = sources.all();
        if (all.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                        select s.source, f.complete_until, f.last_success, f.failing_since, f.last_error,
                          (select count(*) from pos.vendor_errand e where e.source = s.source) as waiting
                        from unnest(?) as s (source) left join pos.vendor_feed f using (source) order by s.source""")
                .param(all.toArray(String[]::new))
                .query((row, n) -> new FeedState(
                        row.getString("source"),
                        sources.find(row.getString("source"))
                                .map(SignedDialect::kind)
                                .orElse(""),
                        FeedTurns.instant(row, "complete_until"),
                        FeedTurns.instant(row, "last_success"),
                        FeedTurns.instant(row, "failing_since"),
                        row.getString("last_error"),
                        row.getLong("waiting")))
                .list();
    }
}
