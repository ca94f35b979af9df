package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was sold though the books had none left, or had promised it: the sale stands, and somebody is asked to count. A
 * count of that item there ends it.
 */
@Component
public class Oversold {

    /** A count that is as new as the sale has seen it, whether or not the task was tidied. */
    private static final String OPEN = """
            from inventory.count_task t
            left join inventory.stock_level l using (sku, location)
            where t.state = 'OPEN' and t.occurred_at is not null
                and (l.counted_at is null or l.counted_at < t.occurred_at)
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Oversold(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What the books had said. */
    public enum Cause {
        /** There were not so many on hand. */
        SOLD_BELOW_ZERO,
        /** There were, but they are promised to somebody else. */
        SOLD_PROMISED;

        /** What sales that led from one level to the other have done there, if anything. */
        private static Optional<Cause> of(Level before, Level after) {
            if (after.number(QuantityName.ON_HAND).signum() < 0) {
                return before.number(QuantityName.ON_HAND).signum() < 0
                        ? Optional.empty()
                        : Optional.of(SOLD_BELOW_ZERO);
            }
            return after.promised().signum() > 0
                            && after.left().signum() < 0
                            && before.left().signum() >= 0
                    ? Optional.of(SOLD_PROMISED)
                    : Optional.empty();
        }
    }

    /**
     * Waits for a count.
     *
     * @param soldAt when it was sold; a count from then on ends it
     */
    public record Task(String sku, String location, Cause cause, Instant soldAt) {}

    /**
     * Asks for a count where these changes, which are made in the caller's transaction, sold too much; where they did
     * not, the database hears nothing. A cell whose count is asked for already is asked for from this sale on.
     *
     * @param before the levels that the changes were made to, locked
     */
    void look(Collection<LevelChange> made, Map<Cell, Level> before, Map<Cell, Level> after) {
        Map<Cell, Instant> sold = new HashMap<>();
        for (LevelChange change : made) {
            Level level = Objects.requireNonNull(before.get(change.cell()));
            if (change.isSale() && !level.hasCounted(change)) {
                sold.merge(change.cell(), change.occurredAt(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        List<Task> tasks = sold.entrySet().stream()
                .flatMap(each -> Cause.of(of(before, each.getKey()), of(after, each.getKey())).stream()
                        .map(cause ->
                                new Task(each.getKey().sku(), each.getKey().location(), cause, each.getValue())))
                .sorted(Comparator.comparing(Task::sku).thenComparing(Task::location))
                .toList();
        if (!tasks.isEmpty()) {
            ask(tasks);
        }
    }

    private static Level of(Map<Cell, Level> levels, Cell cell) {
        return Objects.requireNonNull(levels.get(cell));
    }

    private void ask(List<Task> tasks) {
        jdbc.sql("""
                insert into inventory.count_task (id, sku, location, cause, state, created_at, occurred_at)
                select gen_random_uuid(), sku, location, cause, 'OPEN', :now, sold_at
                from unnest(:skus::text[], :locations::text[], :causes::text[], :sold::timestamptz[]) with ordinality
                    as task (sku, location, cause, sold_at, n)
                order by n
                on conflict (sku, location, cause) where state = 'OPEN' do update
                set occurred_at = greatest(count_task.occurred_at, excluded.occurred_at)
                """)
                .param("now", time(Sql.micros(clock.instant())))
                .param("skus", column(tasks, Task::sku))
                .param("locations", column(tasks, Task::location))
                .param("causes", column(tasks, Task::cause))
                .param("sold", column(tasks, Task::soldAt))
                .update();
    }

    /** What waits for a count at a location, the longest waiting first. */
    @Transactional(readOnly = true)
    public List<Task> openAt(String location, int limit) {
        return jdbc.sql("select t.sku, t.location, t.cause, t.occurred_at " + OPEN
                        + " and t.location = :location order by t.created_at, t.sku limit :limit")
                .param("location", location)
                .param("limit", limit)
                .query((row, index) -> new Task(
                        row.getString("sku"),
                        row.getString("location"),
                        Cause.valueOf(row.getString("cause")),
                        Objects.requireNonNull(Sql.instant(row, "occurred_at"))))
                .list();
    }

    /** How many wait for a count, of those of these locations that have any. */
    @Transactional(readOnly = true)
    public Map<String, Long> countAt(Collection<String> locations) {
        Map<String, Long> counts = new HashMap<>();
        jdbc.sql("select t.location, count(*) as tasks " + OPEN
                        + " and t.location = any(:locations) group by t.location")
                .param("locations", locations.toArray(String[]::new))
                .query(row -> {
                    counts.put(row.getString("location"), row.getLong("tasks"));
                });
        return counts;
    }

    /** Closes what counts have ended. Nothing waits for it: {@link #OPEN} is true at once. */
    @Scheduled(fixedDelayString = "${noren.inventory.oversold-sweep-millis:5000}")
    @Transactional
    public void tidy() {
        jdbc.sql("""
                with counted as (
                    select t.id from inventory.count_task t
                    join inventory.stock_level l using (sku, location)
                    where t.state = 'OPEN' and t.occurred_at <= l.counted_at
                    for update of t skip locked)
                update inventory.count_task t set state = 'DONE', closed_at = :now
                from counted where t.id = counted.id
                """).param("now", time(Sql.micros(clock.instant()))).update();
    }
}
