package io.noren.integration.screens;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a store is open, read from what shoppers read: OpenStreetMap's notation as far as most stores need it, days and
 * times of a week. What is written otherwise counts as not known, and holidays are not known.
 */
final class OpeningHours {
    private static final Pattern RULE = Pattern.compile("(?:([A-Za-z][A-Za-z, -]*?) +)?([0-9:,\\- ]+|off|closed)");
    private static final Pattern TIMES = Pattern.compile("([0-9]{1,2}):([0-9]{2}) ?- ?([0-9]{1,2}):([0-9]{2})");
    private static final List<String> NAMES = List.of("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su");
    private static final int MINUTES_A_DAY = 24 * 60;

    private final Map<DayOfWeek, List<Span>> week;

    private OpeningHours(Map<DayOfWeek, List<Span>> week) {
        this.week = week;
    }

    /** In minutes from the day's midnight; what is open past midnight ends after the day does. */
    private record Span(int from, int to) {}

    /** @return empty when nothing is written, or in words that are not read here */
    static Optional<OpeningHours> read(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return Optional.empty();
        }
        Map<DayOfWeek, List<Span>> week = new EnumMap<>(DayOfWeek.class);
        for (String rule : written.strip().equals("24/7") ? new String[] {"00:00-24:00"} : written.split(";", -1)) {
            Matcher parts = RULE.matcher(rule.strip());
            Optional<Set<DayOfWeek>> days = parts.matches() ? days(parts.group(1)) : Optional.empty();
            Optional<List<Span>> spans = days.isEmpty() ? Optional.empty() : spans(parts.group(2));
            if (spans.isEmpty()) {
                return Optional.empty();
            }
            days.get().forEach(day -> week.put(day, spans.get()));
        }
        return Optional.of(new OpeningHours(week));
    }

    private static Optional<Set<DayOfWeek>> days(@Nullable String written) {
        if (written == null) {
            return Optional.of(EnumSet.allOf(DayOfWeek.class));
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : written.split(",", -1)) {
            if (part.strip().equals("PH")) {
                continue;
            }
            String[] ends = part.strip().split(" ?- ?", -1);
            int first = NAMES.indexOf(ends[0]);
            int last = NAMES.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                return Optional.empty();
            }
            DayOfWeek day = DayOfWeek.of(first + 1);
            days.add(day);
            while (day.getValue() != last + 1) { // Fr-Mo goes over the week's end
                day = day.plus(1);
                days.add(day);
            }
        }
        return Optional.of(days);
    }

    private static Optional<List<Span>> spans(String written) {
        List<Span> spans = new ArrayList<>();
        if (Character.isLetter(written.charAt(0))) {
            return Optional.of(spans); // closed
        }
        for (String part : written.split(",", -1)) {
            Matcher times = TIMES.matcher(part.strip());
            if (!times.matches()) {
                return Optional.empty();
            }
            int from = minutes(times.group(1), times.group(2));
            int to = minutes(times.group(3), times.group(4));
            spans.add(new Span(from, to > from ? to : to + MINUTES_A_DAY));
        }
        return Optional.of(spans);
    }

    private static int minutes(String hours, String minutes) {
        return 60 * Integer.parseInt(hours) + Integer.parseInt(minutes);
    }

    /** How long the store was open between two moments. */
    Duration openBetween(Instant from, Instant to, ZoneId zone) {
        Duration open = Duration.ZERO;
        LocalDate last = LocalDate.ofInstant(to, zone);
        // From the day before: it may have been open past midnight.
        for (LocalDate day = LocalDate.ofInstant(from, zone).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (Span span : week.getOrDefault(day.getDayOfWeek(), List.of())) {
                Instant opened = at(day, span.from(), zone);
                Instant closed = at(day, span.to(), zone);
                Instant begin = opened.isAfter(from) ? opened : from;
                Instant end = closed.isBefore(to) ? closed : to;
                if (begin.isBefore(end)) {
                    open = open.plus(Duration.between(begin, end));
                }
            }
        }
        return open;
    }

    private static Instant at(LocalDate day, int minute, ZoneId zone) {
        return day.atStartOfDay().plusMinutes(minute).atZone(zone).toInstant();
    }
}
