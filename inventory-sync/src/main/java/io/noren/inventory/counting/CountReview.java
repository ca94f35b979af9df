package io.noren.inventory.counting;

import static io.noren.inventory.Sql.instant;

import io.noren.inventory.CountGuard;
import io.noren.inventory.Quantities;
import io.noren.inventory.counting.CountSession.Cause;
import io.noren.inventory.counting.CountSession.Entry;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A session's tasks as its counters see them, and as whoever approves does. */
@Component
class CountReview {

    private final JdbcClient jdbc;
    private final CountGuard guard;

    CountReview(JdbcClient jdbc, CountGuard guard) {
        this.jdbc = jdbc;
        this.guard = guard;
    }

    /** In the order of SKUs, after one. */
    List<Task> tasks(CountSession session, String afterSku, int limit) {
        return jdbc.sql("""
                select t.sku, t.cause, t.round, coalesce(l.on_hand, 0) as on_hand,
                    (select count(*) from inventory.count_entry e
                        where e.task = t.id and e.round = t.round and e.session = t.session) as counts
                from inventory.count_task t
                left join inventory.stock_level l using (sku, location)
                where t.session = :session and t.sku > :after
                order by t.sku limit :limit
                """)
                .param("session", session.id())
                .param("after", afterSku)
                .param("limit", limit)
                .query((row, index) -> new Task(
                        row.getString("sku"),
                        Cause.valueOf(row.getString("cause")),
                        row.getInt("round"),
                        row.getLong("counts"),
                        session.blind() ? null : Quantities.plain(row.getBigDecimal("on_hand"))))
                .list();
    }

    /** In the order of SKUs, after one. */
    List<Variance> variances(UUID session, String afterSku, int limit) {
        // What occurred after a count is added to it, as it will be when it is recorded.
        List<Against> against = jdbc.sql("""
                select t.id, t.sku, t.cause, t.round, last.counted, last.counted_at, last.disputed,
                    coalesce(l.on_hand, 0) as on_hand, coalesce(later.moved, 0) as moved,
                    coalesce(last.counted_at < l.counted_at, false) as outdated
                from inventory.count_task t
                left join inventory.stock_level l using (sku, location)
                left join lateral (
                    select e.counted, e.counted_at, min(e.counted) over () <> max(e.counted) over () as disputed
                    from inventory.count_entry e
                    where e.task = t.id and e.round = t.round and e.session = t.session
                    order by e.counted_at desc, e.id desc limit 1) last on true
                left join lateral (
                    select sum(m.delta) as moved from inventory.stock_movement m
                    where m.sku = t.sku and m.location = t.location and m.quantity_name = 'ON_HAND'
                        and m.count_id is null and m.occurred_at > last.counted_at
                        and m.recorded_at > last.counted_at - interval '2 days') later on true
                where t.session = :session and t.sku > :after
                order by t.sku limit :limit
                """)
                .param("session", session)
                .param("after", afterSku)
                .param("limit", limit)
                .query((row, index) -> against(row))
                .list();
        Map<UUID, List<Entry>> entries =
                entries(session, against.stream().map(Against::task).toList());
        return against.stream()
                .map(task -> variance(task, entries.getOrDefault(task.task(), List.of())))
                .toList();
    }

    /** A task beside the books. */
    private record Against(
            UUID task,
            String sku,
            Cause cause,
            int round,
            @Nullable BigDecimal counted,
            @Nullable Instant countedAt,
            boolean disputed,
            BigDecimal onHand,
            BigDecimal movedSince,
            boolean outdated) {}

    private static Against against(ResultSet row) throws SQLException {
        return new Against(
                row.getObject("id", UUID.class),
                row.getString("sku"),
                Cause.valueOf(row.getString("cause")),
                row.getInt("round"),
                row.getBigDecimal("counted"),
                instant(row, "counted_at"),
                row.getBoolean("disputed"),
                row.getBigDecimal("on_hand"),
                row.getBigDecimal("moved"),
                row.getBoolean("outdated"));
    }

    private Variance variance(Against task, List<Entry> entries) {
        BigDecimal counted = task.counted();
        BigDecimal expected = task.onHand().subtract(task.movedSince());
        return new Variance(
                task.sku(),
                task.cause(),
                task.round(),
                Quantities.plain(expected),
                counted == null ? null : Quantities.plain(counted),
                task.countedAt(),
                counted == null ? null : Quantities.plain(counted.subtract(expected)),
                Quantities.plain(counted == null || task.outdated() ? task.onHand() : counted.add(task.movedSince())),
                task.outdated(),
                task.disputed(),
                counted == null || expected.signum() < 0
                        ? null
                        : guard.objection(counted, expected).orElse(null),
                entries);
    }

    private Map<UUID, List<Entry>> entries(UUID session, List<UUID> tasks) {
        Map<UUID, List<Entry>> entries = new HashMap<>();
        jdbc.sql("""
                select * from inventory.count_entry where session = :session and task = any(:tasks)
                order by task, recorded_at, id
                """)
                .param("session", session)
                .param("tasks", tasks.toArray(UUID[]::new))
                .query(row -> {
                    entries.computeIfAbsent(row.getObject("task", UUID.class), any -> new ArrayList<>())
                            .add(new Entry(
                                    row.getString("id"),
                                    row.getInt("round"),
                                    Quantities.plain(row.getBigDecimal("counted")),
                                    Objects.requireNonNull(instant(row, "counted_at")),
                                    row.getString("counter"),
                                    row.getString("actor")));
                });
        return entries;
    }
}
