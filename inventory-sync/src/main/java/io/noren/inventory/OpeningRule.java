package io.noren.inventory;

import ch.poole.openinghoursparser.DateRange;
import ch.poole.openinghoursparser.DateWithOffset;
import ch.poole.openinghoursparser.Holiday;
import ch.poole.openinghoursparser.Month;
import ch.poole.openinghoursparser.Rule;
import ch.poole.openinghoursparser.RuleModifier;
import ch.poole.openinghoursparser.RuleModifier.Modifier;
import ch.poole.openinghoursparser.TimeSpan;
import ch.poole.openinghoursparser.WeekDay;
import ch.poole.openinghoursparser.WeekDayRange;
import ch.poole.openinghoursparser.YearRange;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One rule of a store's opening hours.
 *
 * @param days on which it counts
 * @param adds whether to what earlier rules say of such a day; else it stands instead of that
 * @param spans none: closed
 */
record OpeningRule(Predicate<LocalDate> days, boolean adds, List<Span> spans) {
    private static final int MINUTES_A_DAY = 24 * 60;
    private static final Span ALL_DAY = new Span(0, MINUTES_A_DAY);

    /** In minutes from the day's midnight; what is open past midnight ends after the day does. */
    record Span(int from, int to) {}

    boolean isFor(LocalDate day) {
        return days.test(day);
    }

    static boolean isOnlyForPublicHolidays(Rule rule) {
        List<Holiday> holidays = rule.getHolidays();
        return holidays != null
                && rule.getDays() == null
                && rule.getDates() == null
                && holidays.stream().allMatch(holiday -> holiday.getType() == Holiday.Type.PH);
    }

    /** @return empty when it says more than is understood here */
    static Optional<OpeningRule> read(Rule rule) {
        List<Holiday> holidays = rule.getHolidays();
        if (rule.isFallBack()
                || rule.getWeeks() != null
                || (holidays != null && holidays.stream().anyMatch(holiday -> holiday.getType() != Holiday.Type.PH))) {
            return Optional.empty();
        }
        Optional<List<Span>> spans = spans(rule);
        Optional<Predicate<LocalDate>> days = days(rule);
        return spans.isEmpty() || days.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpeningRule(days.get(), rule.isAdditive(), spans.get()));
    }

    private static Optional<List<Span>> spans(Rule rule) {
        RuleModifier modifier = rule.getModifier();
        if (modifier != null && modifier.getModifier() != Modifier.OPEN) {
            boolean closed = modifier.getModifier() == Modifier.CLOSED || modifier.getModifier() == Modifier.OFF;
            return closed ? Optional.of(List.of()) : Optional.empty();
        }
        List<TimeSpan> times = rule.getTimes();
        if (times == null) {
            // Days without a time are more likely forgotten than meant.
            return rule.isTwentyfourseven() ? Optional.of(List.of(ALL_DAY)) : Optional.empty();
        }
        List<Span> spans = new ArrayList<>();
        for (TimeSpan time : times) {
            if (time.getStartEvent() != null
                    || time.getEndEvent() != null
                    || time.isOpenEnded()
                    || time.getStart() < 0
                    || time.getEnd() < 0) {
                return Optional.empty();
            }
            int to = time.getEnd() > time.getStart() ? time.getEnd() : time.getEnd() + MINUTES_A_DAY;
            spans.add(new Span(time.getStart(), to));
        }
        return Optional.of(List.copyOf(spans));
    }

    private static Optional<Predicate<LocalDate>> days(Rule rule) {
        Predicate<LocalDate> days = day -> true;
        List<WeekDayRange> week = rule.getDays();
        if (week != null) {
            if (week.stream().anyMatch(range -> range.getNths() != null || range.getOffset() != 0)) {
                return Optional.empty();
            }
            Set<DayOfWeek> named = EnumSet.noneOf(DayOfWeek.class);
            week.forEach(range -> named.addAll(named(range)));
            days = days.and(day -> named.contains(day.getDayOfWeek()));
        }
        List<YearRange> years = rule.getYears();
        if (years != null) {
            days = days.and(day -> years.stream().anyMatch(range -> isIn(day.getYear(), range)));
        }
        List<DateRange> dates = rule.getDates();
        if (dates != null) {
            if (dates.stream().anyMatch(range -> !isPlain(range))) {
                return Optional.empty();
            }
            days = days.and(day -> dates.stream().anyMatch(range -> isIn(day, range)));
        }
        return Optional.of(days);
    }

    private static Set<DayOfWeek> named(WeekDayRange range) {
        DayOfWeek day = day(range.getStartDay());
        DayOfWeek last = range.getEndDay() == null ? day : day(range.getEndDay());
        Set<DayOfWeek> named = EnumSet.of(day);
        while (day != last) { // Fr-Mo goes over the week's end
            day = day.plus(1);
            named.add(day);
        }
        return named;
    }

    private static DayOfWeek day(WeekDay day) {
        return DayOfWeek.of(1 + List.of(WeekDay.values()).indexOf(day));
    }

    private static boolean isIn(int year, YearRange range) {
        int last = range.getEndYear() == YearRange.UNDEFINED_YEAR ? range.getStartYear() : range.getEndYear();
        return year >= range.getStartYear() && (range.isOpenEnded() || year <= last);
    }

    /** Days of the calendar: not Easter, not the third Monday, nor some days after one. */
    private static boolean isPlain(DateRange range) {
        return range.getStartDate().getMonth() != null
                && isPlain(range.getStartDate())
                && (range.getEndDate() == null || isPlain(range.getEndDate()));
    }

    private static boolean isPlain(DateWithOffset date) {
        return date.getVarDate() == null
                && date.getNthWeekDay() == null
                && date.getWeekDayOffset() == null
                && date.getDayOffset() == 0
                && !date.isOpenEnded();
    }

    private static boolean isIn(LocalDate day, DateRange range) {
        DateWithOffset start = range.getStartDate();
        DateWithOffset end = range.getEndDate() == null ? start : range.getEndDate();
        // Dec 29-31 names its month once.
        Month endMonth = end.getMonth() == null ? start.getMonth() : end.getMonth();
        if (start.getYear() != YearRange.UNDEFINED_YEAR) {
            LocalDate first = first(start, start.getYear());
            int year = end.getYear() == YearRange.UNDEFINED_YEAR ? start.getYear() : end.getYear();
            LocalDate last = last(end, endMonth, year);
            return !day.isBefore(first) && !day.isAfter(last.isBefore(first) ? last(end, endMonth, year + 1) : last);
        }
        LocalDate first = first(start, day.getYear());
        LocalDate last = last(end, endMonth, day.getYear());
        return last.isBefore(first) // over the turn of the year
                ? !day.isBefore(first) || !day.isAfter(last)
                : !day.isBefore(first) && !day.isAfter(last);
    }

    private static LocalDate first(DateWithOffset date, int year) {
        YearMonth month = month(date.getMonth(), year);
        return month.atDay(Math.min(dayOf(date).orElse(1), month.lengthOfMonth()));
    }

    private static LocalDate last(DateWithOffset date, Month of, int year) {
        YearMonth month = month(of, year);
        return month.atDay(Math.min(dayOf(date).orElse(31), month.lengthOfMonth()));
    }

    private static YearMonth month(Month month, int year) {
        return YearMonth.of(year, 1 + List.of(Month.values()).indexOf(month));
    }

    private static Optional<Integer> dayOf(DateWithOffset date) {
        return date.getDay() == DateWithOffset.UNDEFINED_MONTH_DAY ? Optional.empty() : Optional.of(date.getDay());
    }
}
