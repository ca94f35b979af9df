package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes round all cells, some at a time, for ever, and remembers those that do not add up. Where it is stands in the
 * database: whichever copy of the application has the time takes the next slice, and the others go on with their work.
 */
@Component
public class StockAuditor {

    private static final Logger LOG = LoggerFactory.getLogger(StockAuditor.class);

    private final JdbcClient jdbc;
    private final StockAudit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final int slice;
    private final Duration between;

    StockAuditor(
            JdbcClient jdbc,
            StockAudit audit,
            PlatformTransactionManager transactions,
            Clock clock,
            @Value("${noren.inventory.audit-slice:200}") int slice,
            @Value("${noren.inventory.audit-pass:PT1H}") Duration between) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.slice = slice;
        this.between = between;
    }

    /**
     * How far it is.
     *
     * @param cells checked so far in this pass
     * @param passEndedAt when all cells had been looked at last; null before the first time
     * @param passCells how many those were
     * @param differences cells that did not add up when it looked at them last
     * @param checkedSince when the last whole pass began: every cell has been looked at since; null before the first
     */
    public record Progress(
            long cells,
            @Nullable Instant passEndedAt,
            @Nullable Long passCells,
            long differences,
            @Nullable Instant checkedSince) {}

    /** The place in the round, and when the last round ended. */
    private record Place(Cell after, @Nullable Instant passEndedAt) {}

    @Transactional(readOnly = true)
    public Progress progress() {
        return jdbc.sql("""
                select p.*, (select count(*) from inventory.audit_difference) as differences
                from inventory.audit_progress p
                """)
                .query((row, index) -> new Progress(
                        row.getLong("cells"),
                        instant(row, "pass_ended_at"),
                        row.getObject("pass_cells", Long.class),
                        row.getLong("differences"),
                        instant(row, "checked_since")))
                .single();
    }

    /**
     * A cell that did not add up when the auditor came by, and still does not.
     *
     * @param foundAt when the auditor saw it first
     */
    public record Found(StockAudit.Difference difference, Instant foundAt) {}

    /** What it has found and nobody has mended since, by item and location; at most 1,000. */
    @Transactional(readOnly = true)
    public List<Found> found() {
        Map<Cell, Instant> remembered = new HashMap<>();
        jdbc.sql("select sku, location, found_at from inventory.audit_difference order by sku, location limit :most")
                .param("most", StockAudit.MOST_DIFFERENCES)
                .query(row -> {
                    remembered.put(
                            new Cell(row.getString("sku"), row.getString("location")),
                            Objects.requireNonNull(instant(row, "found_at")));
                });
        return remembered.isEmpty()
                ? List.of()
                : audit.differences(List.copyOf(remembered.keySet())).stream()
                        .map(still -> new Found(
                                still, Objects.requireNonNull(remembered.get(new Cell(still.sku(), still.location())))))
                        .sorted(Comparator.comparing(
                                        (Found found) -> found.difference().sku())
                                .thenComparing(found -> found.difference().location()))
                        .toList();
    }

    @Scheduled(fixedDelayString = "${noren.inventory.audit-millis:1000}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        try {
            next();
        } catch (DataAccessException busy) {
            LOG.warn("A slice of cells could not be audited now; trying again: {}", busy.toString());
        }
    }

    /** @return whether a slice was checked: not where another copy is at it, nor too soon after a whole round */
    boolean next() {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Optional<Place> place = jdbc.sql("""
                    select after_sku, after_location, pass_ended_at from inventory.audit_progress
                    for update skip locked
                    """)
                    .query((row, index) -> new Place(
                            new Cell(row.getString("after_sku"), row.getString("after_location")),
                            instant(row, "pass_ended_at")))
                    .optional();
            place.filter(this::isDue).ifPresent(this::check);
            return place.filter(this::isDue).isPresent();
        }));
    }

    private boolean isDue(Place place) {
        Instant ended = place.passEndedAt();
        return !place.after().sku().isEmpty()
                || ended == null
                || !clock.instant().isBefore(ended.plus(between));
    }

    private void check(Place place) {
        Instant now = Sql.micros(clock.instant());
        Cell after = place.after();
        List<Cell> cells = jdbc.sql("""
                select sku, location from inventory.stock_level where (sku, location) > (:sku, :location)
                order by sku, location limit :slice
                """)
                .param("sku", after.sku())
                .param("location", after.location())
                .param("slice", slice)
                .query((row, index) -> new Cell(row.getString("sku"), row.getString("location")))
                .list();
        Optional<Cell> last = cells.size() < slice ? Optional.empty() : Optional.of(cells.get(cells.size() - 1));
        List<StockAudit.Difference> differences = audit.differences(after, last);
        remember(after, last, differences);
        jdbc.sql("""
                update inventory.audit_progress set after_sku = :sku, after_location = :location,
                    cells = case when :ended then 0 else cells + :checked end,
                    pass_cells = case when :ended then cells + :checked else pass_cells end,
                    pass_ended_at = case when :ended then :now else pass_ended_at end,
                    pass_began_at = case when after_sku = '' then :now else pass_began_at end,
                    checked_since = case when not :ended then checked_since
                        when after_sku = '' then :now else pass_began_at end
                """)
                .param("sku", last.map(Cell::sku).orElse(""))
                .param("location", last.map(Cell::location).orElse(""))
                .param("ended", last.isEmpty())
                .param("checked", cells.size())
                .param("now", time(now))
                .update();
        if (!differences.isEmpty()) {
            LOG.error("Cells that do not add up: {}, the first is {}", differences.size(), differences.get(0));
        }
    }

    private void remember(Cell after, Optional<Cell> last, List<StockAudit.Difference> differences) {
        jdbc.sql("""
                delete from inventory.audit_difference where (sku, location) > (:sku, :location)
                    and (:toTheEnd or (sku, location) <= (:lastSku, :lastLocation))
                    and not exists (select from unnest(:skus::text[], :locations::text[]) as f (sku, location)
                        where f.sku = audit_difference.sku and f.location = audit_difference.location)
                """)
                .param("sku", after.sku())
                .param("location", after.location())
                .param("toTheEnd", last.isEmpty())
                .param("lastSku", last.map(Cell::sku).orElse(""))
                .param("lastLocation", last.map(Cell::location).orElse(""))
                .param("skus", column(differences, StockAudit.Difference::sku))
                .param("locations", column(differences, StockAudit.Difference::location))
                .update();
        jdbc.sql("""
                insert into inventory.audit_difference (sku, location, found_at)
                select sku, location, :now from unnest(:skus::text[], :locations::text[]) as found (sku, location)
                on conflict (sku, location) do nothing
                """)
                .param("now", time(Sql.micros(clock.instant())))
                .param("skus", column(differences, StockAudit.Difference::sku))
                .param("locations", column(differences, StockAudit.Difference::location))
                .update();
    }
}
