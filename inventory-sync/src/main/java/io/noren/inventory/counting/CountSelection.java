package io.noren.inventory.counting;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.counting.CountSession.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Chooses the cells that a session counts.
 *
 * <p>ABC: a location's items in the order of the quantity sold there in the last days, returns taken off. Those that make
 * up the first 80 % of all that was sold are A, those up to 95 % are B, the rest is C, with all that was not sold. Of two
 * with equal sales the lower SKU comes first; the item that crosses a limit belongs to the class before it.
 */
@Component
class CountSelection {

    private static final String A_LIMIT = "0.80";
    private static final String B_LIMIT = "0.95";

    // Looked up cell by cell, because the ledger has no index by location alone.
    private static final String CLASSED = """
            sold as materialized (
                select l.sku, greatest(coalesce(s.quantity, 0), 0) as quantity
                from inventory.stock_level l
                cross join lateral (
                    select -sum(m.delta) as quantity from inventory.stock_movement m
                    where m.sku = l.sku and m.location = l.location and m.quantity_name = 'ON_HAND'
                        and m.count_id is null
                        and m.reason in ('SALE', 'RETURN', 'POS_OFFLINE_REPLAY', 'RESERVATION_FULFILLED')
                        and m.recorded_at > :since) s
                where l.location = :location and l.sequence > 0),
            share as (
                select sku, quantity, sum(quantity) over () as all_sold,
                    sum(quantity) over (order by quantity desc, sku) - quantity as sold_before
                from sold),
            classed as (
                select sku, case
                    when quantity > 0 and sold_before < {a} * all_sold then 'A'
                    when quantity > 0 and sold_before < {b} * all_sold then 'B'
                    else 'C' end as class
                from share)
            """.replace("{a}", A_LIMIT).replace("{b}", B_LIMIT);

    private static final String NOT_CLASSED =
            "classed as (select '' as sku, '' as class where :since::timestamptz is null)\n";

    private final JdbcClient jdbc;

    CountSelection(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes the session's tasks. A cell that is counted in another session already is left to that one; what somebody
     * looked for in vain, or what was sold though the books had not so many, has its task already, which is taken over.
     *
     * @return how many tasks there are
     */
    int select(UUID session, NewCountSession wanted, Instant now) {
        int takenOver = wanted.notFound() ? takeOver(session, wanted, Cause.NOT_FOUND) : 0;
        if (wanted.oversold()) {
            takenOver += takeOver(session, wanted, Cause.SOLD_BELOW_ZERO);
            takenOver += takeOver(session, wanted, Cause.SOLD_PROMISED);
        }
        String classed = wanted.classes().isEmpty() ? NOT_CLASSED : CLASSED;
        return takenOver
                + jdbc.sql("with " + classed + """
                , chosen as (
                    select l.sku, case
                            when :nearZero::numeric is not null and l.on_hand <> 0 and l.on_hand <= :nearZero::numeric
                                then 'NEAR_ZERO'
                            when c.sku is not null then 'ABC'
                            when :category::text is not null and i.category = :category::text then 'CATEGORY' end as cause
                    from inventory.stock_level l
                    join inventory.item i using (sku)
                    left join classed c on c.sku = l.sku and c.class = any(:classes)
                    where l.location = :location and l.sequence > 0 and i.stocked
                    union
                    select sku, 'LISTED' from inventory.item where sku = any(:skus)),
                first as (
                    select distinct on (sku) sku, cause from chosen where cause is not null
                    order by sku, array_position(array['NEAR_ZERO', 'ABC', 'CATEGORY', 'LISTED'], cause))
                insert into inventory.count_task (id, sku, location, cause, state, created_at, session)
                select gen_random_uuid(), sku, :location, cause, 'OPEN', :now, :session from first
                order by sku
                limit :most
                on conflict do nothing
                """)
                        .param("since", time(now.minus(Duration.ofDays(wanted.classDays()))))
                        .param("location", wanted.location())
                        .param("nearZero", wanted.nearZero())
                        .param("category", wanted.category())
                        .param("classes", wanted.classes().toArray(String[]::new))
                        .param("skus", wanted.skus().toArray(String[]::new))
                        .param("session", session)
                        .param("now", time(now))
                        .param("most", NewCountSession.MOST_TASKS + 1)
                        .update();
    }

    /** One cause after the other: a cell that waits for two is counted once. */
    private int takeOver(UUID session, NewCountSession wanted, Cause cause) {
        return jdbc.sql("""
                with waiting as (
                    select id from inventory.count_task
                    where location = :location and cause = :cause and state = 'OPEN' and session is null
                        and not exists (select from inventory.count_task other
                            where other.sku = count_task.sku and other.location = count_task.location
                                and other.state = 'OPEN' and other.session is not null)
                    order by sku for update)
                update inventory.count_task t set session = :session
                from waiting where t.id = waiting.id
                """)
                .param("location", wanted.location())
                .param("cause", cause.name())
                .param("session", session)
                .update();
    }

    /** Those of the SKUs that are no items. */
    List<String> unknown(List<String> skus) {
        return skus.isEmpty()
                ? List.of()
                : jdbc.sql("""
                        select sku from unnest(:skus::text[]) as wanted (sku)
                        where not exists (select from inventory.item i where i.sku = wanted.sku)
                        """)
                        .param("skus", skus.toArray(String[]::new))
                        .query(String.class)
                        .list();
    }
}
