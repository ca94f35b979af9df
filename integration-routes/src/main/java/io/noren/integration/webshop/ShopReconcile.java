package io.noren.integration.webshop;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopNumbers.Numbers;
import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.inventory.Items;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Compares what a shop has with what it should have, page by page between other work, and marks only what differs. It is
 * also how items become known: what is in the shop's list and is one of ours gets a row, what two comparisons one after the
 * other have not found in the list loses it, and what is not ours is left alone.
 */
@Component
class ShopReconcile {
    private static final int EXAMPLES = 20;

    private final JdbcClient jdbc;
    private final Items items;
    private final ShopNumbers numbers;
    private final ShopTurns turns;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ShopReconcile(
            JdbcClient jdbc,
            Items items,
            ShopNumbers numbers,
            ShopTurns turns,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.items = items;
        this.numbers = numbers;
        this.turns = turns;
        this.clock = clock;
    }

    /**
     * One that is under way; any copy may go on with it.
     *
     * @param doubts that there were before the page is read
     */
    record Run(long id, @Nullable String page, long doubts) {}

    /** One number, there and as it should be. */
    private record Compared(String sku, String location, String externalId, BigDecimal there, BigDecimal wanted) {}

    private record Counted(String sku, boolean added, boolean different) {}

    /** The one that is under way, or a new one. */
    @Transactional
    Run begun(String shop) {
        return underWay(shop)
                .orElseGet(() -> jdbc.sql("""
                        insert into integration.webshop_reconcile (shop, started_at) values (:shop, :now)
                        on conflict (shop) where ended_at is null do update set page = null
                        returning id, page, (select last_value from integration.webshop_item_doubt) as doubts
                        """)
                        .param("shop", shop)
                        .param("now", time(now()))
                        .query(ShopReconcile::run)
                        .single());
    }

    private Optional<Run> underWay(String shop) {
        return jdbc.sql("""
                        select id, page, (select last_value from integration.webshop_item_doubt) as doubts
                        from integration.webshop_reconcile where shop = :shop and ended_at is null
                        """).param("shop", shop).query(ShopReconcile::run).optional();
    }

    private static Run run(ResultSet row, int number) throws SQLException {
        return new Run(row.getLong("id"), row.getString("page"), row.getLong("doubts"));
    }

    /** Compares a page that was read from the shop just now. */
    void compare(Turn turn, Run run, Page<ShopItem> page) {
        Webshop shop = turn.shop();
        Map<String, Boolean> ours =
                items.stocked(page.rows().stream().map(ShopItem::sku).distinct().toList());
        Numbers should = numbers.now(shop, ours.keySet());
        List<String> unknown = new ArrayList<>();
        List<Compared> compared = new ArrayList<>();
        Set<ShopNumbers.Key> seen = new HashSet<>();
        for (ShopItem item : page.rows()) {
            Optional<String> location = shop.locationOf(item.place());
            if (!ours.getOrDefault(item.sku(), false)) {
                unknown.add(item.sku());
            } else if (location.isPresent() && seen.add(new ShopNumbers.Key(item.sku(), location.get()))) {
                compared.add(new Compared(
                        item.sku(),
                        location.get(),
                        item.externalId(),
                        item.number(),
                        should.of(item.sku(), location.get()).inShop(item.reserved())));
            }
        }
        transaction.executeWithoutResult(status -> {
            if (!turns.hold(turn)) {
                return;
            }
            List<Counted> counted = compared.isEmpty() ? List.of() : write(shop.id(), run, compared);
            note(run, counted, unknown, page.next());
            if (page.next() == null) {
                end(turn, run);
            }
        });
    }

