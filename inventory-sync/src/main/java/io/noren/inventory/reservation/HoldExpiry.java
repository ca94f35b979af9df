package io.noren.inventory.reservation;

import io.noren.inventory.Promises;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.reservation.Reservation.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tidies holds that have ended, many with as many statements as one; readers have not counted them since their end. */
@Component
class HoldExpiry {

    private final RetriedTransaction transaction;
    private final ReservationRows rows;
    private final Promises promises;
    private final Clock clock;

    HoldExpiry(RetriedTransaction transaction, ReservationRows rows, Promises promises, Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.promises = promises;
        this.clock = clock;
    }

    /** The longest ended first; those that somebody else is resolving are left to them. */
    int tidy(int limit) {
        return transaction.run(() -> tidyLocked(rows.lockEnded(now(), limit)));
    }

    int tidy(Collection<UUID> candidates) {
        return transaction.run(() -> tidyLocked(candidates));
    }

    private int tidyLocked(Collection<UUID> candidates) {
        Instant now = now();
        List<Reservation> ended = rows.lockEnded(candidates, now);
        if (!ended.isEmpty()) {
            rows.changeState(ended.stream().map(Reservation::id).toList(), State.EXPIRED, null, now);
            promises.giveBack(ended.stream()
                    .map(each -> new Promises.Ended(
                            each.promises(),
                            Reservation.document(each.id()),
                            Objects.requireNonNullElse(each.expiresAt(), now)))
                    .toList());
        }
        return ended.size();
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
