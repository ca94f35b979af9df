package io.noren.loyalty.tier;

import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * In which tier somebody is on a day, as it follows from what they bought: nothing of it is kept, so returns, late sales,
 * merges and new rules need no care of their own.
 *
 * <p>On each day the points of the last {@code period} count together. A threshold that they meet gives its tier, which
 * is kept for {@code keptFor} after the last day on which they met it.
 */
final class Qualifying {
    private final List<Tier> tiers;
    private final Period period;
    private final Period keptFor;

    /** @param tiers in any order */
    Qualifying(List<Tier> tiers, Period period, Period keptFor) {
        this.tiers = tiers.stream()
                .sorted(Comparator.comparingLong(Tier::threshold).reversed())
                .toList();
        this.period = period;
        this.keptFor = keptFor;
    }

    /**
     * How somebody stands.
     *
     * @param tier null where none is reached
     * @param points that count today
     * @param until the last day on which the tier is kept, as long as nothing more is bought; null without one
     * @param next the tier above, null at the top; {@code missing} are the points that reach it today
     */
    record Standing(
            @Nullable Tier tier,
            long points,
            @Nullable LocalDate until,
            @Nullable Tier next,
            long missing) {}

    /** The first day whose purchases can still count. */
    LocalDate since(LocalDate today) {
        return today.minus(keptFor).minus(period);
    }

    /** @param points of purchases less what came back, by the day on which they were bought */
    Standing on(LocalDate today, Map<LocalDate, Long> points) {
        NavigableMap<LocalDate, Long> changes = changes(points, today);
        Tier reached = null;
        LocalDate until = null;
        for (Tier tier : tiers) {
            LocalDate kept =
                    lastMet(tier, changes, today).map(day -> day.plus(keptFor)).orElse(null);
            if (kept != null && !kept.isBefore(today)) {
                reached = tier;
                until = kept;
                break;
            }
        }
        long counting = changes.headMap(today, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        Tier next = above(reached);
        return new Standing(
                reached, counting, until, next, next == null ? 0 : Math.max(0, next.threshold() - counting));
    }

    /** By how much the sum changes on a day: what is bought counts from that day on, until the period is over. */
    private NavigableMap<LocalDate, Long> changes(Map<LocalDate, Long> points, LocalDate today) {
        NavigableMap<LocalDate, Long> changes = new TreeMap<>();
        points.forEach((day, bought) -> {
            if (!day.isAfter(today)) {
                changes.merge(day, bought, Long::sum);
                changes.merge(day.plus(period), -bought, Long::sum);
            }
        });
        return changes;
    }

    /**
     * The last day on which a threshold is met, as long as nothing more is bought. It may lie ahead, where it is met today
     * and on until then; what came back may lower the sum of today and no longer that of a later day, which is not yet.
     */
    private static Optional<LocalDate> lastMet(Tier tier, NavigableMap<LocalDate, Long> changes, LocalDate today) {
        LocalDate last = null;
        long sum = 0;
        boolean met = false;
        for (Map.Entry<LocalDate, Long> change : changes.entrySet()) {
            sum += change.getValue();
            met = sum >= tier.threshold() && (met || !change.getKey().isAfter(today));
            if (met) {
                last = changes.higherKey(change.getKey()).minusDays(1); // in the end all has left the period
            }
        }
        return Optional.ofNullable(last);
    }

    private @Nullable Tier above(@Nullable Tier tier) {
        Tier next = null;
        for (Tier higher : tiers) {
            if (tier != null && higher.threshold() <= tier.threshold()) {
                break;
            }
            next = higher;
        }
        return next;
    }
}
