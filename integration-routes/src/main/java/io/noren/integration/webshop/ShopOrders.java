package io.noren.integration.webshop;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.inventory.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks a shop for orders that have changed, a page at a time; so nothing is missed that it did not tell by itself. */
@Component
class ShopOrders {
    /** A change gets its time before it is committed in the shop: one with an earlier time may appear that much later. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);
    private static final int LOOK_AT = 50;

    private final JdbcClient jdbc;
    private final OrderIntake intake;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ShopOrders(JdbcClient jdbc, OrderIntake intake, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.intake = intake;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    private record Place(
            Instant from, @Nullable String page, @Nullable Instant until) {}

    /**
     * Reads the next page and notes how far it got, with the orders themselves. That is never later than now: one order
     * with a time to come would hide all that change until then.
     */
    void page(Turn turn, ConnectedShop shop) {
        Instant began = Sql.micros(clock.instant());
        Place place = place(turn.shop().id());
        Page<ShopOrder> page = shop.orders(place.from().minus(OVERLAP), place.page());
        Instant until = page.rows().stream()
                .map(order -> order.changedAt().isAfter(began) ? began : order.changedAt())
                .max(Comparator.naturalOrder())
                .filter(latest -> latest.isAfter(reached(place)))
                .orElse(reached(place));
        transaction.executeWithoutResult(status -> {
            intake.take(turn.shop().id(), page.rows());
            note(turn, page.next(), until, began);
        });
        if (page.next() == null && shop.hidesChanges()) {
            look(turn.shop().id(), shop);
        }
    }

    /** Those that were not looked at for longest. */
    private void look(String id, ConnectedShop shop) {
        Instant now = Sql.micros(clock.instant());
        List<String> open = jdbc.sql("""
                        update integration.webshop_order o set looked_at = :now
                        from (select shop_order from integration.webshop_order w
                            where w.shop = :shop and coalesce(w.looked_at, w.heard_at) <= :before
                                and exists (select from integration.webshop_order_piece p
                                    where p.shop = w.shop and p.shop_order = w.shop_order and p.state = 'COMMITTED')
                            order by w.looked_at nulls first limit :most) open
                        where o.shop = :shop and o.shop_order = open.shop_order
                        returning o.shop_order
                        """)
                .param("shop", id)
                .param("now", time(now))
                .param("before", time(now.minus(LOOK_EVERY)))
                .param("most", LOOK_AT)
                .query(String.class)
                .list();
        if (!open.isEmpty()) {
            List<ShopOrder> orders = shop.look(open);
            transaction.executeWithoutResult(status -> intake.take(id, orders));
        }
    }

    private static Instant reached(Place place) {
        return place.until() == null ? place.from() : place.until();
    }

    private Place place(String shop) {
        return jdbc.sql("select orders_from, orders_page, orders_until from integration.webshop where id = :shop")
                .param("shop", shop)
                .query((row, n) -> new Place(
                        Objects.requireNonNull(instant(row, "orders_from")),
                        row.getString("orders_page"),
                        instant(row, "orders_until")))
                .single();
    }

    /**
     * Where the shop was to be asked again meanwhile, it is: what was read may have been too early for it. Who has lost
     * the turn does not say where the one that has it is to go on.
     */
    private void note(Turn turn, @Nullable String next, Instant until, Instant began) {
        Instant now = Sql.micros(clock.instant());
        jdbc.sql("""
                        update integration.webshop set orders_page = :next::text, orders_read_at = :now,
                            orders_until = case when :next::text is not null then :until::timestamptz end,
                            orders_from = case when :next::text is null then :until::timestamptz else orders_from end,
                            orders_due_at = case when :next::text is null and orders_due_at <= :began then :due
                                else orders_due_at end
                        where id = :shop and leased_by = :teller and version = :version
                        """)
                .param("shop", turn.shop().id())
                .param("teller", turn.teller())
                .param("version", turn.version())
                .param("next", next)
                .param("until", time(Sql.micros(until)))
                .param("began", time(began))
                .param("due", time(now.plus(turn.shop().ordersEvery())))
                .param("now", time(now))
                .update();
    }
}
