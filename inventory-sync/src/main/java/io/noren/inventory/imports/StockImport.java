package io.noren.inventory.imports;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file of stock and what became of it so far. Once it is completed, {@code rows} = {@code recorded} +
 * {@code unchanged} + {@code duplicates} + {@code rejected} + held rows.
 *
 * @param size in bytes, unpacked
 * @param locations those that its sender may speak for; null: every one
 * @param rows read so far
 * @param recorded in the ledger; of a dry run, what would be
 * @param unchanged counts that say what the books say
 * @param duplicates rows whose own id was recorded before
 * @param position every line up to this one is done
 * @param held what was not believed
 * @param trouble what kept it from being done so far
 * @param code why it failed, or null
 * @param detail what to do about it, or null
 */
public record StockImport(
        UUID id,
        Mode mode,
        boolean dryRun,
        Format format,
        String charset,
        long size,
        String caller,
        @Nullable List<String> locations,
        Instant receivedAt,
        State state,
        long rows,
        long recorded,
        long unchanged,
        long duplicates,
        long rejected,
        long position,
        Held held,
        Trouble trouble,
        @Nullable String code,
        @Nullable String detail,
        @Nullable Instant finishedAt) {

    /** What a row says. */
    public enum Mode {
        /** By how much stock changed. */
        MOVEMENTS,
        /** How many there are. */
        COUNTS
    }

    /** How a row is written. */
    public enum Format {
        CSV,
        NDJSON
    }

    /** Where it stands. */
    public enum State {
        /** Waiting for its turn, or being worked on. */
        RUNNING,
        /** All is done but what waits for a person. */
        HELD,
        COMPLETED,
        FAILED
    }

    /**
     * Rows that wait, or waited, for a person.
     *
     * @param changes where they do, see {@link io.noren.inventory.HeldChanges}
     * @param locations whose rows are held already
     * @param detail why, in words; null when all was believed
     */
    public record Held(
            long rows,
            List<UUID> changes,
            List<String> locations,
            @Nullable String detail) {}

    /**
     * What kept an import from being done.
     *
     * @param tries since something of it was done last, this one included
     * @param lastFailure what stopped it last, in words; null when nothing did
     * @param nextTryAt until then others are done; null when it need not wait
     * @param setAside whether it has failed and its file is kept, to be tried again or dropped by a person
     */
    public record Trouble(
            int tries,
            @Nullable String lastFailure,
            @Nullable Instant nextTryAt,
            boolean setAside) {

        static final Trouble NONE = new Trouble(0, null, null, false);
    }

    boolean mayTellOf(String location) {
        return locations == null || locations.contains(location);
    }
}
