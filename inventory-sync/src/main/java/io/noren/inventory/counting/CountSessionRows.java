package io.noren.inventory.counting;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.counting.CountSession.Cause;
import io.noren.inventory.counting.CountSession.State;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sessions, their tasks and what was counted, as rows. */
@Component
class CountSessionRows {

    private static final String SESSIONS = """
            select s.*,
                (select count(*) from inventory.count_task t where t.session = s.id) as tasks,
                (select count(*) from inventory.count_task t where t.session = s.id and exists (
                    select from inventory.count_entry e
                        where e.task = t.id and e.round = t.round and e.session = t.session)) as counted
            from inventory.count_session s
            """;

    private static final String[] WAITING =
            Stream.of(Cause.values()).filter(Cause::waits).map(Cause::name).toArray(String[]::new);

    private final JdbcClient jdbc;

    CountSessionRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return empty when the reference is taken; of two at the same moment the later waits here for the earlier */
    Optional<UUID> insert(NewCountSession wanted, Instant now) {
        return jdbc.sql("""
                insert into inventory.count_session (id, location, reference, digest, blind, self_approval, state,
                    opened_by, opened_at)
                values (gen_random_uuid(), :location, :reference, :digest, :blind, :selfApproval, 'COUNTING', :actor,
                    :now)
                on conflict (location, reference) do nothing
                returning id
                """)
                .param("location", wanted.location())
                .param("reference", wanted.reference())
                .param("digest", wanted.digest())
                .param("blind", wanted.blind())
                .param("selfApproval", wanted.selfApproval())
                .param("actor", Actor.current())
                .param("now", time(now))
                .query(UUID.class)
                .optional();
    }

    /** The one that has the reference, and what it was asked for with. */
    record Known(UUID id, UUID digest) {}

    Known withReference(NewCountSession wanted) {
        return jdbc.sql("""
                select id, digest from inventory.count_session where location = :location and reference = :reference
                """)
                .param("location", wanted.location())
                .param("reference", wanted.reference())
                .query((row, index) -> new Known(row.getObject("id", UUID.class), row.getObject("digest", UUID.class)))
                .single();
    }

    Optional<CountSession> find(UUID id) {
        return jdbc.sql(SESSIONS + "where s.id = :id")
                .param("id", id)
                .query(CountSessionRows::session)
                .optional();
    }

