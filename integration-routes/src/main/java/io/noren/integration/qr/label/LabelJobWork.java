package io.noren.integration.qr.label;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who works on which label job, and what comes of it. A copy of the application that has gone silent loses its job to
 * another, which begins anew; the file, and what is remembered of it, come into being in one transaction, of which the
 * loser's is refused.
 */
@Component
class LabelJobWork {
    /** Of a file, in one row. */
    private static final int SLICE = 1 << 20;

    private final JdbcClient jdbc;
    private final PrintedLabels printed;
    private final LabelSettings settings;
    private final Clock clock;

    LabelJobWork(JdbcClient jdbc, PrintedLabels printed, LabelSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.printed = printed;
        this.settings = settings;
        this.clock = clock;
    }

    /** Someone else works on it now, or it was cancelled. */
    static final class NoLongerOurs extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoLongerOurs(UUID job) {
            super("label job " + job + " was cancelled or taken over by another copy of the application");
        }
    }

    /** What a job has drawn, and what it has not. */
    static final class Outcome {
        /** By SKU, what the label says of the price. */
        private final SortedMap<String, String> said = new TreeMap<>();

        private final SortedMap<String, LabelJob.LeftOut> leftOut = new TreeMap<>();
        private int leftOutLabels;

        void drawn(String sku, String itsPrice) {
            said.put(sku, itsPrice);
        }

        void leftOut(String sku, LabelRefused refused) {
            leftOut.put(sku, new LabelJob.LeftOut(sku, refused.reason().name(), String.valueOf(refused.getMessage())));
            leftOutLabels++;
        }

        boolean nothingDrawn() {
            return said.isEmpty();
        }

        /** The first label that could not be drawn, if there is one. */
        Optional<LabelJob.LeftOut> firstLeftOut() {
            return leftOut.values().stream().findFirst();
        }

        int leftOutLabels() {
            return leftOutLabels;
        }
    }

    /** Takes the oldest open job that nobody works on. */
    @Transactional
    Optional<LabelJob> take(UUID worker) {
        Instant now = clock.instant();
        return jdbc.sql("""
                update integration.label_job set leased_by = :worker, leased_until = :until, tries = tries + 1
                where id = (
                    select id from integration.label_job
                    where state = 'RUNNING' and (leased_until is null or leased_until <= :now)
                    order by number limit 1 for update skip locked)
                returning *
                """)
                .param("worker", worker)
                .param("until", Timestamp.from(now.plus(settings.lease())))
                .param("now", Timestamp.from(now))
                .query(LabelJob::of)
                .optional();
    }

    /** @throws NoLongerOurs when the one who works on it should stop */
    @Transactional
    void advance(UUID job, UUID worker, int total, int done, int leftOut) {
        int held = jdbc.sql("""
                update integration.label_job
                set total = :total, done = :done, left_out = :leftOut, leased_until = :until
                where id = :id and leased_by = :worker and state = 'RUNNING'
                """)
                .param("total", total)
                .param("done", done)
                .param("leftOut", leftOut)
                .param("until", Timestamp.from(clock.instant().plus(settings.lease())))
                .param("id", job)
                .param("worker", worker)
                .update();
        if (held == 0) {
            throw new NoLongerOurs(job);
        }
    }

    /** @throws NoLongerOurs when it is somebody else's by now; then nothing is kept */
    @Transactional
    void complete(LabelJob job, UUID worker, Path file, Outcome outcome) throws IOException {
        Instant now = clock.instant();
        int held = jdbc.sql("""
                update integration.label_job
                set state = 'COMPLETED', size = :size, finished_at = :now, leased_by = null, leased_until = null
                where id = :id and leased_by = :worker and state = 'RUNNING'
                """)
                .param("size", Files.size(file))
                .param("now", Timestamp.from(now))
                .param("id", job.id())
                .param("worker", worker)
                .update();
        if (held == 0) {
            throw new NoLongerOurs(job.id());
        }
        keep(job.id(), file);
        keep(job.id(), outcome.leftOut.values());
        List<String> gone = new ArrayList<>();
        for (LabelJob.LeftOut each : outcome.leftOut.values()) {
            if (each.code().equals(LabelRefused.Reason.UNKNOWN_SKU.name())) {
                gone.add(each.sku());
            }
        }
        printed.remember(job.location(), job.id(), outcome.said, now);
        printed.forget(job.location(), gone);
    }

    private void keep(UUID job, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            int part = 0;
            for (byte[] slice = content.readNBytes(SLICE); slice.length > 0; slice = content.readNBytes(SLICE)) {
                jdbc.sql("insert into integration.label_job_part (job, part, content) values (:job, :part, :content)")
                        .param("job", job)
                        .param("part", part++)
                        .param("content", slice)
                        .update();
            }
        }
    }

    private void keep(UUID job, Iterable<LabelJob.LeftOut> leftOut) {
        List<String> skus = new ArrayList<>();
        List<String> codes = new ArrayList<>();
        List<String> details = new ArrayList<>();
        for (LabelJob.LeftOut each : leftOut) {
            skus.add(each.sku());
            codes.add(each.code());
            details.add(each.detail());
        }
        jdbc.sql("""
                insert into integration.label_job_left_out (job, sku, code, detail)
                select :job, sku, code, detail
                from unnest(:skus::text[], :codes::text[], :details::text[]) as left_out (sku, code, detail)
                """)
                .param("job", job)
                .param("skus", skus.toArray(String[]::new))
                .param("codes", codes.toArray(String[]::new))
                .param("details", details.toArray(String[]::new))
                .update();
    }

    /** It will have no file. */
    @Transactional
    void fail(UUID job, UUID worker, LabelJob.Failure failure) {
        jdbc.sql("""
                update integration.label_job
                set state = 'FAILED', failure_code = :code, failure_detail = :detail, finished_at = :now,
                    leased_by = null, leased_until = null
                where id = :id and leased_by = :worker and state = 'RUNNING'
                """)
                .param("code", failure.code())
                .param("detail", failure.detail())
                .param("now", Timestamp.from(clock.instant()))
                .param("id", job)
                .param("worker", worker)
                .update();
    }

    /** Lets go of it; another takes it, at once or after a pause. */
    @Transactional
    void letGo(UUID job, UUID worker, boolean failed) {
        jdbc.sql("""
                update integration.label_job
                set leased_by = null, leased_until = case when :failed then :now::timestamptz + tries * :pause::interval end,
                    tries = case when :failed then tries else greatest(tries - 1, 0) end
                where id = :id and leased_by = :worker
                """)
                .param("failed", failed)
                .param("now", Timestamp.from(clock.instant()))
                .param("pause", settings.retry().toString())
                .param("id", job)
                .param("worker", worker)
                .update();
    }

    /** Jobs that ended long ago go, with their files. */
    @Transactional
    int sweep() {
        return jdbc.sql("delete from integration.label_job where state <> 'RUNNING' and finished_at < :before")
                .param("before", Timestamp.from(clock.instant().minus(settings.kept())))
                .update();
    }
}
