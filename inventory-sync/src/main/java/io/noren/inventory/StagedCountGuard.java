package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.StagedMovements.Source;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Judges a whole file of counts, location by location, as {@link CountGuard} judges a request. What it does not believe
 * becomes a {@link HeldChange} like any other: looked at, approved, dropped and undone in the same place.
 */
@Component
public class StagedCountGuard {

    private final JdbcClient jdbc;
    private final CountGuard guard;
    private final Clock clock;

    StagedCountGuard(JdbcClient jdbc, CountGuard guard, Clock clock) {
        this.jdbc = jdbc;
        this.guard = guard;
        this.clock = clock;
    }

    /** By location, why what is staged of it is not believed. */
    @InCallersTransaction
    public Map<String, String> doubts() {
        Map<String, CountGuard.Effect> effects = new LinkedHashMap<>();
        jdbc.sql("""
                with newest as (
                    select distinct on (sku, location) sku, location, quantity as counted
                    from inventory.staged_movement
                    order by sku, location, occurred_at desc, line desc)
                select location, count(*) as cells, count(*) filter (where l.on_hand > 0 and n.counted = 0) as zeroed,
                    sum(abs(n.counted - coalesce(l.on_hand, 0))) as changed
                from newest n left join inventory.stock_level l using (sku, location)
                group by location order by location
                """).query(row -> {
            effects.put(
                    row.getString("location"),
                    new CountGuard.Effect(row.getLong("cells"), row.getLong("zeroed"), row.getBigDecimal("changed")));
        });
        Map<String, String> doubts = new LinkedHashMap<>();
        effects.forEach((location, effect) ->
                guard.objection(location, effect).ifPresent(doubt -> doubts.put(location, doubt)));
        return doubts;
    }

    /** How many rows are staged of a location. */
    public long rows(String location) {
        return jdbc.sql("select count(*) from inventory.staged_movement where location = :location")
                .param("location", location)
                .query(Long.class)
                .single();
    }

    /** What became of a location's rows. */
    public record Held(UUID change, long rows) {}

    /** Lets all staged counts of a location wait for a person, except those that were reported before; empty if all were. */
    @InCallersTransaction
    public Optional<Held> hold(String location, String doubt, Source source) {
        UUID change = UUID.randomUUID();
        jdbc.sql("""
                insert into inventory.held_change (id, location, code, detail, actor, held_at, state)
                values (:id, :location, :code, :detail, :actor, :now, 'HELD')
                """)
                .param("id", change)
                .param("location", location)
                .param("code", CountGuard.SUSPICIOUS)
                .param("detail", doubt)
                .param("actor", source.actor())
                .param("now", time(Sql.micros(clock.instant())))
                .update();
        long rows = jdbc.sql("""
                with kept as (
                    insert into inventory.stock_count (id, digest, sku, location, counted, counted_at, actor,
                        received_at, state, held_change)
                    select coalesce(key, :document || '/' || line) collate "C" as id, digest, sku, location, quantity, occurred_at,
                        :actor, :now, 'HELD', :change
                    from inventory.staged_movement where location = :location
                    order by id, line
                    on conflict (id) do nothing
                    returning id),
                own as (
                    select coalesce(key, :document || '/' || line) as id, min(line) as line
                    from inventory.staged_movement where location = :location group by 1),
                taken as (
                    delete from inventory.staged_movement s using own join kept using (id)
                    where s.line = own.line
                    returning s.line)
                select count(*) from taken
                """)
                .param("document", source.document())
                .param("location", location)
                .param("actor", source.actor())
                .param("now", time(Sql.micros(clock.instant())))
                .param("change", change)
                .query(Long.class)
                .single();
        if (rows == 0) {
            jdbc.sql("delete from inventory.held_change where id = :id")
                    .param("id", change)
                    .update();
            return Optional.empty();
        }
        return Optional.of(new Held(change, rows));
    }
}
