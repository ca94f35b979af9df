package io.noren.inventory.imports;

import io.noren.inventory.StagedCountGuard;
import io.noren.inventory.StagedMovements.Source;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What would become of what is staged, without touching the books; only the scratch paper is written on. */
@Component
class DryRun {

    private final JdbcClient jdbc;
    private final StagedCountGuard guard;
    private final ImportProgress progress;

    DryRun(JdbcClient jdbc, StagedCountGuard guard, ImportProgress progress) {
        this.jdbc = jdbc;
        this.guard = guard;
        this.progress = progress;
    }

    ImportProgress.Step of(StockImport of, Source source) {
        boolean counts = of.mode() == StockImport.Mode.COUNTS;
        Known known = known(of);
        Map<String, String> doubts = counts ? guard.doubts() : Map.of();
        long held = doubts.keySet().stream().mapToLong(guard::rows).sum();
        if (held > 0) {
            progress.wouldBeHeld(of.id(), held, String.join(" ", doubts.values()));
        }
        long left = known.staged() - known.duplicates() - known.rejected() - held;
        long recorded = counts ? moving(source, doubts.keySet()) : left;
        return new ImportProgress.Step(known.last(), recorded, left - recorded, known.duplicates(), known.rejected());
    }

    private record Known(long last, long staged, long duplicates, long rejected) {}

    /** Takes out whose ids were recorded before, or stand in the file more than once. */
    private Known known(StockImport of) {
        boolean movements = of.mode() == StockImport.Mode.MOVEMENTS;
        return jdbc.sql("""
                with keyed as (
                    select s.line, row_number() over same_key as n,
                        s.digest = coalesce(k.digest, first_value(s.digest) over same_key) as same,
                        k.key is not null as known
                    from inventory.staged_movement s
                    left join (select %s as key, digest from inventory.%s) k using (key)
                    where s.key is not null
                    window same_key as (partition by s.key order by s.line)),
                refused as (
                    insert into inventory.stock_import_rejection (import, line, code, field, detail)
                    select :import, line, :code, 'id', 'This id was reported before with other content.'
                    from keyed where not same
                    returning line),
                out as (
                    delete from inventory.staged_movement s using keyed
                    where s.line = keyed.line and (not same or known or n > 1))
                select (select coalesce(max(line), 0) from inventory.staged_movement),
                    (select count(*) from inventory.staged_movement),
                    (select count(*) from keyed where same and (known or n > 1)),
                    (select count(*) from refused)
                """.formatted(movements ? "key" : "id", movements ? "movement_key" : "stock_count"))
                .param("import", of.id())
                .param("code", movements ? "MOVEMENT_CONFLICT" : "COUNT_CONFLICT")
                .query((row, index) -> new Known(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** How many counts would make a movement. */
    private long moving(Source source, Set<String> held) {
        return jdbc.sql("""
                with newest as (
                    select distinct on (sku, location) sku, location, quantity as counted, occurred_at,
                        coalesce(key, :document || '/' || line) collate "C" as id
                    from inventory.staged_movement where location <> all(:held)
                    order by sku, location, occurred_at desc, id desc)
                select count(*) from newest n
                left join inventory.stock_level l using (sku, location)
                cross join lateral (
                    select coalesce(sum(m.delta), 0) as moved from inventory.stock_movement m
                    where l.moved_until > n.occurred_at and m.sku = n.sku and m.location = n.location
                        and m.quantity_name = 'ON_HAND' and m.count_id is null and m.occurred_at > n.occurred_at
                        and m.recorded_at > n.occurred_at - interval '2 days') as later
                where (l.count_id is null or (n.occurred_at, n.id) > (l.counted_at, l.count_id))
                    and n.counted + later.moved <> coalesce(l.on_hand, 0)
                """)
                .param("document", source.document())
                .param("held", held.toArray(String[]::new))
                .query(Long.class)
                .single();
    }
}
