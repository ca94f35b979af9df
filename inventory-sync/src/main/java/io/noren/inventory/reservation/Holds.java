package io.noren.inventory.reservation;

import io.noren.inventory.LaneSettings;
import io.noren.inventory.Lanes;
import io.noren.inventory.Promise;
import io.noren.inventory.Refusal;
import io.noren.inventory.Writer;
import io.noren.inventory.Writers;
import io.noren.inventory.reservation.AskedHold.Outcome;
import io.noren.inventory.reservation.HoldCallers.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Brings requests for holds together: those that wait at the same moment for the same cells are done in one transaction,
 * so that thousands at one cell do not queue for its row. Inside a caller's transaction there is nothing to bring
 * together.
 */
@Component
class Holds {

    private final HoldGroup group;
    private final Shortfalls shortfalls;
    private final Writers writers;
    private final Lanes<AskedHold> lanes;

    Holds(HoldGroup group, Shortfalls shortfalls, ObjectProvider<Writers> writers, LaneSettings settings) {
        this.group = group;
        this.shortfalls = shortfalls;
        this.writers = writers.getIfAvailable(() -> Writer::here);
        this.lanes = settings.lanes(group::run);
    }

    Reservation hold(HoldRequest request, @Nullable Function<Reservation, HoldAnswer> answer) {
        HoldRules.check(request);
        AskedHold asked = new AskedHold(request, writers.current(), group.caller(), answer);
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            group.run(List.of(asked));
        } else {
            lanes.run(asked);
        }
        Outcome outcome = asked.outcome();
        if (outcome instanceof Outcome.Held held) {
            return held.reservation();
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw failed.why();
        }
        throw tooLittle(request, outcome instanceof Outcome.TooLittle little ? little.left() : List.of());
    }

    /** Each anew and at once, in the caller's transaction; empty if one is to be done alone, and all to be rolled back. */
    Optional<List<Reservation>> allAtOnce(List<HoldRequest> requests, List<Writer> by) {
        List<AskedHold> asked = new ArrayList<>();
        for (int n = 0; n < requests.size(); n++) {
            HoldRules.check(requests.get(n));
            asked.add(new AskedHold(requests.get(n), by.get(n), Caller.unknown(), null));
        }
        return group.allAtOnce(asked);
    }

    private Refusal tooLittle(HoldRequest request, List<Promise> left) {
        List<Shortfall> missing = shortfalls.of(request, left);
        return new Refusal(
                "INSUFFICIENT_STOCK",
                "There is not enough for " + missing.size() + " of "
                        + request.lines().size() + " lines; nothing was reserved.",
                null,
                Map.of("lines", missing));
    }
}
