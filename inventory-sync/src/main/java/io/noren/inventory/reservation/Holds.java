package io.noren.inventory.reservation;

import io.noren.inventory.Actor;
import io.noren.inventory.Promise;
import io.noren.inventory.Refusal;
import io.noren.inventory.reservation.AskedHold.Outcome;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Brings requests for holds together: those that wait at the same moment for the same cells are done in one transaction,
 * so that thousands at one cell do not queue for its row. Requests for the same cell take the same lane. Inside a
 * caller's transaction there is nothing to bring together.
 */
@Component
class Holds {

    private final HoldGroup group;
    private final Shortfalls shortfalls;
    private final List<HoldLane> lanes;

    Holds(
            HoldGroup group,
            Shortfalls shortfalls,
            @Value("${noren.inventory.hold-lanes:0}") int lanes,
            @Value("${noren.inventory.holds-waiting:1000}") int mostWaiting) {
        this.group = group;
        this.shortfalls = shortfalls;
        this.lanes = Stream.generate(() -> new HoldLane(mostWaiting, group::run))
                .limit(lanes > 0 ? lanes : usualLanes())
                .toList();
    }

    /** One is at work while another waits for the disk; with more of them the groups, which save work, are smaller. */
    private static int usualLanes() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    Reservation hold(HoldRequest request, @Nullable Function<Reservation, HoldAnswer> answer) {
        HoldRules.check(request);
        AskedHold asked = new AskedHold(request, Actor.current(), group.caller(), answer);
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            group.run(List.of(asked));
        } else {
            lane(asked).run(asked);
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

    /** A basket goes with its first cell; the others it locks in the order in which everyone locks them. */
    private HoldLane lane(AskedHold asked) {
        Promise first = asked.promises().get(0);
        int hash = 31 * first.sku().hashCode() + first.location().hashCode();
        return lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
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
