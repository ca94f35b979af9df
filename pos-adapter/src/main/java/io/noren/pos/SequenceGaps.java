package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which sequence numbers of a store's tills have not arrived. Tills number every transaction, control and training
 * included, so a hole means a transaction that we have not been told. Parked ones have arrived. What comes out of order
 * is awaited for {@code noren.pos.gap-grace} after a later one; then it is missing until it comes after all. Where
 * {@code noren.pos.gap-leap} or more lack in a row the till's counter has leapt, and a person should look at the till.
 */
@Component
public class SequenceGaps {
    private final JdbcClient jdbc;
    private final PosSettings settings;
    private final Clock clock;

    SequenceGaps(JdbcClient jdbc, PosSettings settings, Clock clock) {
        this.jdbc = jdbc;
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
     */
    public record TillDay(
            String source,
            String workstation,
            long first,
            long last,
            long arrived,
            List<Range> missing,
            List<Range> awaited,
            List<Range> leaps) {}

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
        return List.copyOf(days.values());
    }

    private List<Range> kindOf(Range hole, TillDay day, Instant border) {
        if (hole.size() >= settings.pos().gapLeap()) {
            return day.leaps();
        }
        return hole.since().isBefore(border) ? day.missing() : day.awaited();
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
                    new ArrayList<>());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
