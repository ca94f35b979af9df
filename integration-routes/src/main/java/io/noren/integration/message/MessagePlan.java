package io.noren.integration.message;

import static io.noren.inventory.Sql.time;

import io.noren.integration.broker.Received;
import io.noren.integration.qr.PublicAddress;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupDelayed;
import io.noren.inventory.PickupExpired;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupGoodsArrived;
import io.noren.inventory.PickupPlaced;
import io.noren.inventory.PickupReady;
import io.noren.inventory.PickupRerouted;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.PickupRescueOffered;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is to be told, and when. Facts may come twice and in any order, so that each thing is told once is a unique key,
 * and whether it is still true is looked at when it is sent.
 */
@Component
public class MessagePlan {
    /** Whoever picks says line after line what is missing, and the customer wants to be told once. */
    private static final Duration MORE_MAY_BE_MISSING = Duration.ofMinutes(5);

    /** Points are booked by another flow. */
    private static final Duration POINTS_ARE_BOOKED = Duration.ofMinutes(1);

    private static final String OF_AN_OPEN_ORDER =
            "kind in ('PLACED', 'FELL_SHORT', 'DELAYED', 'ARRIVED', 'READY', 'REMINDER', 'LAST_DAY')";

    private final JdbcClient jdbc;
    private final MessageSettings settings;
    private final MessageChannels channels;
    private final PublicAddress address;
    private final Clock clock;

    MessagePlan(
            JdbcClient jdbc, MessageSettings settings, MessageChannels channels, PublicAddress address, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.channels = channels;
        this.address = address;
        this.clock = clock;
    }

    /** Whose order it is. */
    private record Order(
            UUID pickup,
            String number,
            String location,
            @Nullable UUID member) {}

    @Transactional
    public void happened(List<Received<?>> facts) {
        if (channels.open().isEmpty()) {
            return;
        }
        facts.forEach(received -> plan(received.fact(), clock.instant()));
    }

    private void plan(Object fact, Instant now) {
        if (fact instanceof PickupPlaced placed) {
            Order order = new Order(placed.pickup(), placed.order(), placed.location(), placed.member());
            once(MessageKind.PLACED, order, now, now);
        } else if (fact instanceof PickupFellShort less) {
            Order order = new Order(less.pickup(), less.order(), less.location(), less.member());
            // Told again, it must not take the place of what was told after it.
            if (tell(MessageKind.FELL_SHORT, less.id(), order, now.plus(MORE_MAY_BE_MISSING), now)) {
                overtaken("kind = 'FELL_SHORT' and occasion <> :occasion", less.id(), order, now);
            }
        } else if (fact instanceof PickupRescueOffered offered) {
            Order order = new Order(offered.pickup(), offered.order(), offered.location(), offered.member());
            // A link that begins nowhere leads nowhere.
            if (address.configured().isPresent()) {
                tell(MessageKind.RESCUE, offered.rescue(), order, now, now);
                overtaken("kind = 'FELL_SHORT'", offered.rescue(), order, now);
            }
        } else if (fact instanceof PickupRescueDecided decided) {
            Order order = new Order(decided.pickup(), decided.order(), decided.location(), decided.member());
            overtaken("kind = 'RESCUE' and occasion = :occasion", decided.rescue(), order, now);
        } else if (fact instanceof PickupDelayed delayed) {
            Order order = new Order(delayed.pickup(), delayed.order(), delayed.location(), delayed.member());
            if (tell(MessageKind.DELAYED, delayed.id(), order, now, now)) {
                overtaken("kind = 'DELAYED' and occasion <> :occasion", delayed.id(), order, now);
            }
        } else if (fact instanceof PickupRerouted rerouted) {
            // The order there is told by itself.
            Order order = new Order(rerouted.pickup(), rerouted.order(), rerouted.location(), rerouted.member());
            overtaken(OF_AN_OPEN_ORDER, rerouted.pickup(), order, now);
        } else if (fact instanceof PickupGoodsArrived arrived) {
            Order order = new Order(arrived.pickup(), arrived.order(), arrived.location(), arrived.member());
            once(MessageKind.ARRIVED, order, now, now);
        } else if (fact instanceof PickupReady ready) {
            Order order = new Order(ready.pickup(), ready.order(), ready.location(), ready.member());
            once(MessageKind.READY, order, now, now);
            once(MessageKind.REMINDER, order, ready.readyAt().plus(settings.remindAfter()), now);
            once(MessageKind.LAST_DAY, order, ready.expiresAt().minus(settings.lastDayBefore()), now);
        } else if (fact instanceof PickupCollected collected) {
            Order order = new Order(collected.pickup(), collected.order(), collected.location(), collected.member());
            end(MessageKind.COLLECTED, order, now.plus(POINTS_ARE_BOOKED), now);
        } else if (fact instanceof PickupExpired expired) {
            Order order = new Order(expired.pickup(), expired.order(), expired.location(), expired.member());
            end(MessageKind.EXPIRED, order, now, now);
        } else if (fact instanceof PickupCancelled cancelled) {
            Order order = new Order(cancelled.pickup(), cancelled.order(), cancelled.location(), cancelled.member());
            end(cancelled.rejected() ? MessageKind.REJECTED : MessageKind.CANCELLED, order, now, now);
        }
        // What a till sold of an order is told as collected; whoever brings goods back stands at the counter.
    }

    private void end(MessageKind kind, Order order, Instant due, Instant now) {
        once(kind, order, due, now);
        overtaken(OF_AN_OPEN_ORDER, order.pickup(), order, now);
    }

    private void once(MessageKind kind, Order order, Instant due, Instant now) {
        tell(kind, order.pickup(), order, due, now);
    }

    /** @return whether it was not planned before */
    private boolean tell(MessageKind kind, UUID occasion, Order order, Instant due, Instant now) {
        return jdbc.sql("""
                        insert into integration.message
                            (id, kind, occasion, pickup, order_number, location, member, state, next_at, planned_at)
                        values (:id, :kind, :occasion, :pickup, :order, :location, :member::uuid, 'WAITING', :due, :now)
                        on conflict (kind, occasion) do nothing
                        """)
                        .param("id", UUID.randomUUID())
                        .param("kind", kind.name())
                        .param("occasion", occasion)
                        .param("pickup", order.pickup())
                        .param("order", order.number())
                        .param("location", order.location())
                        .param(
                                "member",
                                order.member() == null ? null : order.member().toString())
                        .param("due", time(due))
                        .param("now", time(now))
                        .update()
                == 1;
    }

    private void overtaken(String which, UUID occasion, Order order, Instant now) {
        jdbc.sql("""
                        update integration.message
                        set state = 'WITHHELD', reason = 'OVERTAKEN', next_at = null, ended_at = :now
                        where pickup = :pickup and state = 'WAITING' and\s""" + which)
                .param("occasion", occasion)
                .param("now", time(now))
                .param("pickup", order.pickup())
                .update();
    }
}
