package io.noren.integration.screens;

import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as it is typed and chosen: a number and its unit.
 *
 * @param number empty for none
 */
record TypedSpan(String number, Unit unit) {
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,6}");
    private static final int HOURS_OF_A_DAY = 24;

    enum Unit {
        HOURS,
        DAYS,
        MONTHS,
        YEARS
    }

    /** In whole days where it is; otherwise in hours that were begun. */
    static TypedSpan of(Duration time) {
        long hours = time.plusHours(1).minusNanos(1).toHours();
        return hours % HOURS_OF_A_DAY == 0
                ? new TypedSpan(Long.toString(hours / HOURS_OF_A_DAY), Unit.DAYS)
                : new TypedSpan(Long.toString(hours), Unit.HOURS);
    }

    /** In the largest unit that says all of it; months and days together are told in days of a month of 30. */
    static TypedSpan of(@Nullable Period time) {
        if (time == null) {
            return new TypedSpan("", Unit.YEARS);
        }
        long days = time.get(ChronoUnit.DAYS);
        if (days != 0 || time.isZero()) {
            return new TypedSpan(Long.toString(time.toTotalMonths() * 30 + days), Unit.DAYS);
        }
        return time.getMonths() == 0
                ? new TypedSpan(Integer.toString(time.getYears()), Unit.YEARS)
                : new TypedSpan(Long.toString(time.toTotalMonths()), Unit.MONTHS);
    }

    /** @throws io.noren.inventory.Refusal {@code BAD_SPAN} with the field */
    Duration toDuration(String field) {
        int much = whole(field);
        return unit == Unit.HOURS ? Duration.ofHours(much) : Duration.ofDays(much);
    }

    /**
     * @return null for none
     * @throws io.noren.inventory.Refusal {@code BAD_SPAN} with the field
     */
    @Nullable
    Period toPeriod(String field) {
        if (number.isBlank()) {
            return null;
        }
        int much = whole(field);
        return switch (unit) {
            case HOURS, DAYS -> Period.ofDays(much);
            case MONTHS -> Period.ofMonths(much);
            case YEARS -> Period.ofYears(much);
        };
    }

    private int whole(String field) {
        if (!WHOLE.matcher(number.strip()).matches()) {
            throw Wrong.typed("BAD_SPAN", field, number);
        }
        return Integer.parseInt(number.strip());
    }
}
