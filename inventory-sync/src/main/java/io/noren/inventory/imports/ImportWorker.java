package io.noren.inventory.imports;

import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StagedCountGuard;
import io.noren.inventory.StagedCounts;
import io.noren.inventory.StagedMovements;
import io.noren.inventory.imports.ImportProgress.LeaseLost;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Works on the oldest import that is not done and need not wait. Every copy of the application has one; they take turns.
 * An import that fails steps aside until its next try, and for good after the last.
 */
@Component
class ImportWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ImportWorker.class);

    /** Failures in a row, without a chunk done between them, after which a person has to look. */
    static final int TRIES = 8;

    private static final int LONGEST_REASON = 300;

    private final UUID id = UUID.randomUUID();
    private final RetriedTransaction transaction;
    private final ImportProgress progress;
    private final ImportRun.Tools tools;
    private volatile boolean stopping;

    ImportWorker(
            RetriedTransaction transaction,
            ImportFiles files,
            ImportProgress progress,
            ImportSlices slices,
            Rejections rejections,
            StagedMovements movements,
            StagedCounts counts,
            StagedCountGuard guard,
            DryRun dryRun,
            Clock clock,
            ImportSettings settings) {
        this.transaction = transaction;
        this.progress = progress;
        this.tools = new ImportRun.Tools(
                files,
                progress,
                slices,
                rejections,
                movements,
                counts,
                guard,
                dryRun,
                clock,
                settings.imports().sliceRows());
    }

    @Scheduled(fixedDelayString = "${noren.imports.poll-millis:500}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        for (StockImport next = take(); next != null; next = take()) {
            workOn(next);
        }
    }

    /** What is done then is kept; another copy goes on at once. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    private @Nullable StockImport take() {
        if (stopping) {
            return null;
        }
        Optional<StockImport> taken = progress.take(id);
        return taken.orElse(null);
    }

    private void workOn(StockImport of) {
        if (of.trouble().tries() > TRIES) {
            // Nobody came to say why: each time the application itself has ended.
            setAside(of, "The application ended each time it worked on it, " + TRIES + " times.");
            return;
        }
        MDC.put("correlation", of.id().toString());
        try (ImportRun run = run(of, id)) {
            while (!run.done() && !stopping) {
                step(run);
            }
            if (!run.done()) {
                progress.letGo(of.id(), id, null);
            } else {
                LOG.info("Import {} is done", of.id());
            }
        } catch (LeaseLost e) {
            LOG.info("{}", e.getMessage());
        } catch (Refusal refusal) {
            fail(of, refusal.code(), String.valueOf(refusal.getMessage()));
        } catch (IOException | RuntimeException e) {
            tryAgainLater(of, e);
        } finally {
            MDC.remove("correlation");
        }
    }

    ImportRun run(StockImport of, UUID worker) throws IOException {
        return new ImportRun(of, worker, tools);
    }

    void step(ImportRun run) throws IOException {
        ImportRun.Slice slice = run.wantsSlice() ? run.slice() : null;
        transaction.run(() -> {
            run.step(slice);
            return run;
        });
    }

    private void tryAgainLater(StockImport of, Exception failure) {
        String reason = reason(failure);
        int tries = progress.letGo(of.id(), id, reason);
        if (tries < TRIES) {
            LOG.warn("Import {} stopped and is tried again: {}", of.id(), failure.toString());
        } else {
            LOG.error("Import {} cannot be done", of.id(), failure);
            setAside(of, "It stopped " + tries + " times at the same place, at last by: " + reason);
        }
    }

    private void setAside(StockImport of, String why) {
        transaction.run(() -> {
            progress.setAside(of.id(), "CANNOT_BE_DONE", why);
            return of;
        });
    }

    /** The root of it, without what a statement or a row would add. */
    private static String reason(Exception failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        String said = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        String reason = root.getClass().getSimpleName() + ": " + said;
        return reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    }

    private void fail(StockImport of, String code, String detail) {
        transaction.run(() -> {
            progress.fail(of.id(), code, detail);
            return of;
        });
    }
}
