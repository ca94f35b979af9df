package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupRescueOffered.Goods;
import io.noren.inventory.Quantities;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.Rescue.DecidedBy;
import io.noren.inventory.pickup.Rescue.Kind;
import io.noren.inventory.pickup.Rescue.Option;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Rescues as they are stored. What an option holds is written in its reservation. */
@Component
class RescueRows {
    private final JdbcClient jdbc;

    RescueRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void insert(Rescue rescue) {
        jdbc.sql("""
                insert into inventory.pickup_rescue (id, pickup_order, offered_at, ends_at)
                values (:id, :order, :offered, :ends)
                """)
                .param("id", rescue.id())
                .param("order", rescue.pickup())
                .param("offered", time(rescue.offeredAt()))
                .param("ends", time(rescue.endsAt()))
                .update();
        for (PickupLine line : rescue.lines()) {
            jdbc.sql("""
                    insert into inventory.pickup_rescue_line (rescue, line, sku, quantity, unit_price)
                    values (:id, :line, :sku, :quantity, :price)
                    """)
                    .param("id", rescue.id())
                    .param("line", line.line())
                    .param("sku", line.sku())
                    .param("quantity", line.quantity())
                    .param("price", line.unitPrice())
                    .update();
        }
        for (Option option : rescue.options()) {
            jdbc.sql("""
                    insert into inventory.pickup_rescue_option (rescue, number, kind, location, reservation, ready_by)
                    values (:id, :number, :kind, :location, :reservation, :readyBy)
                    """)
                    .param("id", rescue.id())
                    .param("number", option.number())
                    .param("kind", option.kind().name())
                    .param("location", option.location())
                    .param("reservation", option.reservation())
                    .param("readyBy", option.readyBy() == null ? null : time(option.readyBy()))
                    .update();
        }
    }

    /** @return false if it was decided before: decided and asked in one statement */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean decide(UUID id, @Nullable Integer decision, DecidedBy by, Instant now) {
        return jdbc.sql("""
                        update inventory.pickup_rescue
                        set decided_at = :now, decision = :decision, decided_by = :by
                        where id = :id and decided_at is null
                        """)
                        .param("id", id)
                        .param("decision", decision)
                        .param("by", by.name())
                        .param("now", time(now))
                        .update()
                == 1;
    }

    Optional<UUID> orderOf(UUID id) {
        return jdbc.sql("select pickup_order from inventory.pickup_rescue where id = :id")
                .param("id", id)
                .query(UUID.class)
                .optional();
    }

    Optional<Rescue> find(UUID id) {
        List<PickupLine> lines = jdbc.sql("""
                        select line, sku, quantity, unit_price from inventory.pickup_rescue_line
                        where rescue = :id order by line
                        """)
                .param("id", id)
                .query((row, index) -> {
                    BigDecimal price = row.getBigDecimal("unit_price");
                    return new PickupLine(
                            row.getString("line"),
                            row.getString("sku"),
                            Quantities.plain(row.getBigDecimal("quantity")),
                            price == null ? null : Quantities.plain(price));
                })
                .list();
        List<Option> options = options(id);
        return jdbc.sql("select * from inventory.pickup_rescue where id = :id")
                .param("id", id)
                .query((row, index) -> {
                    String by = row.getString("decided_by");
                    return new Rescue(
                            id,
                            row.getObject("pickup_order", UUID.class),
                            lines,
                            options,
                            Objects.requireNonNull(Sql.instant(row, "offered_at")),
                            Objects.requireNonNull(Sql.instant(row, "ends_at")),
                            row.getObject("decision", Integer.class),
                            by == null ? null : DecidedBy.valueOf(by));
                })
                .optional();
    }

    private List<Option> options(UUID id) {
        return jdbc.sql("""
                        select number, kind, location, reservation, ready_by from inventory.pickup_rescue_option
                        where rescue = :id order by number
                        """)
                .param("id", id)
                .query((row, index) -> {
                    UUID reservation = row.getObject("reservation", UUID.class);
                    return new Option(
                            row.getInt("number"),
                            Kind.valueOf(row.getString("kind")),
                            row.getString("location"),
                            reservation,
                            goods(reservation),
                            Sql.instant(row, "ready_by"));
                })
                .list();
    }

    private List<Goods> goods(UUID reservation) {
        return jdbc.sql("""
                        select line, sku, quantity from inventory.reservation_line
                        where reservation = :reservation order by line
                        """)
                .param("reservation", reservation)
                .query((row, index) -> new Goods(
                        row.getString("line"), row.getString("sku"), Quantities.plain(row.getBigDecimal("quantity"))))
                .list();
    }

    /** Whether the order's customer was asked something and has not said. */
    boolean isAsked(UUID order) {
        return jdbc.sql("""
                        select exists (
                            select from inventory.pickup_rescue where pickup_order = :order and decided_at is null)
                        """).param("order", order).query(Boolean.class).single();
    }

    /** The latest first. */
    List<UUID> of(UUID order) {
        return jdbc.sql("select id from inventory.pickup_rescue where pickup_order = :order order by offered_at desc")
                .param("order", order)
                .query(UUID.class)
                .list();
    }

    /** Orders with something missing of which the customer was not asked, and that nobody looks for any more. */
    List<UUID> toOffer(int limit) {
        return jdbc.sql("""
                        select o.id from inventory.pickup_order o
                        where o.state in ('PARTIALLY_PICKED', 'READY', 'CUSTOMER_ARRIVED', 'REJECTED', 'COLLECTED')
                            and o.id in (
                                select l.pickup_order from inventory.pickup_line l where l.missing > l.rescued)
                            and not exists (
                                select from inventory.pickup_rescue r
                                where r.pickup_order = o.id and r.decided_at is null)
                        order by o.placed_at limit :limit
                        """).param("limit", limit).query(UUID.class).list();
    }

    /** Open ones whose time is over, or whose order has ended in a way that leaves nothing to be decided. */
    List<UUID> toEnd(Instant now, int limit) {
        return jdbc.sql("""
                        select r.id from inventory.pickup_rescue r
                        join inventory.pickup_order o on o.id = r.pickup_order
                        where r.decided_at is null
                            and (r.ends_at <= :now
                                or o.state in ('CANCELLED', 'REROUTED', 'EXPIRED', 'RETURNED_TO_SHELF'))
                        order by r.ends_at limit :limit
                        """)
                .param("now", time(now))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }
}
