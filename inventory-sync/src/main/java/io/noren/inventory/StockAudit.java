package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Checks that levels are the sums of movements, promises those of reservations, and what is incoming that of shipments:
 * some cells with each statement, so that neither memory nor a snapshot grows with the ledger. A cell is compared at one
 * moment, and no cell has to do with another.
 */
@Component
public class StockAudit {

    /** Beyond that the trouble is known well enough. */
    static final int MOST_DIFFERENCES = 1_000;

    /** How many cells one call may ask for. */
    public static final int MOST_CELLS = 1_000_000;

    /** Cells that are compared with one statement. */
    private static final int SLICE = 1_000;

    private static final Cell BEGIN = new Cell("", "");

    private final JdbcClient jdbc;
    private final Clock clock;

    StockAudit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What is to be checked.
     *
     * @param sku one item; null: every one
     * @param location one location; null: every one
     * @param after the {@code next} of the report before; null: from the beginning
     * @param limit cells, at most 1,000,000
     * @param within how long it may take; it ends after the slice in which that has passed
     */
    public record Wanted(
            @Nullable String sku,
            @Nullable String location,
            @Nullable String after,
            int limit,
            Duration within) {}

    /**
     * What was found.
     *
     * @param checkedAt when it began: no cell was compared before
     * @param cells how many were compared
     * @param differences it ends after the slice that brings them to 1,000
     * @param next where to go on; null when all that was asked for is checked
     */
    public record Report(
            Instant checkedAt,
            long cells,
            List<Difference> differences,
            @Nullable String next) {}

    /**
     * A cell that does not add up.
     *
     * @param numbers those that are wrong; none when only the sequence is
     * @param sequence as the level says, null where it has no row; against how many movements there are, and the last
     */
    public record Difference(
            String sku,
            String location,
            List<Wrong> numbers,
            @Nullable Long sequence,
            long movements,
            long lastMovement) {}

    /**
     * A number that does not add up.
     *
     * @param level as the level says; null where it has no row
     * @param ledger as the movements sum up to
     * @param reservations as the open reservations sum up to, of what is incoming the open shipments; null for what has
     *     nothing to do with either
     */
    public record Wrong(
            QuantityName name,
            @Nullable BigDecimal level,
            BigDecimal ledger,
            @Nullable BigDecimal reservations) {}

    /** All cells, however long it takes, until too many do not add up. */
    public Report check() {
        return check(new Wanted(null, null, null, Integer.MAX_VALUE, Duration.ofDays(1)));
    }

    /** @throws Refusal {@code BAD_CURSOR} */
    public Report check(Wanted wanted) {
        Instant began = Sql.micros(clock.instant());
        long deadline = System.nanoTime() + wanted.within().toNanos();
        List<Difference> differences = new ArrayList<>();
        long cells = 0;
        Cell after = AuditCursor.read(wanted.after()).orElse(BEGIN);
        while (true) {
            Slice slice = slice(wanted, after, (int) Math.min(SLICE, wanted.limit() - cells));
            differences.addAll(slice.differences());
            cells += slice.cells();
            if (slice.last().isEmpty()) {
                return new Report(began, cells, differences, null);
            }
            after = slice.last().get();
            if (cells >= wanted.limit() || differences.size() >= MOST_DIFFERENCES || System.nanoTime() >= deadline) {
                return new Report(began, cells, differences, AuditCursor.write(after));
            }
        }
    }

    /** @param last empty when nothing follows */
    private record Slice(long cells, Optional<Cell> last, List<Difference> differences) {}

    private Slice slice(Wanted wanted, Cell after, int size) {
        return wanted.location() == null
                ? slice(wanted.sku(), after, size)
                : slice(wanted.sku(), wanted.location(), after, size);
    }

    /** Goes by the levels; what has movements or promises and no level lies between two of them. */
    private Slice slice(@Nullable String sku, Cell after, int size) {
        List<Cell> cells = jdbc.sql("""
                select sku, location from inventory.stock_level
                where (sku, location) > (:sku, :location) and (:only::text is null or sku = :only)
                order by sku, location limit :size
                """)
                .param("sku", after.sku())
                .param("location", after.location())
                .param("only", sku)
                .param("size", size)
                .query((row, index) -> new Cell(row.getString("sku"), row.getString("location")))
                .list();
        Optional<Cell> last = cells.size() < size ? Optional.empty() : Optional.of(cells.get(size - 1));
        return new Slice(cells.size(), last, differences(after, last, sku));
    }

    /** Goes by the items, because every one of them may have a cell there. */
    private Slice slice(@Nullable String sku, String location, Cell after, int size) {
        List<String> skus = sku != null
                ? List.of(sku)
                : jdbc.sql("select sku from inventory.item where sku > :after order by sku limit :size")
                        .param("after", after.sku())
                        .param("size", size)
                        .query(String.class)
                        .list();
        long cells = jdbc.sql(
                        "select count(*) from inventory.stock_level where sku = any(:skus) and location = :location")
                .param("skus", skus.toArray(String[]::new))
                .param("location", location)
                .query(Long.class)
                .single();
        Optional<Cell> last = sku != null || skus.size() < size
                ? Optional.empty()
                : Optional.of(new Cell(skus.get(size - 1), location));
        return new Slice(
                cells,
                last,
                differences(skus.stream().map(each -> new Cell(each, location)).toList()));
    }

    /**
     * The cells behind one and up to another that do not add up, whether or not they have a level.
     *
     * @param last empty for all that follow
     */
    List<Difference> differences(Cell after, Optional<Cell> last) {
        return differences(after, last, null);
    }

