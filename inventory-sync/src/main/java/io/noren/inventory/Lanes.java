package io.noren.inventory;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Brings requests together that wait at the same moment, so that they are done in one transaction; see {@link Lane}.
 * Requests for the same cell take the same lane. More lanes keep unrelated cells from waiting for each other's disk,
 * but make the groups, which save work, smaller.
 */
public final class Lanes<R extends Lanes.Request> {

    private final List<Lane<R>> lanes;

    Lanes(int number, int mostWaiting, Consumer<List<R>> work) {
        this.lanes = IntStream.range(0, number)
                .mapToObj(n -> new Lane<>(mostWaiting, work))
                .toList();
    }

    /** Something that waits for its turn. */
    public interface Request {

        /** Where it changes something, or the first of many places, which are locked in their common order. */
        Object place();

        /** How many rows it is about. */
        int rows();

        /** What has come of it when nothing else has. */
        void fail(RuntimeException why);
    }

    /**
     * Something has come of it when this returns.
     *
     * @throws Refusal {@code TOO_MANY_WAITING}
     */
    public void run(R request) {
        int hash = request.place().hashCode();
        lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size())).run(request);
    }
}
