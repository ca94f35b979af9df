package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which sequence numbers of a store's tills have not arrived. Tills number every transaction, control and training
 * included, so a hole means a transaction that we have not been told. Parked ones have arrived. What comes out of order
 * is awaited for {@code noren.pos.gap-grace} after a later one; then it is missing until it comes after all. Where
 * {@code noren.pos.gap-leap} or more lack in a row the till's counter has leapt, and a person should look at the till.
 */
@Component
public class SequenceGaps {
    /** Characters of a reason. */
    private static final int LONGEST_REASON = 200;

    private final JdbcClient jdbc;
    private final GivenUpNumbers givenUp;
    private final PosSettings settings;
    private final Clock clock;

    SequenceGaps(JdbcClient jdbc, GivenUpNumbers givenUp, PosSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.givenUp = givenUp;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One till's day.
     *
     * @param first the lowest sequence number that arrived; what a till sent before it cannot be known
     * @param arrived how many arrived, from {@code first} to {@code last}
     * @param missing the holes between
     * @param awaited holes that are so young that what fills them may only be late
     * @param leaps holes so wide that nobody has sold as much: the till's counter has leapt
     * @param givenUp what of the holes will not come, as a person has said; it is in none of the other lists
     */
    public record TillDay(
            String source,
            String workstation,
            long first,
            long last,
            long arrived,
            List<Range> missing,
            List<Range> awaited,
            List<Range> leaps,
            List<GivenUp> givenUp) {}

    /** Which till's day it is. */
    public record Named(String source, String location, String workstation, LocalDate businessDay) {}

    /**
     * From one sequence number to another, both included.
     *
     * @param since when a later number had arrived
     */
    public record Range(long from, long to, Instant since) {
        long size() {
            return to - from + 1;
        }
    }

    /**
     * Numbers that will not come, both ends included.
     *
     * @param by who says so
     */
    public record GivenUp(long from, long to, String reason, String by, Instant at) {}

    /**
     * A person says that missing numbers, or those of a leap, will not come: they do not count any more. What comes after
     * all is recorded as ever.
     *
     * @param first with which the holes begin that are meant; one that has changed meanwhile is left for another look
     * @param by who says so
     * @throws Refusal {@code REASON_NEEDED}, or {@code NOTHING_MISSING} when none of the holes is there (any more)
     */
    @Transactional
    public void giveUp(Named named, Set<Long> first, String reason, String by) {
        if (reason.isBlank() || reason.strip().length() > LONGEST_REASON) {
            throw new Refusal("REASON_NEEDED", "Say in 1 to " + LONGEST_REASON + " characters why they will not come.");
        }
        TillDay till = of(named.location(), named.businessDay()).stream()
                .filter(day ->
                        day.source().equals(named.source()) && day.workstation().equals(named.workstation()))
                .findFirst()
                .orElseThrow(SequenceGaps::nothingMissing);
        List<Range> meant = Stream.concat(till.missing().stream(), till.leaps().stream())
                .filter(hole -> first.contains(hole.from()))
                .toList();
        if (meant.isEmpty()) {
            throw nothingMissing();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        givenUp.add(named, meant, reason.strip(), by, now);
    }

    private static Refusal nothingMissing() {
        return new Refusal("NOTHING_MISSING", "These numbers are not missing any more; look again.");
    }

    public List<TillDay> of(String location, LocalDate businessDay) {
        Instant border = clock.instant().minus(settings.pos().gapGrace());
        Map<List<String>, TillDay> days = new LinkedHashMap<>();
        jdbc.sql("""
                        with told as (
                          select source, workstation, sequence_number, recorded_at as at from pos.till_transaction
                          where location = :location and business_day = :day and numbered
                            and sequence_number <= :most
                          union all
                          select source, workstation, sequence_number, parked_at from pos.parked_transaction
                          where location = :location and business_day = :day and numbered
                            and sequence_number <= :most),
                        arrived as (
                          select source, workstation, sequence_number, min(at) as at from told group by 1, 2, 3),
                        numbered as (
                          select source, workstation, sequence_number,
                            lead(sequence_number) over till as following,
                            min(at) over (till rows between 1 following and unbounded following) as since,
                            min(sequence_number) over whole as first,
                            max(sequence_number) over whole as last,
                            count(*) over whole as arrived
                          from arrived
                          window till as (partition by source, workstation order by sequence_number),
                                 whole as (partition by source, workstation))
                        select source, workstation, first, last, arrived, sequence_number + 1 as missing_from,
                          following - 1 as missing_to, following > sequence_number + 1 as hole, since
                        from numbered
                        where following is null or following > sequence_number + 1
                        order by source, workstation, sequence_number""")
                .param("location", location)
                .param("day", businessDay)
                .param("most", Plausibility.MOST_NUMBER)
                .query(row -> {
                    TillDay day = days.computeIfAbsent(
                            List.of(row.getString("source"), row.getString("workstation")), till -> started(till, row));
                    if (row.getBoolean("hole")) {
                        Range hole = new Range(
                                row.getLong("missing_from"),
                                row.getLong("missing_to"),
                                Documents.instant(row, "since"));
                        kindOf(hole, day, border).add(hole);
                    }
                });
        Map<List<String>, List<GivenUp>> said = givenUp.of(location, businessDay);
        return days.entrySet().stream()
                .map(day -> without(said.getOrDefault(day.getKey(), List.of()), day.getValue()))
                .toList();
    }

    private List<Range> kindOf(Range hole, TillDay day, Instant border) {
        if (hole.size() >= settings.pos().gapLeap()) {
            return day.leaps();
        }
        return hole.since().isBefore(border) ? day.missing() : day.awaited();
    }

    private static TillDay without(List<GivenUp> said, TillDay day) {
        if (said.isEmpty()) {
            return day;
        }
        return new TillDay(
                day.source(),
                day.workstation(),
                day.first(),
                day.last(),
                day.arrived(),
                rest(day.missing(), said),
                rest(day.awaited(), said),
                rest(day.leaps(), said),
                Stream.of(day.missing(), day.awaited(), day.leaps())
                        .flatMap(List::stream)
                        .flatMap(hole -> said.stream().flatMap(one -> within(hole, one).stream()))
                        .sorted(Comparator.comparing(GivenUp::from))
                        .toList());
    }

    /** What is left of the holes. */
    private static List<Range> rest(List<Range> holes, List<GivenUp> said) {
        List<Range> rest = new ArrayList<>();
        for (Range hole : holes) {
            long next = hole.from();
            for (GivenUp one : said) {
                GivenUp part = within(hole, one).orElse(null);
                if (part != null) {
                    addIfAny(rest, next, part.from() - 1, hole.since());
                    next = Math.max(next, part.to() + 1);
                }
            }
            addIfAny(rest, next, hole.to(), hole.since());
        }
        return rest;
    }

    private static void addIfAny(List<Range> ranges, long from, long to, Instant since) {
        if (from <= to) {
            ranges.add(new Range(from, to, since));
        }
    }

    /** The part of the hole; empty when something has come there. */
    private static Optional<GivenUp> within(Range hole, GivenUp said) {
        long from = Math.max(hole.from(), said.from());
        long to = Math.min(hole.to(), said.to());
        return from <= to ? Optional.of(new GivenUp(from, to, said.reason(), said.by(), said.at())) : Optional.empty();
    }

    private static TillDay started(List<String> till, ResultSet row) {
        try {
            return new TillDay(
                    till.get(0),
                    till.get(1),
                    row.getLong("first"),
                    row.getLong("last"),
                    row.getLong("arrived"),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    List.of());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