    private List<Difference> differences(Cell after, Optional<Cell> last, @Nullable String only) {
        // Each table is asked for the stretch by itself, so that each looks into its own index. SKUs are bounded once
        // more, because PostgreSQL takes two comparisons of rows for a quarter of the table and would read all of it.
        String stretch = "sku >= :afterSku and (sku, location) > (:afterSku, :afterLocation)"
                + (last.isPresent() ? " and sku <= :lastSku and (sku, location) <= (:lastSku, :lastLocation)" : "")
                + (only == null ? "" : " and sku = :only");
        return differences(stretch)
                .param("afterSku", after.sku())
                .param("afterLocation", after.location())
                .param("lastSku", last.map(Cell::sku).orElse(""))
                .param("lastLocation", last.map(Cell::location).orElse(""))
                .param("only", only)
                .query(StockAudit::difference)
                .list();
    }

    /** Those of the cells that do not add up. */
    List<Difference> differences(List<Cell> cells) {
        return differences("(sku, location) in (select * from unnest(:skus::text[], :locations::text[]))")
                .param("skus", column(cells, Cell::sku))
                .param("locations", column(cells, Cell::location))
                .query(StockAudit::difference)
                .list();
    }

    private JdbcClient.StatementSpec differences(String stretch) {
        return jdbc.sql("""
                with summed as (
                    select sku, location,
                        coalesce(sum(delta) filter (where quantity_name = 'ON_HAND'), 0) as moved_on_hand,
                        coalesce(sum(delta) filter (where quantity_name = 'RESERVED'), 0) as moved_reserved,
                        coalesce(sum(delta) filter (where quantity_name = 'COMMITTED'), 0) as moved_committed,
                        coalesce(sum(delta) filter (where quantity_name = 'DAMAGED'), 0) as moved_damaged,
                        coalesce(sum(delta) filter (where quantity_name = 'QUALITY_CONTROL'), 0)
                            as moved_quality_control,
                        coalesce(sum(delta) filter (where quantity_name = 'DISPLAY'), 0) as moved_display,
                        coalesce(sum(delta) filter (where quantity_name = 'INCOMING'), 0) as moved_incoming,
                        count(*) as movements, max(sequence) as last
                    from inventory.stock_movement where {stretch} group by sku, location
                    union all
                    select sku, location, on_hand, reserved, committed, damaged, quality_control, display, incoming,
                        movements, last_sequence
                    from inventory.stock_opening where {stretch}),
                moved as (
                    select sku, location, sum(moved_on_hand) as moved_on_hand, sum(moved_reserved) as moved_reserved,
                        sum(moved_committed) as moved_committed, sum(moved_damaged) as moved_damaged,
                        sum(moved_quality_control) as moved_quality_control, sum(moved_display) as moved_display,
                        sum(moved_incoming) as moved_incoming,
                        sum(movements)::bigint as movements, max(last) as last
                    from summed group by sku, location),
                promised as (
                    select sku, location, coalesce(sum(quantity) filter (where state = 'HELD'), 0) as promised_reserved,
                        coalesce(sum(quantity) filter (where state = 'COMMITTED'), 0) as promised_committed
                    from inventory.reservation_line
                    where state in ('HELD', 'COMMITTED') and {stretch} group by sku, location),
                coming as (
                    select sku, location, sum(outstanding) as promised_incoming
                    from inventory.shipment_line where outstanding > 0 and {stretch} group by sku, location),
                level as (select * from inventory.stock_level where {stretch})
                select * from level l
                full join moved m using (sku, location)
                full join promised p using (sku, location)
                full join coming c using (sku, location)
                where l.on_hand is distinct from coalesce(m.moved_on_hand, 0)
                    or l.reserved is distinct from coalesce(m.moved_reserved, 0)
                    or l.reserved is distinct from coalesce(p.promised_reserved, 0)
                    or l.committed is distinct from coalesce(m.moved_committed, 0)
                    or l.committed is distinct from coalesce(p.promised_committed, 0)
                    or l.damaged is distinct from coalesce(m.moved_damaged, 0)
                    or l.quality_control is distinct from coalesce(m.moved_quality_control, 0)
                    or l.display is distinct from coalesce(m.moved_display, 0)
                    or l.incoming is distinct from coalesce(m.moved_incoming, 0)
                    or l.incoming is distinct from coalesce(c.promised_incoming, 0)
                    or l.sequence is distinct from coalesce(m.movements, 0)
                    or l.sequence is distinct from coalesce(m.last, 0)
                order by sku, location limit :most
                """.replace("{stretch}", stretch)).param("most", MOST_DIFFERENCES);
    }

    private static Difference difference(ResultSet row, int index) throws SQLException {
        List<Wrong> wrong = new ArrayList<>();
        for (QuantityName name : QuantityName.values()) {
            String column = Level.column(name);
            BigDecimal level = row.getBigDecimal(column);
            BigDecimal ledger = zeroIfNone(row.getBigDecimal("moved_" + column));
            BigDecimal reservations = name.hasDocuments() ? zeroIfNone(row.getBigDecimal("promised_" + column)) : null;
            if (level == null
                    || level.compareTo(ledger) != 0
                    || (reservations != null && level.compareTo(reservations) != 0)) {
                wrong.add(new Wrong(name, level, ledger, reservations));
            }
        }
        return new Difference(
                row.getString("sku"),
                row.getString("location"),
                wrong,
                row.getObject("sequence", Long.class),
                row.getLong("movements"),
                row.getLong("last"));
    }

    private static BigDecimal zeroIfNone(@Nullable BigDecimal sum) {
        return Objects.requireNonNullElse(sum, BigDecimal.ZERO);
    }
}
