package io.noren.inventory.reservation;

import io.noren.inventory.Lanes;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Wanted;
import io.noren.inventory.Writer;
import io.noren.inventory.reservation.HoldCallers.Caller;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request for a hold on its way to its outcome, whichever thread works on it. */
final class AskedHold implements Lanes.Request {

    private final UUID id = UUID.randomUUID();
    private final HoldRequest request;
    private final Writer writer;
    private final Caller caller;
    private final @Nullable Function<Reservation, HoldAnswer> answer;
    private final List<Promise> promises;
    private volatile @Nullable Outcome outcome;
    private int waitedInVain;

    AskedHold(HoldRequest request, Writer writer, Caller caller, @Nullable Function<Reservation, HoldAnswer> answer) {
        this.request = request;
        this.writer = writer;
        this.caller = caller;
        this.answer = answer;
        this.promises = Promises.merged(
                request.lines().stream().map(HoldRequest.Line::promise).toList());
    }

    /** What came of it. */
    sealed interface Outcome {

        /** The reservation there is now. */
        record Held(Reservation reservation) implements Outcome {}

        /** There is not enough in these cells, with what is left there. */
        record TooLittle(List<Promise> left) implements Outcome {}

        record Failed(RuntimeException why) implements Outcome {}

        /** Not now: these holds, which have ended, must be tidied first, or a twin be answered. */
        record Later(List<UUID> ended) implements Outcome {}
    }

    /** Of the reservation that it becomes. */
    UUID id() {
        return id;
    }

    String document() {
        return Reservation.document(id);
    }

    HoldRequest request() {
        return request;
    }

    Writer writer() {
        return writer;
    }

    Caller caller() {
        return caller;
    }

    @Nullable
    Function<Reservation, HoldAnswer> answer() {
        return answer;
    }

    /** What is asked for, one promise for each cell. */
    List<Promise> promises() {
        return promises;
    }

    List<Wanted> wanted() {
        return request.lines().stream()
                .map(line -> new Wanted(request.owner(), line.line(), line.promise()))
                .toList();
    }

    void come(Outcome to) {
        this.outcome = to;
    }

    /** Forgets what came of a try that was undone. */
    void begin() {
        this.outcome = null;
    }

    /** A basket goes with its first cell; the others it locks in the order in which everyone locks them. */
    @Override
    public Object place() {
        Promise first = promises.get(0);
        return List.of(first.sku(), first.location());
    }

    @Override
    public int rows() {
        return request.lines().size();
    }

    @Override
    public void fail(RuntimeException why) {
        if (outcome == null) {
            outcome = new Outcome.Failed(why);
        }
    }

    boolean isOpen() {
        return outcome == null;
    }

    Outcome outcome() {
        return Objects.requireNonNull(outcome, "nothing has come of it yet");
    }

    /** Whether it makes sense to tidy what is in its way and try again. */
    boolean mayWaitForEnded() {
        return waitedInVain < HoldGroup.ROUNDS;
    }

    void waitedInVain() {
        waitedInVain++;
    }
}
