package io.noren.loyalty;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What rules of points say, whether they are in force or only tried.
 *
 * @param pointsPer by currency, the amount that earns one point; 1 of a currency that is not here
 * @param pendingFor how long points wait after a purchase until they can be spent
 * @param expireAfter how long points last after a purchase, and to the end of that day; null when for ever
 * @param givenBackLastFor how long points that come back with goods last at least
 */
public record PointsPolicy(
        Map<String, BigDecimal> pointsPer,
        PointsRounding rounding,
        Duration pendingFor,
        @Nullable Period expireAfter,
        Period givenBackLastFor) {

    public PointsPolicy {
        Map<String, BigDecimal> plain = new TreeMap<>();
        pointsPer.forEach((currency, amount) -> plain.put(currency, PurchaseLine.plain(amount)));
        pointsPer = Collections.unmodifiableMap(plain);
    }

    /** The amount of this currency that is worth one point. */
    public BigDecimal amountPerPoint(String currency) {
        return pointsPer.getOrDefault(currency, BigDecimal.ONE);
    }

    /** When points that are earned then become spendable; null when at once. */
    @Nullable
    Instant pendingUntil(Instant earned) {
        return pendingFor.isZero() ? null : earned.plus(pendingFor);
    }

    /** The midnight after the last day on which points that are earned then can be spent; null when they never lapse. */
    @Nullable
    Instant expiresAt(Instant earned, ZoneId zone) {
        LocalDate last = lastDay(LocalDate.ofInstant(earned, zone));
        return last == null ? null : midnightAfter(last, zone);
    }

    /** The last day on which points that are earned on this day can be spent; null when they never lapse. */
    @Nullable
    LocalDate lastDay(LocalDate earned) {
        return expireAfter == null ? null : earned.plus(expireAfter);
    }

    /** Points that come back then have at least so long to be spent again. */
    Instant earliestExpiryOfGivenBack(Instant then, ZoneId zone) {
        return midnightAfter(LocalDate.ofInstant(then, zone).plus(givenBackLastFor), zone);
    }

    private static Instant midnightAfter(LocalDate day, ZoneId zone) {
        return day.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
