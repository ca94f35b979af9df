package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.loyalty.Channel;
import io.noren.loyalty.PointsDryRun;
import io.noren.loyalty.PointsTerms;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts what a dry run of rules of points found into rows, with the names of stores. */
@Component
class DryRunRows {
    /** Of a picture whose width is 100. */
    private static final int WIDTH = 100;

    private static final long NO_BARS = 0;

    private final PointsTerms terms;
    private final Locations locations;
    private final Words words;

    DryRunRows(PointsTerms terms, Locations locations, Words words) {
        this.terms = terms;
        this.locations = locations;
        this.words = words;
    }

    /**
     * One line of a comparison.
     *
     * @param detail what else is to be said of it; may be empty
     * @param givenBar how long its bar is, of 100
     * @param proposedBar the same for what was proposed
     */
    record Row(
            String name,
            String detail,
            String given,
            String proposed,
            String change,
            boolean more,
            int givenBar,
            int proposedBar) {}

    /** The whole comparison. */
    record Shown(
            String days,
            String asOf,
            String sales,
            String returns,
            Row total,
            String membersMore,
            String membersFewer,
            String ofOffers,
            List<Row> places,
            List<Row> months,
            List<Row> largest,
            boolean nothing) {}

    Shown of(PointsDryRun run, Locale locale) {
        PointsDryRun.Comparison found = run.shown();
        long mostOfPlaces = most(found.places(), PointsDryRun.Place::given, PointsDryRun.Place::proposed);
        long mostOfMonths = most(found.months(), PointsDryRun.Month::given, PointsDryRun.Month::proposed);
        long mostOfAll = Math.max(1, Math.max(Math.abs(found.given()), Math.abs(found.proposed())));
        return new Shown(
                words.say(
                        "programme.run.days",
                        locale,
                        Words.day(found.from(), locale),
                        Words.day(found.until(), locale)),
                Words.at(found.asOf(), terms.zone(), locale),
                number(found.sales()),
                number(found.returns()),
                row("", "", found.given(), found.proposed(), mostOfAll),
                number(found.membersMore()),
                number(found.membersFewer()),
                number(found.ofOffers()),
                found.places().stream()
                        .map(place -> row(
                                place(place.channel(), place.location(), locale),
                                words.say("programme.run.count", locale, place.count()),
                                place.given(),
                                place.proposed(),
                                mostOfPlaces))
                        .toList(),
                found.months().stream()
                        .map(month ->
                                row(month(month.month(), locale), "", month.given(), month.proposed(), mostOfMonths))
                        .toList(),
                found.largest().stream()
                        .map(one -> row(
                                one.sourceTransaction(),
                                place(one.channel(), one.location(), locale) + " · "
                                        + Words.at(one.occurredAt(), terms.zone(), locale) + " · "
                                        + PriceText.of(new Money(
                                                one.total().amount(),
                                                one.total().currency())),
                                one.given(),
                                one.proposed(),
                                NO_BARS))
                        .toList(),
                found.sales() + found.returns() == 0);
    }

    private static Row row(String name, String detail, long given, long proposed, long most) {
        return new Row(
                name,
                detail,
                number(given),
                number(proposed),
                Words.change(BigDecimal.valueOf(proposed - given)),
                proposed >= given,
                bar(given, most),
                bar(proposed, most));
    }

    private static int bar(long points, long most) {
        return points <= 0 || most == NO_BARS
                ? 0
                : (int) Math.min(WIDTH, Math.max(1, Math.round((double) points * WIDTH / most)));
    }

    private static <T> long most(List<T> all, ToLongFunction<T> given, ToLongFunction<T> proposed) {
        return all.stream()
                .mapToLong(one -> Math.max(given.applyAsLong(one), proposed.applyAsLong(one)))
                .filter(points -> points > 0)
                .max()
                .orElse(1);
    }

    private String place(Channel channel, @Nullable String location, Locale locale) {
        String where = words.say("me.channel." + channel, locale);
        return location == null
                ? where
                : locations.find(location).map(Location::name).orElse(location)
                        + (channel == Channel.STORE ? "" : " · " + where);
    }

    private String month(@Nullable YearMonth month, Locale locale) {
        return month == null
                ? words.say("programme.run.never", locale)
                : words.say("programme.run.month", locale, String.valueOf(month.getYear()), month.getMonthValue());
    }

    private static String number(long number) {
        return Words.number(BigDecimal.valueOf(number));
    }
}
