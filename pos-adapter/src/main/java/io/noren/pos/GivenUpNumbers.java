package io.noren.pos;

import io.noren.pos.SequenceGaps.GivenUp;
import io.noren.pos.SequenceGaps.Range;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sequence numbers of which a person has said why they will not come, in {@code pos.given_up_number}. */
@Component
class GivenUpNumbers {
    private final JdbcClient jdbc;

    GivenUpNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** By source and workstation, those of one till in the order of their numbers. */
    Map<List<String>, List<GivenUp>> of(String location, LocalDate businessDay) {
        Map<List<String>, List<GivenUp>> tills = new HashMap<>();
        jdbc.sql("""
                        select * from pos.given_up_number where location = ? and business_day = ?
                        order by source, workstation, first_number""").params(location, businessDay).query(row -> {
            tills.computeIfAbsent(
                            List.of(row.getString("source"), row.getString("workstation")), till -> new ArrayList<>())
                    .add(new GivenUp(
                            row.getLong("first_number"),
                            row.getLong("last_number"),
                            row.getString("reason"),
                            row.getString("given_up_by"),
                            Documents.instant(row, "given_up_at")));
        });
        return tills;
    }

    /** What somebody else has given up at the same moment stays as they said. */
    void add(SequenceGaps.Named day, List<Range> numbers, String reason, String by, Instant at) {
        for (Range range : numbers) {
            jdbc.sql("""
                            insert into pos.given_up_number (location, business_day, workstation, source, first_number,
                              last_number, reason, given_up_by, given_up_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
                    .params(
                            day.location(),
                            day.businessDay(),
                            day.workstation(),
                            day.source(),
                            range.from(),
                            range.to(),
                            reason,
                            by,
                            at.atOffset(ZoneOffset.UTC))
                    .update();
        }
    }
}
