package io.noren.loyalty;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** From when on and until when points can be spent, by the rules of the time. */
@Component
public class PointsTerms {
    private final PointsSettings settings;
    private final PointsRules rules;

    PointsTerms(PointsSettings settings, PointsRules rules) {
        this.settings = settings;
        this.rules = rules;
    }

    /** What a purchase of so much earns then, without any bonus. */
    public long earned(Money total, Instant at) {
        PointsPolicy by = rules.at(at).rules();
        return by.rounding().points(total.amount(), by.amountPerPoint(total.currency()));
    }

    /** When points that are earned then become spendable; null when at once. */
    @Nullable
    Instant pendingUntil(Instant earned) {
        return rules.at(earned).rules().pendingUntil(earned);
    }

    /** The midnight after the last day on which points that are earned then can be spent; null when they never lapse. */
    @Nullable
    Instant expiresAt(Instant earned) {
        return rules.at(earned).rules().expiresAt(earned, zone());
    }

    /** Points that come back have at least so long to be spent again. */
    Instant earliestExpiryOfGivenBack(Instant now) {
        return rules.at(now).rules().earliestExpiryOfGivenBack(now, zone());
    }

    /** The programme's: by its days and its midnight things begin and end. */
    public ZoneId zone() {
        return settings.zone();
    }
}
