package io.noren.pos.vendor;

import io.noren.pos.vendor.VendorFeed.Page;
import io.noren.pos.vendor.VendorTrouble.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose turn it is to ask a vendor, and how far it was asked, in {@code pos.vendor_feed}. One copy of the application at
 * a time asks; one that dies in its turn is waited for until the turn runs out.
 */
@Component
class FeedTurns {
    /** Longer than any request to a vendor takes, and the wait for its limit. */
    static final Duration TURN = Duration.ofMinutes(2);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(5);
    private static final Duration CLOSED_RETRY = Duration.ofMinutes(1);
    private static final Duration LONGEST_WISH = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final Clock clock;
    /** This copy of the application. */
    private final UUID us = UUID.randomUUID();

    FeedTurns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A round through what changed at the vendor.
     *
     * @param beganAt null when none is under way
     * @param page null at the beginning, where no bookmark says where to begin
     */
    record Round(
            @Nullable Instant beganAt,
            @Nullable Instant since,
            @Nullable String page,
            Instant dueAt,
            @Nullable Instant completeUntil) {

        boolean isDue(Instant now) {
            return beganAt != null || !dueAt.isAfter(now);
        }
    }

    /** Those of the sources at which there is something to do now, and nobody doing it. */
    List<String> due(List<String> sources) {
        return jdbc.sql("""
                        select s.source from unnest(:sources) as s (source) left join pos.vendor_feed f using (source)
                        where (f.leased_by is null or f.leased_until < :now)
                          and (f.retry_at is null or f.retry_at <= :now)
                          and (f.source is null or f.due_at <= :now or f.round_since is not null
                            or exists (select from pos.vendor_errand e where e.source = s.source))""")
                .param("sources", sources.toArray(String[]::new))
                .param("now", time(now()))
                .query(String.class)
                .list();
    }

    /** The next round is to begin now; while one is under way, after its pause as ever. */
    void makeDue(String source) {
        jdbc.sql("""
                        insert into pos.vendor_feed as f (source, due_at) values (?, ?)
                        on conflict (source) do update set due_at = least(f.due_at, excluded.due_at)""").params(source, time(now())).update();
    }

    /** Takes the turn, unless another copy has it or the vendor is to be left alone. */
    Optional<Round> begin(String source) {
        Instant now = now();
        jdbc.sql("insert into pos.vendor_feed (source, due_at) values (?, ?) on conflict do nothing")
                .params(source, time(now))
                .update();
        return jdbc.sql("""
                        with free as (
                          select source from pos.vendor_feed where source = :source
                            and (leased_by is null or leased_until < :now) and (retry_at is null or retry_at <= :now)
                          for update skip locked)
                        update pos.vendor_feed f set leased_by = :us, leased_until = :until
                        from free where f.source = free.source returning f.*""")
                .param("source", source)
                .param("us", us)
                .param("now", time(now))
                .param("until", time(now.plus(TURN)))
                .query(FeedTurns::round)
                .optional();
    }

    /** @return false when the turn is lost: it took too long, and somebody else may be asking */
    boolean goOn(String source) {
        return jdbc.sql("update pos.vendor_feed set leased_until = ? where source = ? and leased_by = ?")
                        .params(time(now().plus(TURN)), source, us)
                        .update()
                > 0;
    }

    Round beginRound(String source, Duration overlap, Duration history) {
        Instant now = now();
        return jdbc.sql("""
                        update pos.vendor_feed set round_began_at = :now, page = bookmark,
                          round_since = coalesce(complete_until - :overlap::interval, :now - :history::interval)
                        where source = :source and leased_by = :us returning *""")
                .param("now", time(now))
                .param("overlap", overlap.toString())
                .param("history", history.toString())
                .param("source", source)
                .param("us", us)
                .query(FeedTurns::round)
                .optional()
                .orElseThrow(FeedTurns::lost);
    }

    /** Writes down how far the round is; at its end, when the next one is due: after this pause. */
    Round paged(String source, Page page, Duration pause) {
        return jdbc.sql("""
                        update pos.vendor_feed set page = :next,
                          complete_until = case when :next::text is null then round_began_at else complete_until end,
                          due_at = case when :next::text is null then :due else due_at end,
                          bookmark = case when :next::text is null then :bookmark else bookmark end,
                          round_began_at = case when :next::text is null then null else round_began_at end,
                          round_since = case when :next::text is null then null else round_since end
                        where source = :source and leased_by = :us returning *""")
                .param("next", page.next())
                .param("bookmark", page.bookmark())
                .param("due", time(now().plus(pause)))
                .param("source", source)
                .param("us", us)
                .query(FeedTurns::round)
                .optional()
                .orElseThrow(FeedTurns::lost);
    }

    /** The vendor no longer knows the page, or the bookmark: the round begins anew, by its time. */
    void backToItsBeginning(String source) {
        jdbc.sql("update pos.vendor_feed set page = null, bookmark = null where source = ? and leased_by = ?")
                .params(source, us)
                .update();
    }

    void succeeded(String source) {
        jdbc.sql("""
                        update pos.vendor_feed set failures = 0, failing_since = null, last_error = null, retry_at = null,
                          last_success = ?
                        where source = ? and leased_by = ?""").params(time(now()), source, us).update();
    }

    /**
     * It is left alone for a while, longer each time.
     *
     * @return whether all was well before
     */
    boolean failed(String source, VendorTrouble trouble) {
        Instant now = now();
        return jdbc.sql("""
                        update pos.vendor_feed set failures = failures + 1,
                          failing_since = coalesce(failing_since, :now), last_error = :error,
                          retry_at = :now + coalesce(:wait::bigint,
                            least(:longest, :first * power(2, least(failures, 20)))) * interval '1 ms'
                        where source = :source and leased_by = :us returning failures = 1""")
                .param("now", time(now))
                .param("error", trouble.text())
                .param("wait", wait(trouble))
                .param("longest", LONGEST_RETRY.toMillis())
                .param("first", FIRST_RETRY.toMillis())
                .param("source", source)
                .param("us", us)
                .query(Boolean.class)
                .optional()
                .orElse(false);
    }

    /** Whoever has the turn now brings the same. */
    private static VendorTrouble lost() {
        return new VendorTrouble(Kind.AWAY, "The vendor took so long that another copy of the application went on.");
    }

    private static @Nullable Long wait(VendorTrouble trouble) {
        Duration wish = trouble.retryAfter();
        if (wish != null) {
            return (wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish).toMillis();
        }
        return trouble.kind() == Kind.CLOSED ? CLOSED_RETRY.toMillis() : null;
    }

    void end(String source) {
        jdbc.sql("update pos.vendor_feed set leased_by = null, leased_until = null where source = ? and leased_by = ?")
                .params(source, us)
                .update();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Round round(ResultSet row, int number) throws SQLException {
        Instant due = instant(row, "due_at");
        if (due == null) {
            throw new IllegalStateException("due_at is never null");
        }
        return new Round(
                instant(row, "round_began_at"),
                instant(row, "round_since"),
                row.getString("page"),
                due,
                instant(row, "complete_until"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
