package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts that are kept singly, each under its id, for ever and whatever became of them. */
@Component
class CountRows {

    private final JdbcClient jdbc;

    CountRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A checked count. */
    record Row(
            String id,
            Cell cell,
            BigDecimal counted,
            Instant countedAt,
            @Nullable BigDecimal expected,
            UUID digest) {

        static Row of(StockCount count, String sku) {
            BigDecimal expected = count.expected();
            Instant countedAt = Sql.micros(count.countedAt());
            String content = String.join(
                    "\n",
                    sku,
                    count.location(),
                    Quantities.plain(count.counted()).toPlainString(),
                    countedAt.toString(),
                    expected == null ? "" : Quantities.plain(expected).toPlainString());
            return new Row(
                    count.id(),
                    new Cell(sku, count.location()),
                    Quantities.plain(count.counted()),
                    countedAt,
                    expected,
                    UUID.nameUUIDFromBytes(content.getBytes(UTF_8)));
        }
    }

    /** A count that was reported before. */
    record Known(UUID digest, String state, @Nullable UUID held) {}

    /** The newest count of a cell. */
    record Newest(String id, BigDecimal counted, Instant countedAt) {}

    Map<String, Known> known(Collection<String> ids) {
        Map<String, Known> known = new HashMap<>();
        jdbc.sql("select id, digest, state, held_change from inventory.stock_count where id = any(:ids)")
                .param("ids", ids.toArray(String[]::new))
                .query(row -> {
                    known.put(
                            row.getString("id"),
                            new Known(
                                    row.getObject("digest", UUID.class),
                                    row.getString("state"),
                                    row.getObject("held_change", UUID.class)));
                });
        return known;
    }

    /**
     * Keeps the counts, each under its id.
     *
     * @param held what each waits in, null for those that are believed
     * @return the ids that are new; of two who report one at the same moment the later waits here for the earlier
     */
    Set<String> insert(List<Row> rows, Map<String, UUID> held, String actor, Instant now) {
        return insert(rows, held, "RECORDED", actor, now);
    }

    /** Keeps, of counts that nobody knows, that they never count. @return the ids that are new */
    Set<String> insertWithdrawn(List<Row> rows, String actor, Instant now) {
        return insert(rows, Map.of(), "WITHDRAWN", actor, now);
    }

    private Set<String> insert(List<Row> rows, Map<String, UUID> held, String otherwise, String actor, Instant now) {
        return new HashSet<>(jdbc.sql("""
                insert into inventory.stock_count
                    (id, digest, sku, location, counted, counted_at, expected, actor, received_at, state, held_change)
                select id, digest, sku, location, counted, counted_at, expected, :actor, :now,
                    case when held is null then :otherwise else 'HELD' end, held
                from unnest(:ids::text[], :digests::uuid[], :skus::text[], :locations::text[], :counted::numeric[],
                    :times::timestamptz[], :expected::numeric[], :held::uuid[])
                    as new (id, digest, sku, location, counted, counted_at, expected, held)
                order by id collate "C"
                on conflict (id) do nothing
                returning id
                """)
                .param("otherwise", otherwise)
                .param("actor", actor)
                .param("now", time(now))
                .param("ids", column(rows, Row::id))
                .param("digests", column(rows, Row::digest))
                .param("skus", column(rows, row -> row.cell().sku()))
                .param("locations", column(rows, row -> row.cell().location()))
                .param("counted", column(rows, Row::counted))
                .param("times", column(rows, Row::countedAt))
                .param("expected", column(rows, Row::expected))
                .param("held", column(rows, row -> held.get(row.id())))
                .query(String.class)
                .list());
    }

    /**
     * Says of counts that they count no more, or never will, if their content is as it is told.
     *
     * @return by id, the cells of those that counted, or waited for a person, until now
     */
    Map<String, Cell> withdraw(List<Row> rows) {
        Map<String, Cell> withdrawn = new HashMap<>();
        jdbc.sql("""
                update inventory.stock_count c set state = 'WITHDRAWN'
                from unnest(:ids::text[], :digests::uuid[]) as told (id, digest)
                where c.id = told.id and c.digest = told.digest and c.state in ('RECORDED', 'HELD')
                returning c.id, c.sku, c.location
                """)
                .param("ids", column(rows, Row::id))
                .param("digests", column(rows, Row::digest))
                .query(row -> {
                    withdrawn.put(row.getString("id"), new Cell(row.getString("sku"), row.getString("location")));
                });
        return withdrawn;
    }

    /** Moves the counts of a held change from one state to the next, and says which cells they are of. */
    List<Cell> move(UUID held, String from, String to) {
        return jdbc.sql("""
                with moved as (
                    update inventory.stock_count set state = :to where held_change = :held and state = :from
                    returning sku, location)
                select distinct sku, location from moved
                """)
                .param("held", held)
                .param("from", from)
                .param("to", to)
                .query((row, index) -> new Cell(row.getString("sku"), row.getString("location")))
                .list();
    }

    /**
     * The newest count of each cell that has one; of two at the same instant the greater id is the newer. Sheets are
     * opened only for cells whose level goes back to a count that is newer than all that are kept singly: to one of a
     * sheet, or to one that does not count any more.
     */
    Map<Cell, Newest> newest(Collection<Level> levels) {
        List<Level> wanted = List.copyOf(levels);
        Map<Cell, Newest> newest = new HashMap<>();
        jdbc.sql("""
                select wanted.sku, wanted.location, newest.*
                from unnest(:skus::text[], :locations::text[], :countIds::text[], :countTimes::timestamptz[])
                    as wanted (sku, location, count_id, counted_at)
                left join lateral (
                    select id, counted, counted_at from inventory.stock_count c
                    where c.sku = wanted.sku and c.location = wanted.location and c.state = 'RECORDED'
                    order by c.counted_at desc, c.id desc limit 1) single on true
                left join lateral (
                    select sheet.* from inventory.newest_count_of_sheets(wanted.sku, wanted.location, 'infinity') sheet
                    where wanted.count_id is not null and (single.id is null
                        or (wanted.counted_at, wanted.count_id collate "C") > (single.counted_at, single.id))) sheet
                    on true
                cross join lateral (
                    select * from (values (single.id, single.counted, single.counted_at),
                        (sheet.id, sheet.counted, sheet.counted_at)) as found (id, counted, counted_at)
                    where id is not null
                    order by counted_at desc, id collate "C" desc limit 1) newest
                """)
                .param("skus", column(wanted, level -> level.cell().sku()))
                .param("locations", column(wanted, level -> level.cell().location()))
                .param("countIds", column(wanted, level -> count(level, Level.Counted::id)))
                .param("countTimes", column(wanted, level -> count(level, Level.Counted::at)))
                .query(row -> {
                    newest.put(
                            new Cell(row.getString("sku"), row.getString("location")),
                            new Newest(
                                    row.getString("id"),
                                    row.getBigDecimal("counted"),
                                    Objects.requireNonNull(instant(row, "counted_at"))));
                });
        return newest;
    }

    private static <T> @Nullable T count(Level level, Function<Level.Counted, T> part) {
        Level.Counted counted = level.counted();
        return counted == null ? null : part.apply(counted);
    }
}
