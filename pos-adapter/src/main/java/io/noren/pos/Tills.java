package io.noren.pos;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How each till is doing: its latest business day, how long ago it last spoke, and what is not in order of the days before. */
@Component
public class Tills {
    /** A till that has said nothing for so long is no till any more. */
    private static final Duration REMEMBERED = Duration.ofDays(60);

    /** How long a person is told of a day that a till has gone on from. */
    private static final Duration LOOKED_BACK = Duration.ofDays(14);

    /** For how long it is news that something came late for such a day. */
    private static final Duration NEWS = Duration.ofDays(1);

    /** Days looked at, the latest first. */
    private static final int MOST_EARLIER = 100;

    private final JdbcClient jdbc;
    private final SequenceGaps gaps;
    private final Clock clock;

    Tills(JdbcClient jdbc, SequenceGaps gaps, Clock clock) {
        this.jdbc = jdbc;
        this.gaps = gaps;
        this.clock = clock;
    }

    /**
     * One till on the latest business day that it told of. Numbers count transactions.
     *
     * @param lastWordAt when something of this day last came, news or not
     * @param recorded what came for the first time
     * @param duplicates how often something was told again
     * @param late what came more than {@code noren.pos.late-after} after it happened
     * @param parked what waits for a person
     * @param missing sequence numbers that have not come within {@code noren.pos.gap-grace}
     * @param leaps how often the till's counter has leapt, by {@code noren.pos.gap-leap} or more
     * @param clockAhead how far the till's clock is ahead at least, null if it is not; that one is behind cannot be told
     *     from news that are late
     */
    public record Till(
            String source,
            String location,
            String workstation,
            LocalDate businessDay,
            Instant lastWordAt,
            Duration feedAge,
            long recorded,
            long duplicates,
            long late,
            long parked,
            long missing,
            int leaps,
            @Nullable Duration clockAhead) {}

    /** @param asker whose stores are shown */
    public List<Till> of(LocationBinding asker) {
        Instant now = clock.instant();
        Map<StoreDay, List<SequenceGaps.TillDay>> gapsOfStores = new HashMap<>();
        return jdbc.sql("""
                        select d.*, extract(epoch from d.least_delay) * 1000 as least_delay_ms,
                          (select count(*) from pos.parked_transaction p
                           where (p.location, p.business_day, p.workstation, p.source)
                               = (d.location, d.business_day, d.workstation, d.source) and p.resolved_at is null) as parked,
                          d.last_number - d.first_number + 1 > d.numbered as holes
                        from (select distinct on (location, workstation, source) * from pos.till_day
                              where last_word_at >= ? and (?::text[] is null or location = any (?))
                              order by location, workstation, source, business_day desc) d
                        order by d.location, d.workstation, d.source""")
                .param(now.minus(REMEMBERED).atOffset(ZoneOffset.UTC))
                .param(asker.asArray())
                .param(asker.asArray())
                .query((row, n) -> till(row, now, gapsOfStores))
                .list();
    }

    /**
     * Stores of whose tills nothing was recorded for so long that they are in no list, or never.
     *
     * @param lastWordAt null for never
     */
    public record SilentStore(String location, @Nullable Instant lastWordAt) {}

    /** @param stores among which to look; answered in their order */
    public List<SilentStore> silent(List<String> stores) {
        Instant remembered = clock.instant().minus(REMEMBERED);
        return jdbc
                .sql("""
                        select s.location, (select max(d.last_word_at) from pos.till_day d
                          where d.location = s.location) as last_word_at
                        from unnest(?) with ordinality as s (location, n) order by s.n""")
                .param(stores.toArray(String[]::new))
                .query((row, n) -> new SilentStore(
                        row.getString("location"),
                        row.getObject("last_word_at") == null ? null : Documents.instant(row, "last_word_at")))
                .list()
                .stream()
                .filter(store ->
                        store.lastWordAt() == null || store.lastWordAt().isBefore(remembered))
                .toList();
    }

    /**
     * A day that a till has gone on from and that is not in order, or was not until lately.
     *
     * @param lastWordAt when something of this day last came, news or not
     * @param late what came more than {@code noren.pos.late-after} after it happened
     * @param missing sequence numbers that have not come within {@code noren.pos.gap-grace}
     * @param leaps where the till's counter has leapt
     */
    public record EarlierDay(
            String source,
            String location,
            String workstation,
            LocalDate businessDay,
            Instant lastWordAt,
            long late,
            List<SequenceGaps.Range> missing,
            List<SequenceGaps.Range> leaps) {

        public long numbersMissing() {
            return count(missing);
        }

        private boolean hasHoles() {
            return !missing.isEmpty() || !leaps.isEmpty();
        }
    }

