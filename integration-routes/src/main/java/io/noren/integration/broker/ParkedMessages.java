package io.noren.integration.broker;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where everything ends that could not be done: stored, counted, listed, and put back by a person, or by itself when
 * what it waited for appears. The same trouble about the same subject is one entry, however often it comes.
 */
@Service
public class ParkedMessages {
    /** Most entries in one answer. */
    public static final int MAX_LIMIT = 200;

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Clock clock;
    private final MeterRegistry meters;

    ParkedMessages(JdbcClient jdbc, Outbox outbox, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * One entry as a person sees it: no payload, because that may hold personal data.
     *
     * @param code stable name of the trouble, e.g. {@code UNKNOWN_ITEM}
     * @param flow the flow that could not go on
     * @param subject what it is about, e.g. a till transaction and its line
     * @param source who sent it
     * @param place line number in the till document, where there is one
     * @param retryable false for what is not kept here, such as a file that its sender must mend
     * @param at when it was parked, or parked again
     */
    public record ParkedEntry(
            UUID id,
            String code,
            String reason,
            String flow,
            String subject,
            String source,
            @Nullable Integer place,
            int attempts,
            boolean retryable,
            @Nullable String correlation,
            Instant at) {}

    /** A page of open entries, oldest first; {@code next} is null on the last one. */
    public record ParkedPage(
            List<ParkedEntry> items, @Nullable String next) {}

    /**
     * Something to park.
     *
     * @param flow whose queue a retry goes to
     * @param waitsFor appearances that put it back by themselves, see {@link #retryWaitingFor}
     * @param fact the name of what the payload is
     * @param payload what a retry sends; null when there is nothing to send again
     */
    public record Parking(
            FlowQueue flow,
            String subject,
            String code,
            String reason,
            String source,
            @Nullable Integer place,
            Collection<String> waitsFor,
            @Nullable UUID eventId,
            String fact,
            @Nullable String payload,
            @Nullable String correlation) {}

    /** Joins the caller's transaction, so that what was done and what was set aside commit together. */
    @Transactional
    public void park(Parking parking) {
        jdbc.sql("""
                        insert into integration.parked as p (id, flow, subject, code, reason, source, place, waits_for,
                            event_id, fact, payload, correlation, state, parked_at)
                        values (:id, :flow, :subject, :code, :reason, :source, :place, :waitsFor,
                            :eventId, :fact, :payload, :correlation, 'OPEN', :at)
                        on conflict (flow, subject) do update set
                            code = excluded.code, reason = excluded.reason, place = excluded.place,
                            waits_for = excluded.waits_for, fact = excluded.fact, payload = excluded.payload, state = 'OPEN',
                            attempts = p.attempts + 1, parked_at = excluded.parked_at,
                            resolved_at = null, resolved_by = null, resolution = null
                        where p.state <> 'DISCARDED'
                        """)
                .param("id", UUID.randomUUID())
                .param("flow", parking.flow().flow())
                .param("subject", parking.subject())
                .param("code", parking.code())
                .param("reason", parking.reason())
                .param("source", parking.source())
                .param("place", parking.place())
                .param("waitsFor", parking.waitsFor().toArray(String[]::new))
                .param("eventId", parking.eventId())
                .param("fact", parking.fact())
                .param("payload", parking.payload())
                .param("correlation", parking.correlation())
                .param("at", Timestamp.from(clock.instant()))
                .update();
        meters.counter(
                        "noren.parkings", // not noren.parked.total: Prometheus would call that as it calls the gauge
                        "code",
                        parking.code(),
                        "flow",
                        parking.flow().flow())
                .increment();
    }

    /**
     * Open entries, oldest first.
     *
     * @param after {@link ParkedPage#next} of the page before, or null for the first
     */
    @Transactional(readOnly = true)
    public ParkedPage list(int limit, @Nullable UUID after) {
        int size = Math.max(1, Math.min(limit, MAX_LIMIT));
        List<ParkedEntry> found = jdbc.sql("""
                        select * from integration.parked p
                        where state = 'OPEN'
                          and (cast(:after as uuid) is null or (parked_at, id) >
                              (select a.parked_at, a.id from integration.parked a where a.id = cast(:after as uuid)))
                        order by parked_at, id limit :limit
                        """)
                .param("after", after)
                .param("limit", size + 1)
                .query((row, n) -> entry(row))
                .list();
        boolean more = found.size() > size;
        List<ParkedEntry> page = more ? found.subList(0, size) : found;
        return new ParkedPage(page, more ? page.get(size - 1).id().toString() : null);
    }

    /** How many are open. */
    public long open() {
        return jdbc.sql("select count(*) from integration.parked where state = 'OPEN'")
                .query(Long.class)
                .single();
    }

    /**
     * Puts an entry back where it came from; if that fails again it is parked again, as the same entry.
     *
     * @return false when there is no such open entry, or nothing to send again
     */
    @Transactional
    public boolean retry(UUID id, String by) {
        return resolve(id, "RETRIED", by, null).map(this::putBack).isPresent();
    }

    /**
     * Sets an entry aside for good; the same trouble about the same subject will not come up again.
     *
     * @return false when there is no such open entry
     */
    @Transactional
    public boolean discard(UUID id, String by, @Nullable String why) {
        return resolve(id, "DISCARDED", by, why).isPresent();
    }

    /** What was wrong about this subject no longer is; nothing is sent again. */
    @Transactional
    public void settle(FlowQueue flow, String subject) {
        jdbc.sql("""
                        update integration.parked set state = 'RETRIED', resolved_at = :at, resolved_by = 'noren',
                          resolution = 'in order now'
                        where flow = :flow and subject = :subject and state = 'OPEN'
                        """)
                .param("flow", flow.flow())
                .param("subject", subject)
                .param("at", Timestamp.from(clock.instant()))
                .update();
    }

    /** Puts back whatever waited for one of these to appear, in the transaction of its appearance. */
    @Transactional
    public int retryWaitingFor(Collection<String> appeared) {
        List<UUID> waiting = jdbc.sql("""
                        select id from integration.parked where state = 'OPEN' and waits_for && cast(:appeared as text[])
                        order by parked_at for update skip locked
                        """)
                .param("appeared", appeared.toArray(String[]::new))
                .query(UUID.class)
                .list();
        waiting.forEach(id -> retry(id, "noren"));
        return waiting.size();
    }

    private Optional<Stored> resolve(UUID id, String state, String by, @Nullable String why) {
        return jdbc.sql("""
                        update integration.parked
                        set state = :state, resolved_at = :at, resolved_by = :by, resolution = :why
                        where id = :id and state = 'OPEN' and (:state <> 'RETRIED' or payload is not null)
                        returning flow, event_id, fact, payload, correlation
                        """)
                .param("id", id)
                .param("state", state)
                .param("at", Timestamp.from(clock.instant()))
                .param("by", by)
                .param("why", why)
                .query((row, n) -> new Stored(
                        row.getString("flow"),
                        row.getObject("event_id", UUID.class),
                        row.getString("fact"),
                        row.getString("payload"),
                        row.getString("correlation")))
                .optional();
    }

    private Stored putBack(Stored stored) {
        outbox.sendTo(
                FlowQueue.of(stored.flow),
                stored.event,
                stored.fact,
                Objects.requireNonNull(stored.payload),
                stored.correlation);
        return stored;
    }

    private record Stored(
            String flow,
            @Nullable UUID event,
            String fact,
            @Nullable String payload,
            @Nullable String correlation) {}

    private static ParkedEntry entry(ResultSet row) throws SQLException {
        return new ParkedEntry(
                row.getObject("id", UUID.class),
                row.getString("code"),
                row.getString("reason"),
                row.getString("flow"),
                row.getString("subject"),
                row.getString("source"),
                row.getObject("place", Integer.class),
                row.getInt("attempts"),
                row.getString("payload") != null,
                row.getString("correlation"),
                row.getTimestamp("parked_at").toInstant());
    }
}
