package io.noren.inventory.imports;

import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who works on which import and how far it has come. The oldest that is not done is the only one that may be taken: so
 * imports take effect in the order in which they were sent, and two never fill the scratch tables at the same time.
 *
 * <p>The lease is for the pauses between transactions. Within one, the import's row is locked by whoever holds the
 * lease; one that lost it finds that out before it writes anything.
 */
@Component
class ImportProgress {

    private final JdbcClient jdbc;
    private final ImportSettings settings;
    private final Clock clock;

    ImportProgress(JdbcClient jdbc, ImportSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Someone else works on it now. */
    static final class LeaseLost extends RuntimeException {

        LeaseLost(UUID stockImport) {
            super("import " + stockImport + " was taken over by another copy of the application");
        }
    }

    /** What a transaction adds to an import's numbers. */
    record Step(long position, long recorded, long unchanged, long duplicates, long rejected) {}

    /** Takes the oldest open import, unless somebody has it. */
    Optional<StockImport> take(UUID worker) {
        Instant now = clock.instant();
        return jdbc.sql("""
                update inventory.stock_import
                set leased_by = :worker, leased_until = :until, tries = tries + 1
                where number = (select min(number) from inventory.stock_import where state = 'RUNNING')
                    and state = 'RUNNING' and (leased_until is null or leased_until <= :now)
                returning *, state as shown
                """)
                .param("worker", worker)
                .param("until", time(now.plus(settings.imports().lease())))
                .param("now", time(now))
                .query(ImportFiles::stockImport)
                .optional();
    }

    /** Locks the import until the end of the transaction and renews the lease. */
    void hold(UUID stockImport, UUID worker) {
        int held = jdbc.sql("""
                update inventory.stock_import set leased_until = :until
                where id = :id and leased_by = :worker and state = 'RUNNING'
                """)
                .param("until", time(clock.instant().plus(settings.imports().lease())))
                .param("id", stockImport)
                .param("worker", worker)
                .update();
        if (held == 0) {
            throw new LeaseLost(stockImport);
        }
    }

    /** Begins anew after the last line that is done. */
    void restart(UUID stockImport, long rejected) {
        jdbc.sql("update inventory.stock_import set rejected = :rejected where id = :id")
                .param("rejected", rejected)
                .param("id", stockImport)
                .update();
    }

    void read(UUID stockImport, long rows, long rejected) {
        jdbc.sql("""
                update inventory.stock_import
                set rows = :rows, rejected = rejected + :rejected
                where id = :id
                """)
                .param("rows", rows)
                .param("rejected", rejected)
                .param("id", stockImport)
                .update();
    }

    void advance(UUID stockImport, Step step) {
        jdbc.sql("""
                update inventory.stock_import
                set position = :position, recorded = recorded + :recorded, unchanged = unchanged + :unchanged,
                    duplicates = duplicates + :duplicates, rejected = rejected + :rejected, tries = 0
                where id = :id
                """)
                .param("position", step.position())
                .param("recorded", step.recorded())
                .param("unchanged", step.unchanged())
                .param("duplicates", step.duplicates())
                .param("rejected", step.rejected())
                .param("id", stockImport)
                .update();
    }

    /** A location's rows wait for a person. */
    void held(UUID stockImport, String location, UUID change, long rows, String detail) {
        jdbc.sql("""
                update inventory.stock_import
                set held = held + :rows, held_changes = held_changes || :change::uuid,
                    held_locations = held_locations || :location::text, held_detail = coalesce(held_detail, :detail)
                where id = :id
                """)
                .param("rows", rows)
                .param("change", change)
                .param("location", location)
                .param("detail", detail)
                .param("id", stockImport)
                .update();
    }

    /** So many would wait for a person, if this were no dry run. */
    void wouldBeHeld(UUID stockImport, long rows, String detail) {
        jdbc.sql("update inventory.stock_import set held = :rows, held_detail = :detail where id = :id")
                .param("rows", rows)
                .param("detail", detail)
                .param("id", stockImport)
                .update();
    }

    /** Done; the database sees to it that every row is accounted for. */
    void complete(UUID stockImport) {
        jdbc.sql("""
                update inventory.stock_import
                set state = 'COMPLETED', finished_at = :now, leased_by = null, leased_until = null
                where id = :id
                """)
                .param("now", time(clock.instant()))
                .param("id", stockImport)
                .update();
        deleteParts(stockImport);
    }

    void fail(UUID stockImport, String code, String detail) {
        jdbc.sql("""
                update inventory.stock_import
                set state = 'FAILED', failure_code = :code, failure_detail = :detail, finished_at = :now,
                    leased_by = null, leased_until = null
                where id = :id
                """)
                .param("code", code)
                .param("detail", detail)
                .param("now", time(clock.instant()))
                .param("id", stockImport)
                .update();
        deleteParts(stockImport);
    }

    /** Lets go of it; somebody takes it after the pause. */
    int letGo(UUID stockImport, UUID worker, boolean failed) {
        Instant now = clock.instant();
        return jdbc.sql("""
                update inventory.stock_import
                set leased_by = null, leased_until = case when :failed then :now + tries * :pause::interval end
                where id = :id and leased_by = :worker
                returning tries
                """)
                .param("failed", failed)
                .param("now", time(now))
                .param("pause", settings.imports().retry().toString())
                .param("id", stockImport)
                .param("worker", worker)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    private void deleteParts(UUID stockImport) {
        jdbc.sql("delete from inventory.stock_import_part where import = :id")
                .param("id", stockImport)
                .update();
    }
}
