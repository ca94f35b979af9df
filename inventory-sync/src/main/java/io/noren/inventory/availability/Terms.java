package io.noren.inventory.availability;

import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.StaleFeed;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What holds for one item at one location in one channel after all rules were asked. */
record Terms(
        BigDecimal safetyStock,
        @Nullable Buffer buffer,
        BigDecimal threshold,
        boolean pickup,
        boolean ship,
        @Nullable Duration staleAfter,
        @Nullable Buffer staleBuffer,
        List<BigDecimal> staleBands,
        boolean stalePickup) {

    /**
     * Property by property the first rule that says something.
     *
     * @param rules the most specific first
     * @param staleAfter where no rule says
     */
    static Terms of(List<AvailabilityRule> rules, @Nullable Duration staleAfter) {
        return new Terms(
                first(rules, AvailabilityRule::safetyStock, BigDecimal.ZERO),
                firstOrNull(rules, AvailabilityRule::buffer, null),
                first(rules, AvailabilityRule::threshold, BigDecimal.ZERO),
                first(rules, AvailabilityRule::pickup, true),
                first(rules, AvailabilityRule::ship, true),
                firstOrNull(rules, ofStale(StaleFeed::after), staleAfter),
                firstOrNull(rules, ofStale(StaleFeed::buffer), null),
                first(rules, ofStale(StaleFeed::bands), List.of()),
                first(rules, ofStale(StaleFeed::pickup), true));
    }

    private static <T> Function<AvailabilityRule, @Nullable T> ofStale(Function<StaleFeed, @Nullable T> property) {
        return rule -> {
            StaleFeed stale = rule.staleFeed();
            return stale == null ? null : property.apply(stale);
        };
    }

    private static <T> T first(
            List<AvailabilityRule> rules, Function<AvailabilityRule, @Nullable T> property, T otherwise) {
        T found = firstOrNull(rules, property, otherwise);
        return found == null ? otherwise : found;
    }

    private static <T> @Nullable T firstOrNull(
            List<AvailabilityRule> rules, Function<AvailabilityRule, @Nullable T> property, @Nullable T otherwise) {
        for (AvailabilityRule rule : rules) {
            T said = property.apply(rule);
            if (said != null) {
                return said;
            }
        }
        return otherwise;
    }
}
