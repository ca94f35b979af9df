package io.noren.inventory.availability;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.MasterData;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * "Not found on the shelf": the books keep what they say, but nothing more is promised from there, and somebody is asked
 * to count. A count of that item there, or somebody who finds it, ends it.
 */
@Component
public class NotFoundReports {

    private static final int LONGEST_REASON = 500;

    /** A count that is newer than the report has ended it, whether or not its row was tidied. */
    static final String OPEN = """
            from inventory.not_found n
            left join inventory.stock_level l on l.sku = n.sku and l.location = n.location
            where n.ended_at is null and (l.counted_at is null or l.counted_at < n.reported_at)
            """;

    private static final String REPORTS = """
            select n.id, n.sku, n.location, n.reason, n.reported_at,
                (select t.id from inventory.count_task t where t.sku = n.sku and t.location = n.location
                    and t.cause = 'NOT_FOUND' and t.state = 'OPEN') as task
            """ + OPEN;

    private static final String ENDED = """
            task as (
                update inventory.count_task t set state = :state, closed_at = :now
                from report
                where t.sku = report.sku and t.location = report.location and t.cause = 'NOT_FOUND'
                    and t.state = 'OPEN')
            select distinct sku from report
            """;

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    NotFoundReports(JdbcClient jdbc, MasterData masterData, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.events = events;
        this.clock = clock;
    }

    /**
     * An open report.
     *
     * @param countTask what asks for the count
     */
    public record Report(
            UUID id, String sku, String location, @Nullable String reason, Instant reportedAt, UUID countTask) {}

    /**
     * Nothing more is promised of it from there. Reported again, it is the same report.
     *
     * @throws Refusal {@code UNKNOWN_ITEM}, {@code UNKNOWN_LOCATION}, {@code BAD_REASON}
     */
    @Transactional
    public Report report(String sku, String location, @Nullable String reason) {
        if (reason != null && (reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0)) {
            throw SellingIds.refusal("BAD_REASON", "reason", "A reason has at most " + LONGEST_REASON + " characters.");
        }
        checkKnown(sku, location);
        tidy();
        int opened = jdbc.sql("""
                with report as (
                    insert into inventory.not_found (id, sku, location, reason, reported_by, reported_at)
                    values (gen_random_uuid(), :sku, :location, :reason, :actor, :now)
                    on conflict (sku, location) where ended_at is null do nothing)
                insert into inventory.count_task (id, sku, location, cause, state, created_at)
                values (gen_random_uuid(), :sku, :location, 'NOT_FOUND', 'OPEN', :now)
                on conflict (sku, location, cause) where state = 'OPEN' do nothing
                """)
                .param("sku", sku)
                .param("location", location)
                .param("reason", reason)
                .param("actor", Actor.current())
                .param("now", time(Sql.micros(clock.instant())))
                .update();
        if (opened > 0) {
            events.publishEvent(new SellingTermsChanged(sku));
        }
        return open(sku, location).orElseThrow(() -> notReported(sku, location));
    }

    /**
     * It is there after all.
     *
     * @throws Refusal {@code NOT_REPORTED}
     */
    @Transactional
    public Report found(String sku, String location) {
        Report report = open(sku, location).orElseThrow(() -> notReported(sku, location));
        jdbc.sql("""
                with report as (
                    update inventory.not_found set ended_by = 'FOUND', ended_at = :now
                    where id = :id and ended_at is null
                    returning sku, location),
                """ + ENDED)
                .param("id", report.id())
                .param("state", "DROPPED")
                .param("now", time(Sql.micros(clock.instant())))
                .query(String.class)
                .list();
        events.publishEvent(new SellingTermsChanged(sku));
        return report;
    }

    /** The open reports of a location, the oldest first. */
    @Transactional(readOnly = true)
    public List<Report> openAt(String location, int limit) {
        return jdbc.sql(REPORTS + " and n.location = :location order by n.reported_at limit :limit")
                .param("location", location)
                .param("limit", limit)
                .query((row, index) -> report(row))
                .list();
    }

    /** Closes what counts have ended. Nothing waits for it: {@link #OPEN} is true at once. */
    @Scheduled(fixedDelayString = "${noren.inventory.not-found-sweep-millis:5000}")
    @Transactional
    public void tidy() {
        jdbc.sql("""
                with report as (
                    update inventory.not_found n set ended_by = 'COUNTED', ended_at = :now
                    from inventory.stock_level l
                    where n.ended_at is null and l.sku = n.sku and l.location = n.location
                        and l.counted_at >= n.reported_at
                    returning n.sku, n.location),
                """ + ENDED)
                .param("state", "DONE")
                .param("now", time(Sql.micros(clock.instant())))
                .query(String.class)
                .list()
                .forEach(sku -> events.publishEvent(new SellingTermsChanged(sku)));
    }

    private Optional<Report> open(String sku, String location) {
        return jdbc.sql(REPORTS + " and n.sku = :sku and n.location = :location")
                .param("sku", sku)
                .param("location", location)
                .query((row, index) -> report(row))
                .optional();
    }

    private static Report report(ResultSet row) throws SQLException {
        return new Report(
                row.getObject("id", UUID.class),
                row.getString("sku"),
                row.getString("location"),
                row.getString("reason"),
                Objects.requireNonNull(Sql.instant(row, "reported_at")),
                row.getObject("task", UUID.class));
    }

    private void checkKnown(String sku, String location) {
        if (!masterData.isItem(sku)) {
            throw SellingIds.refusal("UNKNOWN_ITEM", "sku", "There is no " + sku + ".");
        } else if (!masterData.isLocation(location)) {
            throw SellingIds.refusal("UNKNOWN_LOCATION", "location", "There is no " + location + ".");
        }
    }

    private static Refusal notReported(String sku, String location) {
        return new Refusal("NOT_REPORTED", "Nobody has reported " + sku + " as not found at " + location + ".");
    }
}
