package io.noren.integration.qr.label;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Labels that are printed in one go, into one file.
 *
 * @param number rises with each job
 * @param base where the codes lead
 * @param total how many labels, once that is known
 * @param done how many of them are drawn or left out
 * @param leftOut how many could not be drawn
 * @param tries how often somebody has begun
 * @param failure why there is no file, if there will be none
 * @param size of the file in bytes, once it is there
 */
public record LabelJob(
        UUID id,
        long number,
        String location,
        LabelSelection selection,
        LabelTemplate template,
        LabelFormat format,
        boolean beforeTax,
        URI base,
        String requestedBy,
        Instant requestedAt,
        State state,
        @Nullable Integer total,
        int done,
        int leftOut,
        int tries,
        @Nullable Failure failure,
        @Nullable Instant finishedAt,
        @Nullable Long size) {

    /** How far a job is. */
    public enum State {
        /** Waits for its turn, or is being drawn. */
        RUNNING,
        /** Its file can be fetched. */
        COMPLETED,
        /** Somebody stopped it, or threw its labels away. */
        CANCELLED,
        FAILED
    }

    /** A stable name, and what to do. */
    public record Failure(String code, String detail) {}

    /**
     * A label that the file lacks.
     *
     * @param code why: the name of a {@link LabelRefused.Reason}
     */
    public record LeftOut(String sku, String code, String detail) {}

    static LabelJob of(ResultSet row, int index) throws SQLException {
        String code = row.getString("failure_code");
        int total = row.getInt("total");
        Integer known = row.wasNull() ? null : total;
        long size = row.getLong("size");
        return new LabelJob(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getString("location"),
                selection(row),
                LabelTemplate.named(row.getString("template")),
                LabelFormat.valueOf(row.getString("format")),
                row.getBoolean("before_tax"),
                URI.create(row.getString("base")),
                row.getString("requested_by"),
                row.getTimestamp("requested_at").toInstant(),
                State.valueOf(row.getString("state")),
                known,
                row.getInt("done"),
                row.getInt("left_out"),
                row.getInt("tries"),
                code == null ? null : new Failure(code, row.getString("failure_detail")),
                instant(row, "finished_at"),
                size == 0 ? null : Long.valueOf(size));
    }

    private static LabelSelection selection(ResultSet row) throws SQLException {
        return new LabelSelection(
                LabelSelection.Kind.valueOf(row.getString("selection")),
                row.getArray("skus") == null
                        ? List.of()
                        : List.of((String[]) row.getArray("skus").getArray()),
                row.getString("filter"),
                instant(row, "changed_since"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
