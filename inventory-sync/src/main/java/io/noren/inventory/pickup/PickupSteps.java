package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What was done with pickup orders, by whom and why: rows that nobody changes. */
@Component
class PickupSteps {

    /** The step of whoever placed the order. */
    static final String PLACE = "place";

    private final JdbcClient jdbc;

    PickupSteps(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The order is locked by this transaction, or new in it, so no two steps have one number. */
    @Transactional(propagation = Propagation.MANDATORY)
    void record(
            UUID order,
            String step,
            @Nullable String line,
            @Nullable PickupState from,
            PickupState to,
            StepNote note,
            Instant now) {
        jdbc.sql("""
                insert into inventory.pickup_step
                    (pickup_order, number, step, line, from_state, to_state, actor, device, reason, at)
                select :order, coalesce(max(number), 0) + 1, :step, :line, :from, :to, :actor, :device, :reason, :now
                from inventory.pickup_step where pickup_order = :order
                """)
                .param("order", order)
                .param("step", step)
                .param("line", line)
                .param("from", from == null ? null : from.name())
                .param("to", to.name())
                .param("actor", Actor.current())
                .param("device", note.device())
                .param("reason", note.reason())
                .param("now", time(now))
                .update();
    }

    /** The first of them first. */
    List<DoneStep> of(UUID order) {
        return jdbc.sql("""
                select number, step, line, from_state, to_state, actor, device, reason, at
                from inventory.pickup_step where pickup_order = :order order by number
                """)
                .param("order", order)
                .query((row, index) -> {
                    String from = row.getString("from_state");
                    return new DoneStep(
                            row.getInt("number"),
                            row.getString("step"),
                            row.getString("line"),
                            from == null ? null : PickupState.valueOf(from),
                            PickupState.valueOf(row.getString("to_state")),
                            row.getString("actor"),
                            row.getString("device"),
                            row.getString("reason"),
                            Objects.requireNonNull(Sql.instant(row, "at")));
                })
                .list();
    }
}
