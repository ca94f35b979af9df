package io.noren.pos;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of what each till told of its days, in {@code pos.till_day}; {@link TransactionLog} adds what is new. */
@Component
class TillDays {
    private final JdbcClient jdbc;

    TillDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Day(String location, LocalDate businessDay, String workstation, String source) {
        static final Comparator<Day> ORDER = Comparator.comparing(Day::location)
                .thenComparing(Day::businessDay)
                .thenComparing(Day::workstation)
                .thenComparing(Day::source);
    }

    /** These were told again. In the order in which {@link TransactionLog} locks the same rows. */
    void toldAgain(List<TransactionKey> transactions, Instant now) {
        if (transactions.isEmpty()) {
            return;
        }
        Map<Day, Long> days = transactions.stream()
                .collect(Collectors.groupingBy(
                        key -> new Day(key.location(), key.businessDay(), key.workstation(), key.source()),
                        () -> new TreeMap<>(Day.ORDER),
                        Collectors.counting()));
        jdbc.sql("""
                        update pos.till_day d
                        set duplicates = d.duplicates + t.told, last_word_at = greatest(d.last_word_at, ?)
                        from (select d.location, d.business_day, d.workstation, d.source, t.told
                              from unnest(?, ?::date[], ?, ?, ?)
                                as t (location, business_day, workstation, source, told)
                              join pos.till_day d using (location, business_day, workstation, source)
                              order by d.location, d.business_day, d.workstation, d.source for update of d) t
                        where (d.location, d.business_day, d.workstation, d.source)
                            = (t.location, t.business_day, t.workstation, t.source)""")
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        days.keySet().stream().map(Day::location).toArray(String[]::new),
                        days.keySet().stream()
                                .map(day -> day.businessDay().toString())
                                .toArray(String[]::new),
                        days.keySet().stream().map(Day::workstation).toArray(String[]::new),
                        days.keySet().stream().map(Day::source).toArray(String[]::new),
                        days.values().toArray(Long[]::new))
                .update();
    }
}