    /**
     * Days of the last two weeks before each till's latest one: those of which numbers are missing or leapt, and those of which
     * something came late within the last day. The latest first, {@value #MOST_EARLIER} at most.
     *
     * @param asker whose stores are shown
     */
    public List<EarlierDay> earlier(LocationBinding asker) {
        Instant now = clock.instant();
        Map<StoreDay, List<SequenceGaps.TillDay>> gapsOfStores = new HashMap<>();
        return jdbc
                .sql("""
                        select d.* from pos.till_day d
                        where d.business_day >= ? and (?::text[] is null or d.location = any (?))
                          and (d.last_number - d.first_number + 1 > d.numbered or d.late > 0 and d.last_word_at >= ?)
                          and exists (select 1 from pos.till_day later
                            where (later.location, later.workstation, later.source)
                                = (d.location, d.workstation, d.source) and later.business_day > d.business_day)
                        order by d.business_day desc, d.location, d.workstation, d.source limit ?""")
                .param(now.minus(LOOKED_BACK).atOffset(ZoneOffset.UTC).toLocalDate())
                .param(asker.asArray())
                .param(asker.asArray())
                .param(now.minus(NEWS).atOffset(ZoneOffset.UTC))
                .param(MOST_EARLIER)
                .query((row, n) -> earlier(row, gapsOfStores))
                .list()
                .stream()
                .filter(day ->
                        day.hasHoles() || (day.late() > 0 && !day.lastWordAt().isBefore(now.minus(NEWS))))
                .toList();
    }

    private EarlierDay earlier(ResultSet row, Map<StoreDay, List<SequenceGaps.TillDay>> gapsOfStores)
            throws SQLException {
        StoreDay day = new StoreDay(row.getString("location"), row.getObject("business_day", LocalDate.class));
        String source = row.getString("source");
        String workstation = row.getString("workstation");
        Optional<SequenceGaps.TillDay> told = told(day, source, workstation, gapsOfStores);
        return new EarlierDay(
                source,
                day.location(),
                workstation,
                day.businessDay(),
                Documents.instant(row, "last_word_at"),
                row.getLong("late"),
                told.map(SequenceGaps.TillDay::missing).orElse(List.of()),
                told.map(SequenceGaps.TillDay::leaps).orElse(List.of()));
    }

    private Optional<SequenceGaps.TillDay> told(
            StoreDay day, String source, String workstation, Map<StoreDay, List<SequenceGaps.TillDay>> gapsOfStores) {
        return gapsOfStores.computeIfAbsent(day, asked -> gaps.of(asked.location(), asked.businessDay())).stream()
                .filter(till ->
                        till.source().equals(source) && till.workstation().equals(workstation))
                .findFirst();
    }

    private static long count(List<SequenceGaps.Range> ranges) {
        return ranges.stream().mapToLong(SequenceGaps.Range::size).sum();
    }

    private record StoreDay(String location, LocalDate businessDay) {}

    private Till till(ResultSet row, Instant now, Map<StoreDay, List<SequenceGaps.TillDay>> gapsOfStores)
            throws SQLException {
        String source = row.getString("source");
        String workstation = row.getString("workstation");
        StoreDay day = new StoreDay(row.getString("location"), row.getObject("business_day", LocalDate.class));
        Optional<SequenceGaps.TillDay> holes =
                row.getBoolean("holes") ? told(day, source, workstation, gapsOfStores) : Optional.empty();
        Instant lastWord = Documents.instant(row, "last_word_at");
        long leastDelay = row.getLong("least_delay_ms");
        return new Till(
                source,
                day.location(),
                workstation,
                day.businessDay(),
                lastWord,
                Duration.between(lastWord, now),
                row.getLong("recorded"),
                row.getLong("duplicates"),
                row.getLong("late"),
                row.getLong("parked"),
                holes.map(told -> count(told.missing())).orElse(0L),
                holes.map(told -> told.leaps().size()).orElse(0),
                leastDelay < 0 ? Duration.ofMillis(-leastDelay) : null);
    }
}
