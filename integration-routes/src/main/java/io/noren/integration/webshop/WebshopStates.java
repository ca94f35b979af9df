package io.noren.integration.webshop;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How it stands between Noren and the shops, for whoever looks. */
@Component
public class WebshopStates {
    private final JdbcClient jdbc;
    private final Clock clock;

    WebshopStates(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A shop's state.
     *
     * @param items numbers that the shop keeps and we know
     * @param waiting numbers that are still to be told
     * @param lag how long the longest of them has been waiting; null when none is
     * @param quarantined numbers that the shop does not take
     * @param lastToldAt when the shop took a number last
     * @param failingSince the first failure since the shop answered last; null when it answers
     * @param retryAt when it is tried again
     * @param ordersReadAt when it was asked for orders last
     * @param openOrders orders that goods are kept for
     * @param parkedOrders orders that a person has to look at
     */
    public record State(
            long items,
            long waiting,
            @Nullable Duration lag,
            long quarantined,
            @Nullable Instant lastToldAt,
            @Nullable Instant failingSince,
            @Nullable String lastError,
            @Nullable Instant retryAt,
            @Nullable Instant ordersReadAt,
            long openOrders,
            long parkedOrders,
            @Nullable Reconcile lastReconcile) {}

    /**
     * A comparison of the shop's numbers with what they should be.
     *
     * @param endedAt null while it is under way
     * @param added found in the shop for the first time
     * @param different thought to be equal and were not; marked and told
     * @param unknown in the shop and not among our items: left alone
     * @param gone no longer in the shop
     * @param examples some of the different and unknown ones
     */
    public record Reconcile(
            Instant startedAt,
            @Nullable Instant endedAt,
            int items,
            int added,
            int different,
            int unknown,
            int gone,
            List<String> examples) {}

    /** What became of a number: still to be told, with the shop, or not taken by it. */
    public enum ItemState {
        WAITING,
        SENT,
        QUARANTINED
    }

    /** One number. */
    public record Item(
            String sku,
            String location,
            String externalId,
            ItemState state,
            @Nullable BigDecimal number,
            @Nullable String reason,
            int attempts,
            @Nullable Instant toldAt,
            Instant markedAt) {}

    /** One order. */
    public record Order(
            String order,
            String number,
            String status,
            String state,
            Instant heardAt,
            @Nullable Instant takenAt) {}

    @Transactional(readOnly = true)
    public State of(String shop) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        select w.*, i.*, o.parked,
                            (select count(distinct shop_order) from integration.webshop_order_piece p
                                where p.shop = w.id and p.state = 'COMMITTED') as open_orders
                        from integration.webshop w,
                            lateral (select count(*) as items, count(*) filter (where state = 'WAITING') as waiting,
                                count(*) filter (where state = 'QUARANTINED') as quarantined, max(told_at) as told_at,
                                min(marked_at) filter (where state = 'WAITING' and due_at <= :now) as waiting_since
                                from integration.webshop_item i where i.shop = w.id) i,
                            lateral (select count(*) as parked from integration.webshop_order o
                                where o.shop = w.id and o.state = 'PARKED') o
                        where w.id = :shop
                        """)
                .param("shop", shop)
                .param("now", time(Sql.micros(now)))
                .query((row, n) -> state(row, shop, now))
                .single();
    }

    private State state(ResultSet row, String shop, Instant now) throws SQLException {
        Instant since = instant(row, "waiting_since");
        return new State(
                row.getLong("items"),
                row.getLong("waiting"),
                since == null ? null : ShopPace.between(since, now),
                row.getLong("quarantined"),
                instant(row, "told_at"),
                instant(row, "failing_since"),
                row.getString("last_error"),
                instant(row, "retry_at"),
                instant(row, "orders_read_at"),
                row.getLong("open_orders"),
                row.getLong("parked"),
                lastReconcile(shop).orElse(null));
    }

    private Optional<Reconcile> lastReconcile(String shop) {
        return reconciles(shop, 1).stream().findFirst();
    }

    /** The latest first; twenty are kept. */
    @Transactional(readOnly = true)
    public List<Reconcile> reconciles(String shop, int limit) {
        return jdbc.sql("select * from integration.webshop_reconcile where shop = :shop order by id desc limit :limit")
                .param("shop", shop)
                .param("limit", limit)
                .query((row, n) -> new Reconcile(
                        Objects.requireNonNull(instant(row, "started_at")),
                        instant(row, "ended_at"),
                        row.getInt("items"),
                        row.getInt("added"),
                        row.getInt("different"),
                        row.getInt("unknown"),
                        row.getInt("gone"),
                        List.of((String[]) row.getArray("examples").getArray())))
                .list();
    }

    /**
     * Numbers by SKU and location.
     *
     * @param state null for all
     * @param afterSku and {@code afterLocation}: the last one seen
     */
    @Transactional(readOnly = true)
    public List<Item> items(String shop, @Nullable ItemState state, String afterSku, String afterLocation, int limit) {
        return jdbc.sql("""
                        select * from integration.webshop_item
                        where shop = :shop and (:state::text is null or state = :state)
                            and (sku, location) > (:sku, :location)
                        order by sku, location limit :limit
                        """)
                .param("shop", shop)
                .param("state", state == null ? null : state.name())
                .param("sku", afterSku)
                .param("location", afterLocation)
                .param("limit", limit)
                .query((row, n) -> new Item(
                        row.getString("sku"),
                        row.getString("location"),
                        row.getString("external_id"),
                        ItemState.valueOf(row.getString("state")),
                        row.getBigDecimal("number"),
                        row.getString("reason"),
                        row.getInt("attempts"),
                        instant(row, "told_at"),
                        Objects.requireNonNull(instant(row, "marked_at"))))
                .list();
    }

    /** Orders, the latest heard first. */
    @Transactional(readOnly = true)
    public List<Order> orders(String shop, int limit) {
        return jdbc.sql("""
                        select * from integration.webshop_order where shop = :shop
                        order by heard_at desc, shop_order limit :limit
                        """)
                .param("shop", shop)
                .param("limit", limit)
                .query((row, n) -> new Order(
                        row.getString("shop_order"),
                        row.getString("number"),
                        row.getString("status"),
                        row.getString("state"),
                        Objects.requireNonNull(instant(row, "heard_at")),
                        instant(row, "taken_at")))
                .list();
    }
}
