package io.noren.inventory.imports;

import io.noren.inventory.StagedCountGuard;
import io.noren.inventory.StagedCounts;
import io.noren.inventory.StagedMovements;
import io.noren.inventory.StagedMovements.Chunk;
import io.noren.inventory.StagedMovements.Rejected;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One copy of the application's work on one import, step by step; each step is one transaction. First the whole file is
 * read and staged, slice by slice, then what is staged is recorded, chunk by chunk. A run that ends anywhere is followed
 * by another that reads the file again and goes on after the last line that was done.
 */
final class ImportRun implements AutoCloseable {

    private final StockImport of;
    private final UUID worker;
    private final Tools tools;
    private final RowSource rows;
    private final RowRules rules;
    private final Set<String> judged = new HashSet<>();
    private Phase phase = Phase.BEGINNING;
    private long read;
    private long position;

    ImportRun(StockImport of, UUID worker, Tools tools) throws IOException {
        this.of = of;
        this.worker = worker;
        this.tools = tools;
        this.position = of.position();
        this.rules = new RowRules(
                tools.movements(), tools.counts(), of, tools.clock().instant());
        this.rows = tools.files().open(of);
    }

    /** @param sliceRows how many rows are held against items and locations at once */
    record Tools(
            ImportFiles files,
            ImportProgress progress,
            ImportSlices slices,
            Rejections rejections,
            StagedMovements movements,
            StagedCounts counts,
            StagedCountGuard guard,
            DryRun dryRun,
            Clock clock,
            int sliceRows) {}

    private enum Phase {
        BEGINNING,
        READING,
        JUDGING,
        RECORDING,
        DONE
    }

    boolean done() {
        return phase == Phase.DONE;
    }

    /** Does the next piece of work; in a transaction. What it reads of the file it must have read before. */
    void step(@Nullable Slice slice) {
        tools.progress().hold(of.id(), worker);
        switch (phase) {
            case BEGINNING -> begin();
            case READING -> stage(Objects.requireNonNull(slice, "reading needs a slice"));
            case JUDGING -> judge();
            case RECORDING -> record();
            case DONE -> throw new IllegalStateException("it is done");
        }
    }

    /** Some rows of the file, taken apart. */
    record Slice(CopyText rows, List<Rejected> unreadable, long read, boolean last) {}

    boolean wantsSlice() {
        return phase == Phase.READING;
    }

    /** Reads on; outside of a transaction, because it takes a while. */
    Slice slice() throws IOException {
        CopyText text = new CopyText();
        List<Rejected> unreadable = new ArrayList<>();
        while (text.rows() + unreadable.size() < tools.sliceRows()) {
            RawRow raw = rows.next();
            if (raw == null) {
                return new Slice(text, unreadable, read, true);
            }
            read++;
            if (raw.line() <= of.position()) {
                continue;
            }
            RowRules.Judged judged = rules.judge(raw);
            if (judged.row() != null) {
                text.add(judged.row());
            } else if (judged.rejected() != null) {
                unreadable.add(judged.rejected());
            }
        }
        return new Slice(text, unreadable, read, false);
    }

    private void begin() {
        tools.progress().restart(of.id(), tools.slices().clear(of.id(), of.position()));
        phase = Phase.READING;
    }

    private void stage(Slice slice) {
        long rejected = tools.slices().take(of, slice.rows(), slice.unreadable());
        tools.progress().read(of.id(), slice.read(), rejected);
        if (slice.last()) {
            tools.slices().complete();
            phase = of.mode() == StockImport.Mode.COUNTS && !of.dryRun() ? Phase.JUDGING : Phase.RECORDING;
        }
    }

    /** Holds one location's counts that are not believed, if there are any; then the next step looks again. */
    private void judge() {
        Map<String, String> doubts = position == 0 ? tools.guard().doubts() : Map.of();
        doubts.keySet().removeAll(judged);
        if (doubts.isEmpty()) {
            phase = Phase.RECORDING;
            return;
        }
        Map.Entry<String, String> doubt = doubts.entrySet().iterator().next();
        tools.guard()
                .hold(doubt.getKey(), doubt.getValue(), source())
                .ifPresent(held ->
                        tools.progress().held(of.id(), doubt.getKey(), held.change(), held.rows(), doubt.getValue()));
        judged.add(doubt.getKey());
    }

    private void record() {
        if (of.dryRun()) {
            tools.progress().advance(of.id(), tools.dryRun().of(of, source()));
            complete();
            return;
        }
        Optional<Chunk> chunk = of.mode() == StockImport.Mode.MOVEMENTS
                ? tools.movements().recordNext(position, source())
                : tools.counts().recordNext(position, source());
        if (chunk.isEmpty()) {
            complete();
            return;
        }
        Chunk done = chunk.get();
        tools.rejections().add(of.id(), done.rejected());
        tools.progress()
                .advance(
                        of.id(),
                        new ImportProgress.Step(
                                done.last(),
                                done.recorded(),
                                done.unchanged(),
                                done.duplicates(),
                                done.rejected().size()));
        position = done.last();
    }

    private StagedMovements.Source source() {
        return new StagedMovements.Source(of.id(), of.caller(), of.receivedAt());
    }

    private void complete() {
        tools.progress().complete(of.id());
        tools.slices().tidy();
        phase = Phase.DONE;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
