package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.HeldChange.State;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the guard has held, and the person's answer: approve, drop, and undo what was approved. Each step writes
 * movements from the ledger as it is then; nothing is put back from a copy.
 */
@Component
public class HeldChanges {

    public static final int MOST = 200;
    private static final int MOST_ROWS = 1_000;
    private static final Duration LONGEST_REGRET = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final RetriedTransaction transaction;
    private final CountRows counts;
    private final CountedLevels levels;
    private final Clock clock;

    HeldChanges(JdbcClient jdbc, RetriedTransaction transaction, CountRows counts, CountedLevels levels, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.counts = counts;
        this.levels = levels;
        this.clock = clock;
    }

    /** One change for each location that has doubted counts; the answer says which count waits in which. */
    Map<String, UUID> open(List<CountRows.Row> rows, Map<String, String> doubts, String code, Instant now) {
        Map<String, UUID> waiting = new HashMap<>();
        Map<String, UUID> changes = new TreeMap<>();
        Map<String, String> details = new HashMap<>();
        for (CountRows.Row row : rows) {
            String doubt = doubts.get(row.id());
            if (doubt != null) {
                String location = row.cell().location();
                waiting.put(row.id(), changes.computeIfAbsent(location, any -> UUID.randomUUID()));
                details.putIfAbsent(location, doubt);
            }
        }
        if (!changes.isEmpty()) {
            List<Map.Entry<String, UUID>> opened = List.copyOf(changes.entrySet());
            jdbc.sql("""
                    insert into inventory.held_change (id, location, code, detail, actor, held_at, state)
                    select id, location, :code, detail, :actor, :now, 'HELD'
                    from unnest(:ids::uuid[], :locations::text[], :details::text[]) as new (id, location, detail)
                    """)
                    .param("code", code)
                    .param("actor", Actor.current())
                    .param("now", time(now))
                    .param("ids", column(opened, Map.Entry::getValue))
                    .param("locations", column(opened, Map.Entry::getKey))
                    .param("details", column(opened, entry -> details.get(entry.getKey())))
                    .update();
        }
        return waiting;
    }

    /** The oldest first. */
    @Transactional(readOnly = true)
    public List<HeldChange> list(@Nullable String location, @Nullable State state, @Nullable UUID after, int limit) {
        return jdbc.sql("""
                select h.*, (select count(*) from inventory.stock_count c where c.held_change = h.id) as counts
                from inventory.held_change h
                where (:location::text is null or location = :location) and (:state::text is null or state = :state)
                    and (:after::uuid is null
                        or (held_at, id) > (select held_at, id from inventory.held_change where id = :after::uuid))
                order by held_at, id limit :limit
                """)
                .param("location", location)
                .param("state", state == null ? null : state.name())
                .param("after", after == null ? null : after.toString())
                .param("limit", Math.max(1, Math.min(limit, MOST)))
                .query(HeldChanges::change)
                .list();
    }

