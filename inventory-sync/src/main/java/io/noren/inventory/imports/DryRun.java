package io.noren.inventory.imports;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What would become of what is staged, without touching the ledger. */
@Component
class DryRun {

    private final JdbcClient jdbc;

    DryRun(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    ImportProgress.Step of(UUID stockImport) {
        return jdbc.sql("""
                with keyed as (
                    select s.line, row_number() over same_key as n,
                        s.digest = coalesce(k.digest, first_value(s.digest) over same_key) as same,
                        k.key is not null as known
                    from inventory.staged_movement s left join inventory.movement_key k using (key)
                    where s.key is not null
                    window same_key as (partition by s.key order by s.line)),
                refused as (
                    insert into inventory.stock_import_rejection (import, line, code, field, detail)
                    select :import, line, 'MOVEMENT_CONFLICT', 'id',
                        'This id was recorded before with other content.'
                    from keyed where not same
                    returning line),
                number as (
                    select (select count(*) from inventory.staged_movement) as staged,
                        (select coalesce(max(line), 0) from inventory.staged_movement) as last,
                        (select count(*) from keyed where same and (known or n > 1)) as duplicates,
                        (select count(*) from refused) as rejected)
                select last, staged - duplicates - rejected, duplicates, rejected from number
                """)
                .param("import", stockImport)
                .query((row, index) ->
                        new ImportProgress.Step(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }
}
