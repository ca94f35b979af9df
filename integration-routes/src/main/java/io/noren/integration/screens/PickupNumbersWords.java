package io.noren.integration.screens;

import io.noren.integration.screens.PickupChart.Series;
import io.noren.inventory.pickup.PickupNumbers.Numbers;
import io.noren.inventory.pickup.ShortReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A store's numbers in words, and as bars. */
@Component
class PickupNumbersWords {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(100);
    private static final BigDecimal SECONDS = BigDecimal.valueOf(60);
    private static final String NOTHING = "–";

    private final Words words;

    PickupNumbersWords(Words words) {
        this.words = words;
    }

    /** One day, or all of them; a share says of how many it is one. */
    record Row(
            String day,
            String placed,
            String acceptMedian,
            String acceptNineOfTen,
            Share onTime,
            Share shortLines,
            List<String> shortBy,
            Share uncollected,
            String phantom) {}

    /** @param of how many of how many; empty where there is none */
    record Share(String percent, String of) {}

    Row row(String day, Numbers one, Locale locale) {
        return new Row(
                day,
                number(one.placed()),
                lasting(one.acceptMedian(), locale),
                lasting(one.acceptNineOfTen(), locale),
                share(one.onTime(), one.due(), locale),
                share(one.shortLines().all(), one.lines(), locale),
                List.of(ShortReason.values()).stream()
                        .filter(why -> shortBy(one, why) > 0)
                        .map(why -> words.say(
                                "numbers.short.by",
                                locale,
                                words.say("pickup.variance." + why, locale),
                                shortBy(one, why)))
                        .toList(),
                share(one.uncollected(), one.ended(), locale),
                Words.number(one.phantom()));
    }

    PickupChart acceptTime(List<LocalDate> days, Map<LocalDate, Numbers> byDay, Locale locale) {
        List<Series> series = List.of(
                series(
                        "a",
                        "numbers.accept.median",
                        days,
                        byDay,
                        one -> minutes(one.acceptMedian()),
                        one -> lasting(one.acceptMedian(), locale),
                        locale),
                series(
                        "b",
                        "numbers.accept.nine",
                        days,
                        byDay,
                        one -> minutes(one.acceptNineOfTen()),
                        one -> lasting(one.acceptNineOfTen(), locale),
                        locale));
        BigDecimal most = PickupChart.most(series, false);
        return chart(
                "accept",
                days,
                series,
                false,
                most,
                words.say("lasting.minutes", locale, most.setScale(0, RoundingMode.HALF_UP)),
                locale);
    }

    PickupChart onTime(List<LocalDate> days, Map<LocalDate, Numbers> byDay, Locale locale) {
        return percent("on-time", days, byDay, Numbers::onTime, Numbers::due, locale);
    }

    PickupChart uncollected(List<LocalDate> days, Map<LocalDate, Numbers> byDay, Locale locale) {
        return percent("uncollected", days, byDay, Numbers::uncollected, Numbers::ended, locale);
    }

    /** Of the lines that somebody looked for, by what was said of those that were not all there. */
    PickupChart shortLines(List<LocalDate> days, Map<LocalDate, Numbers> byDay, Locale locale) {
        List<Series> series = new ArrayList<>();
        for (ShortReason why : ShortReason.values()) {
            series.add(series(
                    switch (why) {
                        case NO_VARIANCE -> "b";
                        case SOME_MISSING -> "c";
                        case ALL_MISSING -> "d";
                    },
                    "pickup.variance." + why,
                    days,
                    byDay,
                    one -> percent(shortBy(one, why), one.lines()),
                    one -> says(percent(shortBy(one, why), one.lines())),
                    locale));
        }
        BigDecimal most = PickupChart.most(series, true);
        return chart("short", days, series, true, most, says(most), locale);
    }

    PickupChart phantom(List<LocalDate> days, Map<LocalDate, Numbers> byDay, Locale locale) {
        List<Series> series = List.of(series(
                "d", "numbers.phantom", days, byDay, Numbers::phantom, one -> Words.number(one.phantom()), locale));
        BigDecimal most = PickupChart.most(series, false);
        return chart("phantom", days, series, false, most, Words.number(most), locale);
    }

    private PickupChart percent(
            String id,
            List<LocalDate> days,
            Map<LocalDate, Numbers> byDay,
            Function<Numbers, Long> part,
            Function<Numbers, Long> whole,
            Locale locale) {
        List<Series> series = List.of(series(
                "a",
                "numbers." + id,
                days,
                byDay,
                one -> percent(part.apply(one), whole.apply(one)),
                one -> says(percent(part.apply(one), whole.apply(one))),
                locale));
        return chart(id, days, series, false, WHOLE, says(WHOLE), locale);
    }

    private PickupChart chart(
            String id,
            List<LocalDate> days,
            List<Series> series,
            boolean stacked,
            BigDecimal most,
            String top,
            Locale locale) {
        String title = words.say("numbers." + id, locale);
        String description = words.say(
                "numbers.chart",
                locale,
                title,
                Words.day(days.get(0), locale),
                Words.day(days.get(days.size() - 1), locale),
                top);
        return PickupChart.of(id, title, description, days, series, stacked, most, top, locale);
    }

    private Series series(
            String style,
            String name,
            List<LocalDate> days,
            Map<LocalDate, Numbers> byDay,
            Function<Numbers, @Nullable BigDecimal> value,
            Function<Numbers, String> says,
            Locale locale) {
        List<@Nullable BigDecimal> values = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (LocalDate day : days) {
            Numbers one = byDay.get(day);
            values.add(one == null ? null : value.apply(one));
            said.add(one == null ? NOTHING : says.apply(one));
        }
        return new Series(style, words.say(name, locale), values, said);
    }

    private static long shortBy(Numbers one, ShortReason why) {
        return switch (why) {
            case NO_VARIANCE -> one.shortLines().noVariance();
            case SOME_MISSING -> one.shortLines().someMissing();
            case ALL_MISSING -> one.shortLines().allMissing();
        };
    }

    private Share share(long part, long whole, Locale locale) {
        return whole == 0
                ? new Share(NOTHING, "")
                : new Share(says(percent(part, whole)), words.say("numbers.of", locale, number(part), number(whole)));
    }

    private static @Nullable BigDecimal percent(long part, long whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(part).multiply(WHOLE).divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
    }

    private static String says(@Nullable BigDecimal percent) {
        return percent == null ? NOTHING : Words.number(percent) + "%";
    }

    private String lasting(@Nullable Duration time, Locale locale) {
        return time == null ? NOTHING : words.lasting(time, locale);
    }

    private static @Nullable BigDecimal minutes(@Nullable Duration time) {
        return time == null ? null : BigDecimal.valueOf(time.toMillis(), 3).divide(SECONDS, 2, RoundingMode.HALF_UP);
    }

    private static String number(long count) {
        return Words.number(BigDecimal.valueOf(count));
    }
}
