package io.noren.loyalty;

import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From when on and until when points can be spent. */
@Component
public class PointsTerms {
    private final PointsSettings settings;

    PointsTerms(PointsSettings settings) {
        this.settings = settings;
    }

    /** When points that are earned now become spendable; null when at once. */
    @Nullable
    Instant pendingUntil(Instant earned) {
        return settings.pendingFor().isZero() ? null : earned.plus(settings.pendingFor());
    }

    /** The midnight after the last day on which points that are earned now can be spent; null when they never lapse. */
    @Nullable
    Instant expiresAt(Instant earned) {
        Period after = settings.expireAfter();
        return after == null ? null : midnightAfter(earned, after);
    }

    /** Points that come back have at least so long to be spent again. */
    Instant earliestExpiryOfGivenBack(Instant now) {
        return midnightAfter(now, settings.givenBackLastFor());
    }

    /** The programme's: by its days and its midnight things begin and end. */
    public ZoneId zone() {
        return settings.zone();
    }

    private Instant midnightAfter(Instant start, Period after) {
        return start.atZone(settings.zone())
                .toLocalDate()
                .plus(after)
                .plus(1, ChronoUnit.DAYS)
                .atTime(LocalTime.MIDNIGHT)
                .atZone(settings.zone())
                .toInstant();
    }
}
