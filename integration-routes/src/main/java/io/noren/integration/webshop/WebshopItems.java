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
import java.util.UUID;
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
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    /** So often a shop may fail at one and the same number alone before that is set apart. */
    private static final int PATIENCE = 8;

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
     */
    record Waiting(
            String sku,
            String location,
            String externalId,
            long wanted,
            @Nullable BigDecimal number,
            Instant markedAt) {}

    /** A number that the shop has now. */
    record Told(Waiting row, BigDecimal number) {}

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
        jdbc.sql("""
                        update integration.webshop_item set wanted = wanted + 1, due_at = :now,
                            marked_at = case when state = 'WAITING' then marked_at else :now end, state = 'WAITING'
                        where shop = :shop and state <> 'QUARANTINED'
                        """).param("shop", shop).param("now", time(now)).update();
    }

    /**
     * A person has mended what a shop minded.
     *
     * @param sku null for all that is set apart
     * @return how many are sent again
     */
    @Transactional
    public int retry(String shop, @Nullable String sku) {
        int again = jdbc.sql("""
                        update integration.webshop_item set state = 'WAITING', wanted = wanted + 1, attempts = 0,
                            number = null, due_at = :now, marked_at = :now
                        where shop = :shop and state = 'QUARANTINED' and (:sku::text is null or sku = :sku)
                        """)
                .param("shop", shop)
                .param("sku", sku)
                .param("now", time(Sql.micros(clock.instant())))
                .update();
        events.publishEvent(new WorkForShop(shop));
        return again;
    }

    /** The shop has changed these numbers itself, or may have. */
    @Transactional
    void distrust(String shop, Collection<String> skus) {
        jdbc.sql("""
                        update integration.webshop_item set number = null
                        where shop = :shop and sku = any(:skus) and number is not null
                        """)
                .param("shop", shop)
                .param("skus", skus.toArray(String[]::new))
                .update();
    }

    /** What is to be told now, the longest waiting first. */
    @Transactional(readOnly = true)
    List<Waiting> waiting(String shop, int limit) {
        return jdbc.sql("""
                        select sku, location, external_id, wanted, number, marked_at from integration.webshop_item
                        where shop = :shop and state = 'WAITING' and due_at <= :now
                        order by due_at limit :limit
                        """)
                .param("shop", shop)
                .param("now", time(clock.instant()))
                .param("limit", limit)
                .query(WebshopItems::waiting)
                .list();
    }

    /**
     * The shop has these numbers. What was marked since stays to be told. A copy of the application that has lost its
     * turn meanwhile cannot know which number came last, so it has them told once more.
     */
    @Transactional
    void told(String shop, UUID teller, List<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        Instant now = Sql.micros(clock.instant());
        jdbc.sql("""
                        with turn as (
                            select coalesce(bool_and(w.leased_by = :teller), false) as ours
                            from (select leased_by from integration.webshop where id = :shop for share) w),
                        told as (
                            select t.* from unnest(:skus::text[], :locations::text[], :wanted::bigint[],
                                :numbers::numeric[]) as t (sku, location, wanted, number)
                            join integration.webshop_item i on i.shop = :shop and i.sku = t.sku
                                and i.location = t.location
                            order by t.sku, t.location for update of i)
                        update integration.webshop_item i
                        set told = case when turn.ours then told.wanted else i.told end,
                            number = case when turn.ours then told.number end,
                            wanted = case when turn.ours then i.wanted else i.wanted + 1 end,
                            state = case when turn.ours and i.wanted <= told.wanted then 'SENT' else 'WAITING' end,
                            marked_at = case when i.wanted <= told.wanted then i.marked_at else :now end,
                            attempts = 0, reason = null, tried_at = :now, told_at = :now
                        from told, turn
                        where i.shop = :shop and i.sku = told.sku and i.location = told.location
                            and (i.told < told.wanted or not turn.ours)
                        """)
                .param("shop", shop)
                .param("teller", teller)
                .param("skus", column(told, each -> each.row().sku()))
                .param("locations", column(told, each -> each.row().location()))
                .param("wanted", column(told, each -> each.row().wanted()))
                .param("numbers", column(told, each -> each.number().toPlainString()))
                .param("now", time(now))
                .update();
    }

    /** The shop minds this one; its neighbours go on. */
    @Transactional
    void quarantine(String shop, Waiting row, String reason) {
        jdbc.sql("""
                        update integration.webshop_item set attempts = attempts + 1, reason = :reason, tried_at = :now,
                            number = null,
                            state = case when wanted = :wanted then 'QUARANTINED' else 'WAITING' end,
                            due_at = case when wanted = :wanted then due_at else :next end
                        where shop = :shop and sku = :sku and location = :location
                        """)
                .param("shop", shop)
                .param("sku", row.sku())
                .param("location", row.location())
                .param("wanted", row.wanted())
                .param("reason", reason)
                .param("now", time(Sql.micros(clock.instant())))
                .param("next", time(Sql.micros(clock.instant().plus(PAUSE_AFTER_REFUSAL))))
                .update();
    }

    /** The shop has failed while it was told these; others go first next time. One that it fails at alone is set apart. */
    @Transactional
    void failed(String shop, List<Waiting> rows, String reason) {
        boolean alone = rows.size() == 1;
        jdbc.sql("""
                        update integration.webshop_item i
                        set attempts = attempts + :one, tried_at = :now, number = null,
                            reason = case when :one = 1 then :reason else i.reason end,
                            state = case when attempts + :one >= :patience then 'QUARANTINED' else 'WAITING' end,
                            due_at = :now + least(:longest, :first * power(2, attempts)) * interval '1 ms'
                        from unnest(:skus::text[], :locations::text[]) as t (sku, location)
                        where i.shop = :shop and i.sku = t.sku and i.location = t.location and i.state = 'WAITING'
                        """)
                .param("shop", shop)
                .param("skus", column(rows, Waiting::sku))
                .param("locations", column(rows, Waiting::location))
                .param("one", alone ? 1 : 0)
                .param("patience", PATIENCE)
                .param("reason", reason)
                .param("first", FIRST_PAUSE.toMillis())
                .param("longest", LONGEST_PAUSE.toMillis())
                .param("now", time(Sql.micros(clock.instant())))
                .update();
    }

    private static Waiting waiting(ResultSet row, int number) throws SQLException {
        return new Waiting(
                row.getString("sku"),
                row.getString("location"),
                row.getString("external_id"),
                row.getLong("wanted"),
                row.getBigDecimal("number"),
                row.getTimestamp("marked_at").toInstant());
    }
}
