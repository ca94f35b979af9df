package io.noren.pos.csv;

import io.noren.pos.TillTime;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Days and times as one source writes them. */
final class Times {
    private final CsvMapping mapping;
    private final Places places;
    private final @Nullable DateTimeFormatter days;
    private final @Nullable DateTimeFormatter times;

    Times(CsvMapping mapping, Places places) {
        this.mapping = mapping;
        this.places = places;
        this.days = mapping.days();
        this.times = mapping.times();
    }

    /** The business day, or the words for it where they cannot be read. */
    String dayAsText(CsvRow row) {
        try {
            return day(row).toString();
        } catch (Unreadable e) {
            return places.of(Field.BUSINESS_DAY, row) + places.of(Field.TIME, row);
        }
    }

    /** Where no column says it, the day on which it was by the till's clock. */
    LocalDate day(CsvRow row) throws Unreadable {
        String day = places.orNull(Field.BUSINESS_DAY, row);
        return day == null ? of(row).local().toLocalDate() : day(day, row);
    }

    LocalDate day(String word, CsvRow row) throws Unreadable {
        if (days == null) {
            return TillWords.day(word, row.line());
        }
        try {
            return LocalDate.parse(word, days);
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "UNREADABLE_KEY",
                    "The business day is not written as " + mapping.dayFormat()
                            + "; send it so, or correct noren.pos.csv.<source>.day-format.",
                    row.line());
        }
    }

    TillTime of(CsvRow row) throws Unreadable {
        String word = places.of(Field.TIME, row);
        if (times == null) {
            return TillWords.time(word.replace(' ', 'T'), row.line());
        }
        try {
            return TillTime.of(times.parse(word));
        } catch (DateTimeException e) {
            throw new Unreadable(
                    "UNREADABLE_TIME",
                    "The time is not written as " + mapping.timeFormat()
                            + "; send it so, or correct noren.pos.csv.<source>.time-format.",
                    row.line());
        }
    }

    @Nullable
    TillTime ofIfAny(CsvRow row) {
        try {
            return of(row);
        } catch (Unreadable e) {
            return null;
        }
    }
}
