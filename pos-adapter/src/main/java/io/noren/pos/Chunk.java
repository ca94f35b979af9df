package io.noren.pos;

import io.noren.pos.TillTransaction.Kind;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Of one document what is recorded in one transaction; of most documents all of it. Knows what has come of it. */
final class Chunk implements DeliveryLanes.Waiting {
    private final Documents.Document document;
    private final @Nullable SpooledContent toStore;
    private final List<Reading> readings;
    private final boolean last;
    private final boolean seenBefore;
    private final Consumer<Runnable> behalf;
    private volatile @Nullable Recorded recorded;
    private volatile @Nullable RuntimeException failure;

    /**
     * @param document as it is to stand there when this is recorded
     * @param toStore the kept content, when the document may not be stored yet
     * @param last whether the document ends with it
     * @param seenBefore whether an earlier reading may have parked some of it, as far as it is known before it is stored
     * @param behalf does work on it so that what it announces is followed by its sender's trace
     */
    Chunk(
            Documents.Document document,
            @Nullable SpooledContent toStore,
            List<Reading> readings,
            boolean last,
            boolean seenBefore,
            Consumer<Runnable> behalf) {
        this.document = document;
        this.toStore = toStore;
        this.readings = readings;
        this.last = last;
        this.seenBefore = seenBefore;
        this.behalf = behalf;
    }

    /**
     * @param document as it stands there now
     * @param seenBefore whether an earlier reading may have parked something of it
     */
    record Recorded(Documents.Document document, boolean seenBefore, Recording.Result result) {}

    Documents.Document document() {
        return document;
    }

    @Nullable
    SpooledContent toStore() {
        return toStore;
    }

    List<Reading> readings() {
        return readings;
    }

    boolean isLast() {
        return last;
    }

    boolean isSeenBefore() {
        return seenBefore;
    }

    /** Does some of the work on it, whichever thread does. */
    void onBehalf(Runnable work) {
        behalf.accept(work);
    }

    /**
     * Whether it is little work, and nothing of it can hold others up or depend on how they fare. What takes back another
     * transaction can.
     */
    boolean mayGoTogether() {
        return last
                && toStore != null
                && toStore.isInMemory()
                && readings.stream()
                        .noneMatch(reading ->
                                reading instanceof TillTransaction transaction && transaction.kind() == Kind.POST_VOID);
    }

    @Override
    public Object place() {
        ToldKey first = readings.isEmpty() ? null : readings.get(0).key();
        return first == null ? document.source() : List.of(document.source(), first.storeCode(), first.workstation());
    }

    @Override
    public int rows() {
        return Math.max(1, readings.size());
    }

    void come(Recorded outcome) {
        failure = null;
        recorded = outcome;
    }

    @Override
    public void fail(RuntimeException why) {
        if (recorded == null && failure == null) {
            failure = why;
        }
    }

    Recorded outcome() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return Objects.requireNonNull(recorded, "nothing has come of it yet");
    }
}
