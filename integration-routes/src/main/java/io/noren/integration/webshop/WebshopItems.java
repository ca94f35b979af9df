package io.noren.integration.webshop;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.Webshops.WorkForShop;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which numbers the shops are to be told: a row for each, whatever happens to it in the meantime. A mark says only that
 * it may have changed; the number itself is read when it is told, so that an old one is never sent after a new one.
 */
@Component
public class WebshopItems {
    /** An item that a shop refused is sent again when it changes, but no more often than this. */
    static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(30);

    private static final String FROM_LOCKED =
            "from locked where i.shop = locked.shop and i.sku = locked.sku and i.location = locked.location\n";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    WebshopItems(JdbcClient jdbc, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.events = events;
    }

    /** A cell whose level has changed. */
    public record ChangedCell(String sku, String location) {}

    /**
     * A number that waits to be told.
     *
     * @param wanted the mark that is answered by it
     * @param number what the shop has; null when that is not sure
     * @param doubt the last reason not to be sure of it
     */
    record Waiting(
            String sku,
            String location,
            String externalId,
            long wanted,
            @Nullable BigDecimal number,
            long doubt,
            Instant markedAt) {}

    /** What was changed may be other numbers in the shops: in one statement for all of it and all shops. */
    @Transactional
    public void mark(Collection<ChangedCell> changed) {
        List<ChangedCell> cells = changed.stream().distinct().toList();
        mark("""
                join unnest(:skus::text[], :locations::text[]) as c (sku, location)
                    on i.sku = c.sku and i.location in ('', c.location)
                """, Duration.ZERO, column(cells, ChangedCell::sku), column(cells, ChangedCell::location));
    }

    /** What is offered of this item is decided otherwise now, which every copy knows a moment later. */
    @Transactional
    void markLater(String sku, Duration later) {
        mark("join unnest(:skus::text[]) as c (sku) on i.sku = c.sku\n", later, new String[] {sku}, new String[0]);
    }

    private void mark(String which, Duration later, @Nullable String[] skus, @Nullable String[] locations) {
        Instant now = Sql.micros(clock.instant());
        // Always in the same order: two that mark the same rows must not lock them crosswise.
        jdbc.sql("""
                        with affected as (
                            select distinct i.shop, i.sku, i.location from integration.webshop_item i
                        """ + which + """
                            ),
                        locked as (
                            select i.shop, i.sku, i.location from integration.webshop_item i
                            join affected using (shop, sku, location)
                            order by i.shop, i.sku, i.location for update of i),
                        marked as (
                            update integration.webshop_item i set wanted = i.wanted + 1, state = 'WAITING',
                                marked_at = case when i.state = 'WAITING' then i.marked_at else :now end,
                                due_at = case i.state
                                    when 'WAITING' then least(i.due_at, :due)
                                    when 'QUARANTINED' then greatest(:due, i.tried_at + :pause * interval '1 ms')
                                    else :due end
                            from locked where i.shop = locked.shop and i.sku = locked.sku
                                and i.location = locked.location
                            returning i.shop)
                        select distinct shop from marked
                        """)
                .param("skus", skus)
                .param("locations", locations)
                .param("now", time(now))
                .param("due", time(now.plus(later)))
                .param("pause", PAUSE_AFTER_REFUSAL.toMillis())
                .query(String.class)
                .list()
                .forEach(shop -> events.publishEvent(new WorkForShop(shop)));
    }

    /** Every number of a shop is to be looked at again. */
    @Transactional
    void markAll(String shop) {
        Instant now = Sql.micros(clock.instant());
        jdbc.sql(locked("state <> 'QUARANTINED'") + """
                        update integration.webshop_item i set wanted = i.wanted + 1, due_at = :now,
                            marked_at = case when i.state = 'WAITING' then i.marked_at else :now end, state = 'WAITING'
                        """ + FROM_LOCKED)
                .param("shop", shop)
                .param("now", time(now))
                .update();
    }

    /**
     * A person has mended what a shop minded.
     *
     * @param sku null for all that is set apart
     * @return how many are sent again
     */
    @Transactional
    public int retry(String shop, @Nullable String sku) {
        int again = jdbc.sql(locked("state = 'QUARANTINED' and (:sku::text is null or sku = :sku)") + """
                        update integration.webshop_item i set state = 'WAITING', wanted = i.wanted + 1, attempts = 0,
                            number = null, due_at = :now, marked_at = :now
                        """ + FROM_LOCKED)
                .param("shop", shop)
                .param("sku", sku)
                .param("now", time(Sql.micros(clock.instant())))
                .update();
        events.publishEvent(new WorkForShop(shop));
        return again;
    }

    /** The shop has changed these numbers itself, or may have; whatever was read or written before is not sure. */
    @Transactional
    void distrust(String shop, Collection<String> skus) {
        jdbc.sql(locked("sku = any(:skus)") + """
                        update integration.webshop_item i set number = null,
                            doubt = nextval('integration.webshop_item_doubt')
                        """ + FROM_LOCKED)
                .param("shop", shop)
                .param("skus", skus.toArray(String[]::new))
                .update();
    }

    /** Always in the same order: two that change the same rows must not lock them crosswise. */
    private static String locked(String which) {
        return "with locked as (select shop, sku, location from integration.webshop_item where shop = :shop and "
                + which + " order by shop, sku, location for update)\n";
    }

    /** What is to be told now, the longest waiting first. */
    @Transactional(readOnly = true)
    List<Waiting> waiting(String shop, int limit) {
        return jdbc.sql("""
                        select sku, location, external_id, wanted, number, doubt, marked_at
                        from integration.webshop_item
                        where shop = :shop and state = 'WAITING' and due_at <= :now
                        order by due_at limit :limit
                        """)
                .param("shop", shop)
                .param("now", time(clock.instant()))
                .param("limit", limit)
                .query(WebshopItems::waiting)
                .list();
    }

    private static Waiting waiting(ResultSet row, int number) throws SQLException {
        return new Waiting(
                row.getString("sku"),
                row.getString("location"),
                row.getString("external_id"),
                row.getLong("wanted"),
                row.getBigDecimal("number"),
                row.getLong("doubt"),
                row.getTimestamp("marked_at").toInstant());
    }
}
