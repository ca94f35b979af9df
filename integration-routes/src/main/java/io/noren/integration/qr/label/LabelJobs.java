package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelRefused.Reason;
import io.noren.integration.qr.label.LabelSelection.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Label jobs as those see them who want labels: start one, follow it, fetch its file, stop it or take it back. */
@Component
public class LabelJobs {
    /** In one PDF. */
    static final int MOST_LABELS = 20_000;

    /** In one ZIP file of pictures, of which each takes a tenth of a second. */
    static final int MOST_PICTURES = 1_000;

    private static final int LONGEST_FILTER = 200;
    private static final int ATTEMPTS = 3;

    /** PostgreSQL keeps later ones, but nobody means them. */
    private static final Instant LATEST = Instant.parse("2999-12-31T00:00:00Z");

    private final JdbcClient jdbc;
    private final Labels labels;
    private final PrintedLabels printed;
    private final Clock clock;

    LabelJobs(JdbcClient jdbc, Labels labels, PrintedLabels printed, Clock clock) {
        this.jdbc = jdbc;
        this.labels = labels;
        this.printed = printed;
        this.clock = clock;
    }

    static int most(LabelFormat format) {
        return format == LabelFormat.PDF ? MOST_LABELS : MOST_PICTURES;
    }

    /**
     * Starts a job; while the same is being printed already, answers with that one, whoever started it.
     *
     * @throws LabelRefused when it cannot become anything
     */
    @Transactional
    public LabelJob start(NewLabelJob wanted) {
        LabelTemplate.named(wanted.template());
        LabelFormat format = LabelFormat.named(wanted.format());
        labels.store(wanted.location());
        check(wanted.location(), wanted.selection(), format);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<LabelJob> job = insert(wanted, format).or(() -> running(wanted.digest()));
            if (job.isPresent()) {
                return job.get();
            }
            // The same job was there a moment ago and has just ended.
        }
        throw new CannotAcquireLockException("the same labels are being printed again and again");
    }

    private void check(String location, LabelSelection selection, LabelFormat format) {
        switch (selection.kind()) {
            case SKUS -> {
                int count = selection.skus().size();
                if (count == 0) {
                    throw new LabelRefused(Reason.BAD_SELECTION, "skus", "Name at least one sku.");
                }
                if (count > most(format)) {
                    throw tooMany(format);
                }
                if (selection.skus().stream().anyMatch(sku -> sku.indexOf('\0') >= 0)) {
                    throw new LabelRefused(Reason.BAD_SELECTION, "skus", "A sku has no character 0 in it.");
                }
            }
            case FILTER -> {
                String filter = selection.filter();
                if (filter == null
                        || filter.isBlank()
                        || filter.length() > LONGEST_FILTER
                        || filter.indexOf('\0') >= 0) {
                    throw new LabelRefused(
                            Reason.BAD_SELECTION, "filter", "A filter has 1 to " + LONGEST_FILTER + " characters.");
                }
            }
            case CHANGED -> {
                if (printed.changed(location, 1).isEmpty()) {
                    throw new LabelRefused(
                            Reason.NOTHING_TO_PRINT, "changed", "No price has changed since its label was printed.");
                }
            }
            case CHANGED_SINCE -> {
                Instant since = selection.changedSince();
                if (since == null || since.isBefore(Instant.EPOCH) || since.isAfter(LATEST)) {
                    throw new LabelRefused(
                            Reason.BAD_SELECTION, "changedSince", "Give an instant between 1970 and " + LATEST + ".");
                }
                if (printed.changedSince(since, 1).isEmpty()) {
                    throw new LabelRefused(Reason.NOTHING_TO_PRINT, "changedSince", "No price has changed since then.");
                }
            }
            case ALL -> {
                // Whether there are any is seen when they are drawn.
            }
        }
    }

    static LabelRefused tooMany(LabelFormat format) {
        return new LabelRefused(
                Reason.TOO_MANY_LABELS,
                "skus",
                "At most " + MOST_LABELS + " labels fit in one PDF and " + MOST_PICTURES
                        + " pictures in one file: choose fewer" + (format == LabelFormat.PDF ? "." : ", or PDF."));
    }

    private Optional<LabelJob> insert(NewLabelJob wanted, LabelFormat format) {
        LabelSelection selection = wanted.selection();
        return jdbc.sql("""
                insert into integration.label_job (id, location, template, format, before_tax, base, selection, skus,
                    filter, changed_since, digest, requested_by, requested_at, state)
                values (:id, :location, :template, :format, :beforeTax, :base, :selection, :skus, :filter, :since,
                    :digest, :by, :at, 'RUNNING')
                on conflict (digest) where state = 'RUNNING' do nothing
                returning *
                """)
                .param("id", UUID.randomUUID())
                .param("location", wanted.location())
                .param("template", wanted.template())
                .param("format", format.name())
                .param("beforeTax", wanted.beforeTax())
                .param("base", wanted.base().toString())
                .param("selection", selection.kind().name())
                .param("skus", selection.kind() == Kind.SKUS ? selection.skus().toArray(String[]::new) : null)
                .param("filter", selection.filter())
                .param("since", selection.changedSince() == null ? null : Timestamp.from(selection.changedSince()))
                .param("digest", wanted.digest())
                .param("by", wanted.requestedBy())
                .param("at", Timestamp.from(clock.instant()))
                .query(LabelJob::of)
                .optional();
    }

    private Optional<LabelJob> running(byte[] digest) {
        return jdbc.sql("select * from integration.label_job where digest = :digest and state = 'RUNNING'")
                .param("digest", digest)
                .query(LabelJob::of)
                .optional();
    }

    public Optional<LabelJob> find(UUID id) {
        return jdbc.sql("select * from integration.label_job where id = :id")
                .param("id", id)
                .query(LabelJob::of)
                .optional();
    }

    /**
     * A location's jobs, the newest first.
     *
     * @param before only those with a lower number; null for all
     */
    public List<LabelJob> newest(String location, @Nullable Long before, int limit) {
        return jdbc.sql("""
                select * from integration.label_job
                where location = :location and number < coalesce(:before::bigint, 9223372036854775807)
                order by number desc limit :limit
                """)
                .param("location", location)
                .param("before", before)
                .param("limit", limit)
                .query(LabelJob::of)
                .list();
    }

    /** Labels that the job's file lacks, by SKU. */
    public List<LabelJob.LeftOut> leftOut(UUID job, int limit) {
        return jdbc.sql("""
                select sku, code, detail from integration.label_job_left_out where job = :job order by sku limit :limit
                """)
                .param("job", job)
                .param("limit", limit)
                .query((row, index) -> new LabelJob.LeftOut(row.getString(1), row.getString(2), row.getString(3)))
                .list();
    }

    /**
     * Answers with the job's file, a slice at a time.
     *
     * @throws LabelRefused {@code NO_FILE}
     */
    public void send(LabelJob job, HttpServletResponse answer) throws IOException {
        Long size = job.size();
        if (size == null) {
            throw new LabelRefused(
                    Reason.NO_FILE, null, "This job is " + job.state() + ", so it has no file: see its state first.");
        }
        boolean pdf = job.format() == LabelFormat.PDF;
        answer.setContentType(pdf ? LabelFormat.PDF.type().toString() : "application/zip");
        answer.setContentLengthLong(size);
        answer.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("labels-" + job.location() + "-" + job.number() + (pdf ? ".pdf" : ".zip"))
                        .build()
                        .toString());
        write(job, answer.getOutputStream());
    }

    private void write(LabelJob job, OutputStream out) throws IOException {
        for (int part = 0; ; part++) {
            Optional<byte[]> content = jdbc.sql("""
                    select content from integration.label_job_part where job = :job and part = :part
                    """)
                    .param("job", job.id())
                    .param("part", part)
                    .query((row, index) -> row.getBytes(1))
                    .optional();
            if (content.isEmpty()) {
                return;
            }
            out.write(content.get());
        }
    }

    /**
     * Stops the job. If it is done already, its labels are taken for thrown away: the file goes, and they are to be printed
     * again. One that has ended otherwise stays as it is.
     */
    @Transactional
    public void cancel(UUID job) {
        Instant now = clock.instant();
        boolean wasDone = jdbc.sql("select state from integration.label_job where id = :id for update")
                .param("id", job)
                .query(String.class)
                .optional()
                .filter(LabelJob.State.COMPLETED.name()::equals)
                .isPresent();
        jdbc.sql("""
                update integration.label_job
                set state = 'CANCELLED', size = null, finished_at = :now, leased_by = null, leased_until = null
                where id = :id and state in ('RUNNING', 'COMPLETED')
                """).param("now", Timestamp.from(now)).param("id", job).update();
        if (wasDone) {
            jdbc.sql("delete from integration.label_job_part where job = :id")
                    .param("id", job)
                    .update();
            printed.thrownAway(job);
        }
    }
}