    /** Locks the session until the end of the transaction: against its next step, or against all others. */
    boolean lock(UUID id, boolean alone) {
        return jdbc.sql("select id from inventory.count_session where id = :id " + (alone ? "for update" : "for share"))
                .param("id", id)
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    /** The newest first. */
    List<CountSession> list(String location, Collection<State> states, @Nullable UUID after, int limit) {
        return jdbc.sql(SESSIONS + """
                where s.location = :location and (:all or s.state = any(:states))
                    and (:after::uuid is null or (s.opened_at, s.id) < (
                        select opened_at, id from inventory.count_session where id = :after::uuid))
                order by s.opened_at desc, s.id desc limit :limit
                """)
                .param("location", location)
                .param("all", states.isEmpty())
                .param("states", states.stream().map(State::name).toArray(String[]::new))
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query(CountSessionRows::session)
                .list();
    }

    private static CountSession session(ResultSet row, int index) throws SQLException {
        return new CountSession(
                row.getObject("id", UUID.class),
                row.getString("location"),
                row.getString("reference"),
                row.getBoolean("blind"),
                row.getBoolean("self_approval"),
                State.valueOf(row.getString("state")),
                row.getLong("tasks"),
                row.getLong("counted"),
                row.getString("opened_by"),
                Objects.requireNonNull(instant(row, "opened_at")),
                row.getString("submitted_by"),
                instant(row, "submitted_at"),
                row.getString("resolved_by"),
                instant(row, "resolved_at"));
    }

    void changeState(UUID id, State state, Instant now) {
        boolean ends = state == State.APPROVED || state == State.CANCELLED;
        jdbc.sql("""
                update inventory.count_session set state = :state,
                    submitted_by = case when :submits then :actor else submitted_by end,
                    submitted_at = case when :submits then :now else submitted_at end,
                    resolved_by = case when :ends then :actor end, resolved_at = case when :ends then :now end
                where id = :id
                """)
                .param("id", id)
                .param("state", state.name())
                .param("submits", state == State.REVIEW)
                .param("ends", ends)
                .param("actor", Actor.current())
                .param("now", time(now))
                .update();
    }

    /** An entry that is to be kept. */
    record NewEntry(
            String id,
            String sku,
            BigDecimal counted,
            Instant countedAt,
            @Nullable String counter,
            UUID digest) {}

    /** By id, the digests of entries that are known. */
    Map<String, UUID> known(UUID session, Collection<String> ids) {
        Map<String, UUID> known = new HashMap<>();
        jdbc.sql("select id, digest from inventory.count_entry where session = :session and id = any(:ids)")
                .param("session", session)
                .param("ids", ids.toArray(String[]::new))
                .query(row -> {
                    known.put(row.getString("id"), row.getObject("digest", UUID.class));
                });
        return known;
    }

    /**
     * Keeps what was counted, each under its id; of two who report one at the same moment the later waits here.
     *
     * @return the ids that are new
     */
    Set<String> insert(UUID session, List<NewEntry> entries, Instant now) {
        return new HashSet<>(jdbc.sql("""
                insert into inventory.count_entry
                    (session, id, digest, task, round, counted, counted_at, counter, actor, recorded_at)
                select :session, e.id, e.digest, t.id, t.round, e.counted, e.counted_at, e.counter, :actor, :now
                from unnest(:ids::text[], :skus::text[], :counted::numeric[], :times::timestamptz[],
                    :counters::text[], :digests::uuid[]) as e (id, sku, counted, counted_at, counter, digest)
                join inventory.count_task t on t.session = :session and t.sku = e.sku
                order by e.id
                on conflict (session, id) do nothing
                returning id
                """)
                .param("session", session)
                .param("actor", Actor.current())
                .param("now", time(now))
                .param("ids", column(entries, NewEntry::id))
                .param("skus", column(entries, NewEntry::sku))
                .param("counted", column(entries, NewEntry::counted))
                .param("times", column(entries, NewEntry::countedAt))
                .param("counters", column(entries, NewEntry::counter))
                .param("digests", column(entries, NewEntry::digest))
                .query(String.class)
                .list());
    }

    /** Those of the SKUs that the session counts. */
    Set<String> tasksAmong(UUID session, Collection<String> skus) {
        return new HashSet<>(
                jdbc.sql("select sku from inventory.count_task where session = :session and sku = any(:skus)")
                        .param("session", session)
                        .param("skus", skus.toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    /**
     * What was counted last of each task in its present round.
     *
     * @param counter the person, as the device says
     * @param actor who reported it
     */
    record Last(
            UUID task,
            String sku,
            int round,
            BigDecimal counted,
            Instant countedAt,
            @Nullable String counter,
            String actor) {

        boolean isBy(String who) {
            return who.equals(actor) || who.equals(counter);
        }
    }

    List<Last> lastCounts(UUID session) {
        return jdbc.sql("""
                select distinct on (t.sku) t.id, t.sku, t.round, e.counted, e.counted_at, e.counter, e.actor
                from inventory.count_task t
                join inventory.count_entry e on e.task = t.id and e.round = t.round and e.session = t.session
                where t.session = :session
                order by t.sku, e.counted_at desc, e.id desc
                """)
                .param("session", session)
                .query((row, index) -> new Last(
                        row.getObject("id", UUID.class),
                        row.getString("sku"),
                        row.getInt("round"),
                        row.getBigDecimal("counted"),
                        Objects.requireNonNull(instant(row, "counted_at")),
                        row.getString("counter"),
                        row.getString("actor")))
                .list();
    }

    /** A new round for these tasks; what was counted before stays and counts no more. */
    void recount(UUID session, Collection<String> skus) {
        jdbc.sql("""
                update inventory.count_task set round = round + 1 where session = :session and sku = any(:skus)
                """)
                .param("session", session)
                .param("skus", skus.toArray(String[]::new))
                .update();
    }

    /**
     * The session is over: tasks that were counted are done, the others are dropped. What waited before the session and
     * was not counted waits on.
     */
    void end(UUID session, Collection<UUID> done, Instant now) {
        jdbc.sql("""
                update inventory.count_task set state = 'DONE', closed_at = :now
                where session = :session and state = 'OPEN' and id = any(:done)
                """)
                .param("session", session)
                .param("done", done.toArray(UUID[]::new))
                .param("now", time(now))
                .update();
        jdbc.sql("""
                update inventory.count_task
                set state = case when cause = any(:waiting) then state else 'DROPPED' end,
                    closed_at = case when cause = any(:waiting) then null else :now end,
                    session = case when cause = any(:waiting) then null else session end
                where session = :session and state = 'OPEN'
                """)
                .param("session", session)
                .param("waiting", WAITING)
                .param("now", time(now))
                .update();
    }
}
