package io.noren.integration.screens;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Bars for days, one beside the other, in a picture of 600 by 120, as its page draws it. What it
 * shows stands in the table below it, too.
 *
 * @param title what it shows
 * @param description the same in a sentence, for whoever does not see it
 * @param top what the upper edge stands for
 */
record PickupChart(
        String id,
        String title,
        String description,
        String top,
        String first,
        String last,
        List<Bar> bars,
        List<Key> keys) {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;

    /** How high nothing is drawn: a day on which it was zero is none of which there is nothing to tell. */
    private static final double ZERO = 1.5;

    /** Of a day's place, left free. */
    private static final double GAP = 0.2;

    /**
     * In the picture's own lengths.
     *
     * @param style which of the series it is
     * @param says the day and the value
     */
    record Bar(String x, String y, String width, String height, String style, String says) {}

    /** What a series is called; none where there is only one. */
    record Key(String style, String name) {}

    /**
     * One value for each day.
     *
     * @param values as long as there are days; null: there is nothing to tell of the day
     * @param says each of them in words
     */
    record Series(String style, String name, List<@Nullable BigDecimal> values, List<String> says) {}

    /**
     * @param stacked whether the series are parts of one whole, on top of each other; otherwise the first stands in front
     *     of the second, which is never less
     * @param most what the upper edge stands for; 0 where that follows from the values
     */
    static PickupChart of(
            String id,
            String title,
            String description,
            List<LocalDate> days,
            List<Series> series,
            boolean stacked,
            BigDecimal most,
            String top,
            Locale locale) {
        List<Bar> bars = new ArrayList<>();
        List<Series> fromBehind = new ArrayList<>(series);
        if (!stacked) {
            Collections.reverse(fromBehind);
        }
        double wide = (double) WIDTH / days.size();
        for (int day = 0; day < days.size(); day++) {
            BigDecimal below = BigDecimal.ZERO;
            for (Series one : fromBehind) {
                BigDecimal value = one.values().get(day);
                if (value == null || (stacked && value.signum() == 0)) {
                    continue;
                }
                double height = Math.max(ZERO, share(value, most) * HEIGHT);
                double foot = stacked ? share(below, most) * HEIGHT : 0;
                bars.add(new Bar(
                        length(day * wide + wide * GAP / 2),
                        length(HEIGHT - foot - height),
                        length(wide * (1 - GAP)),
                        length(height),
                        one.style(),
                        Words.day(days.get(day), locale) + ": " + one.says().get(day)));
                below = below.add(value);
            }
        }
        List<Key> keys = series.size() < 2
                ? List.of()
                : series.stream().map(one -> new Key(one.style(), one.name())).toList();
        return new PickupChart(
                id,
                title,
                description,
                top,
                Words.day(days.get(0), locale),
                Words.day(days.get(days.size() - 1), locale),
                bars,
                keys);
    }

    /** The largest of all values; of parts of a whole the largest sum. */
    static BigDecimal most(List<Series> series, boolean stacked) {
        int days = series.get(0).values().size();
        return IntStream.range(0, days)
                .mapToObj(day -> series.stream()
                        .map(one -> one.values().get(day))
                        .map(value -> value == null ? BigDecimal.ZERO : value)
                        .reduce(BigDecimal.ZERO, stacked ? BigDecimal::add : BigDecimal::max))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    private static double share(BigDecimal value, BigDecimal most) {
        return most.signum() == 0 ? 0 : value.doubleValue() / most.doubleValue();
    }

    private static String length(double length) {
        return BigDecimal.valueOf(length)
                .setScale(1, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
