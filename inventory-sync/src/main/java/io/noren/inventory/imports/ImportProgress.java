package io.noren.inventory.imports;

import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who works on which import and how far it has come. One import is worked on at a time, because there is one set of
 * scratch tables: the oldest first, except that one which has failed lets others go before until its next try.
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

    /** Takes the oldest open import that need not wait, unless somebody works on any. */
    @Transactional
    Optional<StockImport> take(UUID worker) {
        Instant now = clock.instant();
        if (!waiting(now)) {
            return Optional.empty();
        }
        // Two that look at once might take two imports.
        jdbc.sql("select 1 from (select pg_advisory_xact_lock(hashtext('noren.inventory.imports'))) as one_at_a_time")
                .query(Integer.class)
                .single();
        // Whoever has gone silent must find out before it writes, even if it is another import that is taken now.
        jdbc.sql("""
                update inventory.stock_import set leased_by = null, leased_until = null
                where state = 'RUNNING' and leased_by is not null and leased_until <= :now
                """).param("now", time(now)).update();
        return jdbc.sql("""
                update inventory.stock_import
                set leased_by = :worker, leased_until = :until, tries = tries + 1
                where number = (
                        select min(number) from inventory.stock_import
                        where state = 'RUNNING' and (leased_until is null or leased_until <= :now))
                    and not exists (
                        select from inventory.stock_import where state = 'RUNNING' and leased_by is not null)
                returning *, state as shown
                """)
                .param("worker", worker)
                .param("until", time(now.plus(settings.imports().lease())))
                .param("now", time(now))
                .query(ImportFiles::stockImport)
                .optional();
    }

    private boolean waiting(Instant now) {
        return jdbc.sql("""
                select exists (select from inventory.stock_import
                    where state = 'RUNNING' and (leased_until is null or leased_until <= :now))
                """).param("now", time(now)).query(Boolean.class).single();
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
                set state = 'COMPLETED', finished_at = :now, last_failure = null, leased_by = null,
                    leased_until = null
                where id = :id
                """)
                .param("now", time(clock.instant()))
                .param("id", stockImport)
                .update();
        deleteParts(stockImport);
    }

    /** Failed for good: it cannot be read. */
    void fail(UUID stockImport, String code, String detail) {
        end(stockImport, code, detail, false);
        deleteParts(stockImport);
    }

    /** Failed until a person has it tried again or drops it; its file is kept. */
    void setAside(UUID stockImport, String code, String detail) {
        end(stockImport, code, detail, true);
    }

    private void end(UUID stockImport, String code, String detail, boolean setAside) {
        jdbc.sql("""
                update inventory.stock_import
                set state = 'FAILED', failure_code = :code, failure_detail = :detail, finished_at = :now,
                    set_aside = :setAside, leased_by = null, leased_until = null
                where id = :id
                """)
                .param("code", code)
                .param("detail", detail)
                .param("setAside", setAside)
                .param("now", time(clock.instant()))
                .param("id", stockImport)
                .update();
    }

    /**
     * Begins with new tries, now.
     *
     * @return whether it was set aside, or waiting for its next try
     */
    boolean retry(UUID stockImport) {
        return jdbc.sql("""
                update inventory.stock_import
                set state = 'RUNNING', failure_code = null, failure_detail = null, finished_at = null,
                    set_aside = false, leased_until = null, tries = 0
                where id = :id and (set_aside or (state = 'RUNNING' and leased_by is null))
                """).param("id", stockImport).update() > 0;
    }

    /** @return whether it was open and nobody was at work on it */
    boolean drop(UUID stockImport, String code, String detail) {
        int dropped = jdbc.sql("""
                update inventory.stock_import
                set state = 'FAILED', failure_code = :code, failure_detail = :detail, set_aside = false,
                    finished_at = :now, leased_until = null
                where id = :id and (set_aside or (state = 'RUNNING' and leased_by is null))
                """)
                .param("code", code)
                .param("detail", detail)
                .param("now", time(clock.instant()))
                .param("id", stockImport)
                .update();
        if (dropped > 0) {
            deleteParts(stockImport);
        }
        return dropped > 0;
    }

    /**
     * Lets go of it; somebody takes it after the pause.
     *
     * @param failure what stopped it; null when it was only handed on, which is no try
     */
    int letGo(UUID stockImport, UUID worker, @Nullable String failure) {
        Instant now = clock.instant();
        return jdbc.sql("""
                update inventory.stock_import
                set leased_by = null, leased_until = case when :failed then :now + tries * :pause::interval end,
                    last_failure = case when :failed then :failure else last_failure end,
                    tries = case when :failed then tries else greatest(tries - 1, 0) end
                where id = :id and leased_by = :worker
                returning tries
                """)
                .param("failed", failure != null)
                .param("failure", failure)
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
