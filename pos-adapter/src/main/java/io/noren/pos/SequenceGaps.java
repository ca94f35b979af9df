package io.noren.pos;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which sequence numbers of a store's tills have not arrived. Tills number every transaction, control and training
 * included, so a hole means a transaction that we have not been told. Parked ones have arrived.
 */
@Component
public class SequenceGaps {
    private final JdbcClient jdbc;

    SequenceGaps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One till's day.
     *
     * @param first the lowest sequence number that arrived; what a till sent before it cannot be known
     * @param arrived how many arrived, from {@code first} to {@code last}
     * @param missing the holes between
     */
    public record TillDay(
            String source, String workstation, long first, long last, long arrived, List<Range> missing) {}

    /** From one sequence number to another, both included. */
    public record Range(long from, long to) {}

    public List<TillDay> of(String location, LocalDate businessDay) {
        Map<List<String>, TillDay> days = new LinkedHashMap<>();
        jdbc.sql("""
                        with arrived as (
                          select source, workstation, sequence_number from pos.till_transaction
                          where location = :location and business_day = :day
                          union
                          select source, workstation, sequence_number from pos.parked_transaction
                          where location = :location and business_day = :day),
                        numbered as (
                          select source, workstation, sequence_number,
                            lead(sequence_number) over till as following,
                            min(sequence_number) over whole as first,
                            max(sequence_number) over whole as last,
                            count(*) over whole as arrived
                          from arrived
                          window till as (partition by source, workstation order by sequence_number),
                                 whole as (partition by source, workstation))
                        select source, workstation, first, last, arrived, sequence_number + 1 as missing_from,
                          following - 1 as missing_to, following > sequence_number + 1 as hole
                        from numbered
                        where following is null or following > sequence_number + 1
                        order by source, workstation, sequence_number""").param("location", location).param("day", businessDay).query(row -> {
            List<String> till = List.of(row.getString("source"), row.getString("workstation"));
            TillDay day = days.get(till);
            if (day == null) {
                day = new TillDay(
                        row.getString("source"),
                        row.getString("workstation"),
                        row.getLong("first"),
                        row.getLong("last"),
                        row.getLong("arrived"),
                        new ArrayList<>());
                days.put(till, day);
            }
            if (row.getBoolean("hole")) {
                day.missing().add(new Range(row.getLong("missing_from"), row.getLong("missing_to")));
            }
        });
        return List.copyOf(days.values());
    }
}
