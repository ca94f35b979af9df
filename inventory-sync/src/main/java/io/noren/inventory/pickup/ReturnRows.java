package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Quantities;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Returns of collected orders as they are stored. */
@Component
class ReturnRows {
    private final JdbcClient jdbc;

    ReturnRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The order is locked by this transaction, so no two returns have one key. */
    @Transactional(propagation = Propagation.MANDATORY)
    void insert(UUID order, PickupReturn goods, UUID digest) {
        jdbc.sql("""
                insert into inventory.pickup_return
                    (pickup_order, key, digest, till_transaction, reason, device, actor, returned_at)
                values (:order, :key, :digest, :transaction, :reason, :device, :actor, :at)
                """)
                .param("order", order)
                .param("key", goods.key())
                .param("digest", digest)
                .param("transaction", goods.tillTransaction())
                .param("reason", goods.reason())
                .param("device", goods.device())
                .param("actor", goods.actor())
                .param("at", time(goods.returnedAt()))
                .update();
        jdbc.sql("""
                insert into inventory.pickup_return_line (pickup_order, key, line, condition, quantity)
                select :order, :key, line, condition, quantity
                from unnest(:lines::text[], :conditions::text[], :quantities::numeric[])
                    as came (line, condition, quantity)
                """)
                .param("order", order)
                .param("key", goods.key())
                .param("lines", column(goods.lines(), PickupReturn.Line::line))
                .param("conditions", column(goods.lines(), PickupReturn.Line::condition))
                .param("quantities", column(goods.lines(), PickupReturn.Line::quantity))
                .update();
    }

    Optional<UUID> digest(UUID order, String key) {
        return jdbc.sql("select digest from inventory.pickup_return where pickup_order = :order and key = :key")
                .param("order", order)
                .param("key", key)
                .query(UUID.class)
                .optional();
    }

    /** The first of them first. */
    List<PickupReturn> of(UUID order, @Nullable String currency) {
        return jdbc.sql("""
                select key, till_transaction, reason, device, actor, returned_at from inventory.pickup_return
                where pickup_order = :order order by returned_at, key
                """)
                .param("order", order)
                .query((row, index) -> {
                    String key = row.getString("key");
                    List<PickupReturn.Line> lines = lines(order, key);
                    return new PickupReturn(
                            key,
                            lines,
                            currency,
                            total(lines),
                            row.getString("till_transaction"),
                            row.getString("reason"),
                            row.getString("device"),
                            row.getString("actor"),
                            Objects.requireNonNull(Sql.instant(row, "returned_at")));
                })
                .list();
    }

    private List<PickupReturn.Line> lines(UUID order, String key) {
        return jdbc.sql("""
                select came.line, ordered.sku, came.quantity, ordered.unit_price, came.condition
                from inventory.pickup_return_line came
                join inventory.pickup_line ordered
                    on ordered.pickup_order = came.pickup_order and ordered.line = came.line
                where came.pickup_order = :order and came.key = :key order by came.line, came.condition
                """)
                .param("order", order)
                .param("key", key)
                .query((row, index) -> {
                    BigDecimal price = row.getBigDecimal("unit_price");
                    return new PickupReturn.Line(
                            row.getString("line"),
                            row.getString("sku"),
                            Quantities.plain(row.getBigDecimal("quantity")),
                            price == null ? null : Quantities.plain(price),
                            PickupReturn.Condition.valueOf(row.getString("condition")));
                })
                .list();
    }

    /** What was paid for these goods; null when a price is missing. */
    static @Nullable BigDecimal total(List<PickupReturn.Line> lines) {
        BigDecimal total = BigDecimal.ZERO;
        for (PickupReturn.Line line : lines) {
            BigDecimal price = line.unitPrice();
            if (price == null) {
                return null;
            }
            total = total.add(price.multiply(line.quantity()));
        }
        return Quantities.plain(total);
    }
}