    /** What people have decided, the newest first. */
    @Transactional(readOnly = true)
    public List<HeldChange> decided(@Nullable String location, int limit) {
        return jdbc.sql("""
                select h.*, (select count(*) from inventory.stock_count c where c.held_change = h.id) as counts
                from inventory.held_change h
                where (:location::text is null or location = :location) and state <> 'HELD'
                order by resolved_at desc, id limit :limit
                """)
                .param("location", location)
                .param("limit", Math.max(1, Math.min(limit, MOST)))
                .query(HeldChanges::change)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<HeldChange> find(UUID id) {
        return jdbc.sql("""
                select h.*, (select count(*) from inventory.stock_count c where c.held_change = h.id) as counts
                from inventory.held_change h where id = :id
                """).param("id", id).query(HeldChanges::change).optional();
    }

    /** What approving would do now, count by count. */
    @Transactional(readOnly = true)
    public List<HeldChange.Row> preview(UUID id) {
        return jdbc.sql("""
                select c.id, c.sku, c.location, c.counted, c.counted_at, c.expected, coalesce(l.on_hand, 0) as before,
                    case when (c.counted_at, c.id) > (l.counted_at, l.count_id) or l.count_id is null
                        then c.counted + later.moved else l.on_hand end as after
                from inventory.stock_count c
                left join inventory.stock_level l using (sku, location)
                cross join lateral (
                    select coalesce(sum(m.delta), 0) as moved from inventory.stock_movement m
                    where m.sku = c.sku and m.location = c.location and m.quantity_name = 'ON_HAND'
                        and m.count_id is null and m.occurred_at > c.counted_at
                        and m.recorded_at > c.counted_at - interval '2 days') later
                where c.held_change = :id and c.state <> 'WITHDRAWN' order by c.id limit :most
                """)
                .param("id", id)
                .param("most", MOST_ROWS)
                .query((row, index) -> new HeldChange.Row(
                        row.getString("id"),
                        row.getString("sku"),
                        row.getString("location"),
                        Quantities.plain(row.getBigDecimal("counted")),
                        Objects.requireNonNull(instant(row, "counted_at")),
                        plainOrNull(row.getBigDecimal("expected")),
                        Quantities.plain(row.getBigDecimal("before")),
                        Quantities.plain(row.getBigDecimal("after"))))
                .list();
    }

    /** A person believes it: the counts are recorded, and count as of their own time. */
    public HeldChange approve(UUID id) {
        return step(id, State.HELD, State.APPROVED, "RECORDED");
    }

    /** A person does not believe it: the counts are kept and never count. */
    public HeldChange drop(UUID id) {
        return step(id, State.HELD, State.DROPPED, "DROPPED");
    }

    /** It was approved wrongly: the books go to what they would be without these counts. */
    public HeldChange undo(UUID id) {
        return step(id, State.APPROVED, State.UNDONE, "UNDONE");
    }

    private HeldChange step(UUID id, State from, State to, String countsTo) {
        return transaction.run(() -> {
            HeldChange change = locked(id);
            if (change.state() != from) {
                throw new Refusal(
                        "ALREADY_RESOLVED",
                        "This is " + change.state() + "; the step is for what is " + from + ".",
                        null,
                        Map.of("state", change.state()));
            }
            jdbc.sql("""
                    update inventory.held_change set state = :to, resolved_by = :actor, resolved_at = :now
                    where id = :id
                    """)
                    .param("to", to.name())
                    .param("actor", Actor.current())
                    .param("now", time(Sql.micros(clock.instant())))
                    .param("id", id)
                    .update();
            if (to == State.UNDONE) {
                checkNotTooLate(change, clock.instant());
            }
            List<Cell> cells = counts.move(id, from == State.HELD ? "HELD" : "RECORDED", countsTo);
            if (to != State.DROPPED) {
                levels.settle(cells, to == State.UNDONE ? "undone" : "count");
            }
            return locked(id);
        });
    }

    /** The count before it may be older; what moved since must still be in the ledger and not in its archive. */
    private static void checkNotTooLate(HeldChange change, Instant now) {
        Instant approved = change.resolvedAt();
        if (approved != null && approved.isBefore(now.minus(LONGEST_REGRET))) {
            throw new Refusal(
                    "UNDO_TOO_LATE", "It was approved more than 30 days ago: count again instead.", null, Map.of());
        }
    }

    private HeldChange locked(UUID id) {
        jdbc.sql("select id from inventory.held_change where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return find(id).orElseThrow(() -> unknown(id));
    }

    public static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_HELD_CHANGE", "There is no held change " + id + ".");
    }

    private static HeldChange change(ResultSet row, int index) throws SQLException {
        return new HeldChange(
                row.getObject("id", UUID.class),
                row.getString("location"),
                State.valueOf(row.getString("state")),
                row.getString("code"),
                row.getString("detail"),
                row.getString("actor"),
                Objects.requireNonNull(instant(row, "held_at")),
                row.getString("resolved_by"),
                instant(row, "resolved_at"),
                row.getLong("counts"));
    }

    private static @Nullable BigDecimal plainOrNull(@Nullable BigDecimal quantity) {
        return quantity == null ? null : Quantities.plain(quantity);
    }
}