    private List<Counted> write(String shop, Run run, List<Compared> compared) {
        return jdbc.sql("""
                        with t as (
                            select * from unnest(:skus::text[], :locations::text[], :externalIds::text[], :there::numeric[],
                                :wanted::numeric[]) as t (sku, location, external_id, there, wanted)),
                        before as (
                            select t.sku, t.location, i.shop is null as added,
                                i.state = 'SENT' and t.there <> t.wanted as different
                            from t left join integration.webshop_item i
                                on i.shop = :shop and i.sku = t.sku and i.location = t.location),
                        written as (
                            insert into integration.webshop_item as i (shop, sku, location, external_id, number, state,
                                told, marked_at, due_at, seen_in)
                            select :shop, sku, location, external_id, there,
                                case when there = wanted then 'SENT' else 'WAITING' end,
                                case when there = wanted then 1 else 0 end, :now, :now, :run
                            from t order by sku, location
                            on conflict (shop, sku, location) do update set external_id = excluded.external_id,
                                seen_in = excluded.seen_in,
                                number = case when i.doubt <= :doubts then excluded.number end,
                                wanted = case when EQUAL then i.wanted else i.wanted + 1 end,
                                told = case when i.state <> 'WAITING' and EQUAL then i.wanted else i.told end,
                                reason = case when EQUAL then null else i.reason end,
                                attempts = case when EQUAL then 0 else i.attempts end,
                                state = case when i.state = 'WAITING' then i.state when EQUAL then 'SENT'
                                    when i.state = 'QUARANTINED' then i.state else 'WAITING' end,
                                marked_at = case when i.state = 'WAITING' then i.marked_at else excluded.marked_at end,
                                due_at = case when i.state = 'SENT' then excluded.due_at else i.due_at end)
                        select sku, added, coalesce(different, false) as different from before
                        """.replace("EQUAL", "excluded.told = 1 and i.doubt <= :doubts"))
                .param("doubts", run.doubts())
                .param("shop", shop)
                .param("run", run.id())
                .param("skus", column(compared, Compared::sku))
                .param("locations", column(compared, Compared::location))
                .param("externalIds", column(compared, Compared::externalId))
                .param("there", column(compared, each -> each.there().toPlainString()))
                .param("wanted", column(compared, each -> each.wanted().toPlainString()))
                .param("now", time(now()))
                .query((row, n) ->
                        new Counted(row.getString("sku"), row.getBoolean("added"), row.getBoolean("different")))
                .list();
    }

    private void note(Run run, List<Counted> counted, List<String> unknown, @Nullable String next) {
        List<String> examples = new ArrayList<>(counted.stream()
                .filter(Counted::different)
                .map(each -> each.sku() + ": different")
                .toList());
        unknown.forEach(sku -> examples.add(sku + ": unknown"));
        jdbc.sql("""
                        update integration.webshop_reconcile set page = :next::text, items = items + :items,
                            added = added + :added, different = different + :different, unknown = unknown + :unknown,
                            examples = array(select unnest(examples || :examples::text[]) limit :most)
                        where id = :run
                        """)
                .param("most", EXAMPLES)
                .param("run", run.id())
                .param("next", next)
                .param("items", counted.size())
                .param("added", counted.stream().filter(Counted::added).count())
                .param("different", counted.stream().filter(Counted::different).count())
                .param("unknown", unknown.size())
                .param("examples", examples.toArray(String[]::new))
                .update();
    }

    private void end(Turn turn, Run run) {
        Instant now = now();
        String shop = turn.shop().id();
        // A page may have missed it because something before it was deleted in between; not twice, though.
        int gone = jdbc.sql("""
                        delete from integration.webshop_item i using (
                            select sku, location from integration.webshop_item
                            where shop = :shop and seen_in < (select max(id) from integration.webshop_reconcile
                                where shop = :shop and id < :run)
                            order by sku, location for update) locked
                        where i.shop = :shop and i.sku = locked.sku and i.location = locked.location
                        """).param("shop", shop).param("run", run.id()).update();
        jdbc.sql("update integration.webshop_reconcile set ended_at = :now, gone = :gone where id = :run")
                .param("run", run.id())
                .param("gone", gone)
                .param("now", time(now))
                .update();
        jdbc.sql("""
                        delete from integration.webshop_reconcile where shop = :shop and id not in (
                            select id from integration.webshop_reconcile where shop = :shop order by id desc limit 20)
                        """).param("shop", shop).update();
        // One that was asked for meanwhile is still to come: this one may have read too early for it.
        jdbc.sql("""
                        update integration.webshop set reconcile_due_at = :due
                        where id = :shop and reconcile_due_at <=
                            (select started_at from integration.webshop_reconcile where id = :run)
                        """)
                .param("shop", shop)
                .param("run", run.id())
                .param("due", time(now.plus(turn.shop().reconcileEvery())))
                .update();
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
