package io.noren.inventory.pickup;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.handover.HandoverChecks;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** What the shop told of its payment; it leads nowhere. */
    static final String PAYMENT = "payment";

    private final JdbcClient jdbc;
    private final PickupOrders orders;

    PickupSteps(JdbcClient jdbc, PickupOrders orders) {
        this.jdbc = jdbc;
        this.orders = orders;
    }

    /** Does a step with an order that is locked, and remembers who did it. */
    @Transactional(propagation = Propagation.MANDATORY)
    void done(PickupOrder order, PickupStep step, @Nullable String line, StepNote note, Instant now, Runnable work) {
        PickupState from = order.state();
        work.run();
        // Statements that follow see what Hibernate would otherwise write at the end.
        orders.flush();
        record(order.getId(), step.path(), line, from, order.state(), note, now);
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
                    (pickup_order, number, step, line, from_state, to_state, actor, device, reason, checked,
                    at)
                select :order, coalesce(max(number), 0) + 1, :step, :line, :from, :to, :actor, :device, :reason,
                    :checked, :now
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
                .param("checked", note.checked().isEmpty() ? null : told(note.checked()))
                .param("now", time(now))
                .update();
    }

    /** The first step of new orders, each by its actor. */
    @Transactional(propagation = Propagation.MANDATORY)
    void placed(List<PickupOrder> placed, List<String> actors, Instant now) {
        jdbc.sql("""
                insert into inventory.pickup_step (pickup_order, number, step, to_state, actor, at)
                select given.id, 1, :step, given.state, given.actor, :now
                from unnest(:orders::uuid[], :states::text[], :actors::text[]) as given (id, state, actor)
                """)
                .param("step", PLACE)
                .param("orders", column(placed, PickupOrder::getId))
                .param("states", column(placed, PickupOrder::state))
                .param("actors", actors.toArray(String[]::new))
                .param("now", time(now))
                .update();
    }

    /** The step by which the customer got the goods. */
    DoneStep collectionOf(UUID order) {
        return of(order).stream()
                .filter(step -> step.to() == PickupState.COLLECTED && step.from() != PickupState.COLLECTED)
                .findFirst()
                .orElseThrow();
    }

    private static String told(Set<HandoverChecks.Kind> checked) {
        return checked.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }

    /** The first of them first. Why a till's sale ended an order is which sale that was. */
    List<DoneStep> of(UUID order) {
        return jdbc.sql("""
                select s.number, s.step, s.line, s.from_state, s.to_state, s.actor, s.device,
                    case s.step when :sale then sold.till_transaction else s.reason end as reason,
                    s.checked, s.at
                from inventory.pickup_step s
                left join inventory.pickup_sold_at_till sold on sold.pickup_order = s.pickup_order
                where s.pickup_order = :order
                order by s.number
                """)
                .param("order", order)
                .param("sale", PickupStep.SELL_AT_TILL.path())
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
                            row.getString("checked"),
                            Objects.requireNonNull(Sql.instant(row, "at")));
                })
                .list();
    }
}
