package io.noren.inventory;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Checks, in one look at one moment, that levels are the sums of movements and promises those of reservations. */
@Component
public class StockAudit {

    /** Beyond that the trouble is known well enough. */
    static final int MOST_DIFFERENCES = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    StockAudit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param cells how many there are
     * @param differences at most 1,000
     */
    public record Report(Instant checkedAt, long cells, List<Difference> differences) {}

    /**
     * A cell that does not add up; null stands for a row that is not there.
     *
     * @param onHand as the level says, against {@code movedOnHand} as the ledger sums up to
     * @param reserved as the level says, against the ledger's sum and the open reservations'
     * @param sequence as the level says, against how many movements there are
     */
    public record Difference(
            String sku,
            String location,
            @Nullable BigDecimal onHand,
            BigDecimal movedOnHand,
            @Nullable BigDecimal reserved,
            BigDecimal movedReserved,
            BigDecimal openReservations,
            @Nullable Long sequence,
            long movements,
            long lastMovement) {}

    @Transactional(readOnly = true)
    public Report check() {
        List<Difference> differences = jdbc.sql("""
                with moved as (
                    select sku, location, coalesce(sum(delta) filter (where quantity_name = 'ON_HAND'), 0) as on_hand,
                        coalesce(sum(delta) filter (where quantity_name = 'RESERVED'), 0) as reserved,
                        count(*) as movements, max(sequence) as last
                    from inventory.stock_movement group by sku, location),
                promised as (
                    select sku, location, sum(quantity) as quantity from inventory.reservation_line
                    where state in ('HELD', 'COMMITTED') group by sku, location)
                select sku, location, l.on_hand, coalesce(m.on_hand, 0) as moved_on_hand, l.reserved,
                    coalesce(m.reserved, 0) as moved_reserved, coalesce(p.quantity, 0) as promised, l.sequence,
                    coalesce(m.movements, 0) as movements, coalesce(m.last, 0) as last
                from inventory.stock_level l
                full join moved m using (sku, location)
                full join promised p using (sku, location)
                where l.on_hand is distinct from coalesce(m.on_hand, 0)
                    or l.reserved is distinct from coalesce(m.reserved, 0)
                    or l.reserved is distinct from coalesce(p.quantity, 0)
                    or l.sequence is distinct from coalesce(m.movements, 0)
                    or l.sequence is distinct from coalesce(m.last, 0)
                order by sku, location limit :most
                """)
                .param("most", MOST_DIFFERENCES)
                .query((row, index) -> new Difference(
                        row.getString("sku"),
                        row.getString("location"),
                        row.getBigDecimal("on_hand"),
                        row.getBigDecimal("moved_on_hand"),
                        row.getBigDecimal("reserved"),
                        row.getBigDecimal("moved_reserved"),
                        row.getBigDecimal("promised"),
                        row.getObject("sequence", Long.class),
                        row.getLong("movements"),
                        row.getLong("last")))
                .list();
        long cells = jdbc.sql("select count(*) from inventory.stock_level")
                .query(Long.class)
                .single();
        return new Report(Sql.micros(clock.instant()), cells, differences);
    }
}
