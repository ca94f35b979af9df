package io.noren.inventory;

import ch.poole.openinghoursparser.OpeningHoursParseException;
import ch.poole.openinghoursparser.OpeningHoursParser;
import ch.poole.openinghoursparser.Rule;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a store is open, read from what shoppers read: <a
 * href="https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification">OpenStreetMap's notation</a>, as far as
 * stores need it: days, times and dates, e.g. {@code Mo-Sa 10:00-20:00; Su 11:00-19:00; Dec 31 10:00-17:00; Jan 01-02
 * off}. What goes by sunset, by weeks or by school holidays counts as not known. Public holidays ({@code PH}) are days
 * like others: a store that keeps them names their dates.
 */
public final class OpeningHours {
    /** After so many days without an open hour nobody waits any longer for one. */
    private static final int LONGEST_CLOSED = 62;

    private final List<OpeningRule> rules;

    private OpeningHours(List<OpeningRule> rules) {
        this.rules = rules;
    }

    /** From one moment on, and before the other. */
    public record Open(Instant from, Instant to) {}

    /** @return empty when nothing is written, or in words that are not read here */
    public static Optional<OpeningHours> read(@Nullable String written) {
        if (written == null || written.isBlank()) {
            return Optional.empty();
        }
        List<OpeningRule> rules = new ArrayList<>();
        for (Rule rule : parsed(written)) {
            if (OpeningRule.isOnlyForPublicHolidays(rule)) {
                continue;
            }
            Optional<OpeningRule> read = OpeningRule.read(rule);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            rules.add(read.get());
        }
        return rules.isEmpty() ? Optional.empty() : Optional.of(new OpeningHours(List.copyOf(rules)));
    }

    private static List<Rule> parsed(String written) {
        try {
            return new OpeningHoursParser(new StringReader(written.strip())).rules(false);
        } catch (OpeningHoursParseException e) {
            return List.of();
        }
    }

    /** When the store is open on a day, also if that ends past midnight; in order, and none touches another. */
    public List<Open> on(LocalDate day, ZoneId zone) {
        List<OpeningRule.Span> spans = List.of();
        for (OpeningRule rule : rules) {
            if (rule.isFor(day)) {
                spans = rule.adds()
                        ? Stream.concat(spans.stream(), rule.spans().stream()).toList()
                        : rule.spans();
            }
        }
        return joined(spans.stream()
                .map(span -> new Open(at(day, span.from(), zone), at(day, span.to(), zone)))
                .filter(open -> open.from().isBefore(open.to())));
    }

    /** When the store is open between two moments; in order, and none touches another. */
    public List<Open> between(Instant from, Instant to, ZoneId zone) {
        // From the day before: it may have been open past midnight.
        LocalDate first = LocalDate.ofInstant(from, zone).minusDays(1);
        LocalDate last = LocalDate.ofInstant(to, zone);
        return joined(first.datesUntil(last.plusDays(1))
                .flatMap(day -> on(day, zone).stream())
                .filter(open -> open.from().isBefore(to) && open.to().isAfter(from))
                .map(open -> new Open(
                        open.from().isBefore(from) ? from : open.from(),
                        open.to().isAfter(to) ? to : open.to())));
    }

    /** How long the store was open between two moments. */
    public Duration openBetween(Instant from, Instant to, ZoneId zone) {
        return between(from, to, zone).stream()
                .map(open -> Duration.between(open.from(), open.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * The first moment at which the store is open and has been open for so long since another.
     *
     * @return empty if it does not open that long within about two months
     */
    public Optional<Instant> after(Instant from, Duration openFor, ZoneId zone) {
        Duration left = openFor;
        Instant end = from.plus(Duration.ofDays(LONGEST_CLOSED));
        for (Open open : between(from, end, zone)) {
            Duration here = Duration.between(open.from(), open.to());
            if (left.compareTo(here) < 0) {
                return Optional.of(open.from().plus(left));
            }
            left = left.minus(here);
        }
        return Optional.empty();
    }

    private static List<Open> joined(Stream<Open> spans) {
        List<Open> joined = new ArrayList<>();
        for (Open next : spans.sorted(Comparator.comparing(Open::from)).toList()) {
            Open last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || next.from().isAfter(last.to())) {
                joined.add(next);
            } else if (next.to().isAfter(last.to())) {
                joined.set(joined.size() - 1, new Open(last.from(), next.to()));
            }
        }
        return joined;
    }

    private static Instant at(LocalDate day, int minute, ZoneId zone) {
        return day.atStartOfDay().plusMinutes(minute).atZone(zone).toInstant();
    }
}
