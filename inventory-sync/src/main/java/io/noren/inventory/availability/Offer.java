package io.noren.inventory.availability;

import io.noren.inventory.Quantities;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.Degraded;
import io.noren.inventory.availability.AvailabilityAnswer.Unavailable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one location has to offer one channel, while the policies work on it. */
final class Offer {

    final CellLevel level;
    final Terms terms;
    final boolean inPieces;
    final boolean eligible;
    final boolean reportedNotFound;
    final @Nullable Duration feedAge;

    BigDecimal notFound = BigDecimal.ZERO;
    BigDecimal safetyStock = BigDecimal.ZERO;
    BigDecimal buffer = BigDecimal.ZERO;
    BigDecimal promisable = BigDecimal.ZERO;
    boolean pickup = true;
    boolean ship = true;
    private final List<String> effects = new ArrayList<>();

    /** @param eligible whether the channel sells from here at all */
    Offer(
            CellLevel level,
            Terms terms,
            boolean inPieces,
            boolean eligible,
            boolean reportedNotFound,
            @Nullable Duration feedAge) {
        this.level = level;
        this.terms = terms;
        this.inPieces = inPieces;
        this.eligible = eligible;
        this.reportedNotFound = reportedNotFound;
        this.feedAge = feedAge;
    }

    /** What is neither promised nor set aside; below zero when more was than there is. */
    BigDecimal left() {
        return level.onHand()
                .subtract(level.reserved())
                .subtract(level.committed())
                .subtract(level.damaged())
                .subtract(level.qualityControl())
                .subtract(level.display())
                .subtract(notFound)
                .subtract(safetyStock);
    }

    BigDecimal available() {
        return left().max(BigDecimal.ZERO);
    }

    boolean isStale() {
        Duration limit = terms.staleAfter();
        return limit != null && (feedAge == null || feedAge.compareTo(limit) > 0);
    }

    void degraded(String effect) {
        effects.add(effect);
    }

    AtLocation told(Instant asOf) {
        BigDecimal unavailable = level.damaged()
                .add(level.qualityControl())
                .add(level.display())
                .add(notFound)
                .add(safetyStock);
        BigDecimal left = left();
        return new AtLocation(
                level.location(),
                level.onHand(),
                level.reserved(),
                level.committed(),
                Quantities.plain(unavailable),
                unavailable.signum() == 0
                        ? null
                        : new Unavailable(
                                level.damaged(),
                                level.qualityControl(),
                                level.display(),
                                Quantities.plain(notFound),
                                Quantities.plain(safetyStock)),
                left.signum() < 0 ? Quantities.plain(left.negate()) : null,
                level.incoming(),
                level.expected().isEmpty() ? null : level.expected(),
                Quantities.plain(left.max(BigDecimal.ZERO)),
                Quantities.plain(buffer),
                Quantities.plain(promisable),
                pickup,
                ship,
                told(terms.staleAfter()),
                level.sequence(),
                asOf,
                feedAge);
    }

    private @Nullable Degraded told(@Nullable Duration limit) {
        return limit == null || !isStale()
                ? null
                : new Degraded(feedAge == null ? "FEED_NEVER_HEARD" : "FEED_TOO_OLD", limit, List.copyOf(effects));
    }
}
