package io.noren.inventory.pickup;

import io.noren.inventory.Actor;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a device that loses the network, and tells a step again whose answer it did not hear. What is so already is
 * no refusal and no second step; whatever else would be refused at the desk is refused here.
 */
@Component
public class PickupsToldByDevices {
    private static final Set<PickupLineState> OFF_THE_SHELF = Set.of(
            PickupLineState.PICKED,
            PickupLineState.COLLECTED,
            PickupLineState.TO_RETURN,
            PickupLineState.BACK_ON_SHELF);

    private final PickupOrders orders;
    private final PickupDesk desk;
    private final PickupHandovers handovers;
    private final PickupSteps steps;
    private final Clock clock;

    PickupsToldByDevices(
            PickupOrders orders, PickupDesk desk, PickupHandovers handovers, PickupSteps steps, Clock clock) {
        this.orders = orders;
        this.desk = desk;
        this.handovers = handovers;
        this.steps = steps;
        this.clock = clock;
    }

    /** Somebody looks for it from now on; a new order is accepted by that. */
    @Transactional
    public Pickup start(UUID id, StepNote note) {
        Pickup order = locked(id);
        return switch (order.state()) {
            case PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED -> order;
            case PLACED -> {
                desk.accept(id, note);
                yield desk.startPicking(id, note);
            }
            default -> desk.startPicking(id, note);
        };
    }

    /** @throws Refusal as {@link PickupDesk#pick} */
    @Transactional
    public Pickup picked(UUID id, String line, StepNote note) {
        Pickup order = locked(id);
        boolean isSo = line(order, line)
                .filter(one -> one.missing() == null && OFF_THE_SHELF.contains(one.state()))
                .isPresent();
        return isSo ? order : desk.pick(id, line, note);
    }

    /** @throws Refusal as {@link PickupDesk#fallShort} */
    @Transactional
    public Pickup fellShort(
            UUID id, String line, BigDecimal found, ShortReason why, @Nullable String instead, StepNote note) {
        Pickup order = locked(id);
        boolean isSo = line(order, line)
                .filter(one -> one.shortReason() == why && Objects.equals(one.instead(), instead))
                .flatMap(one -> Optional.ofNullable(one.missing())
                        .map(missing -> one.quantity().subtract(missing)))
                .filter(there -> there.compareTo(Quantities.plain(found)) == 0)
                .isPresent();
        return isSo ? order : desk.fallShort(id, line, found, why, instead, note);
    }

    /** @throws Refusal as {@link PickupDesk#markReady} */
    @Transactional
    public Pickup ready(UUID id, StepNote note) {
        Pickup order = locked(id);
        return switch (order.state()) {
            case READY, CUSTOMER_ARRIVED, COLLECTED -> order;
            default -> desk.markReady(id, note);
        };
    }

    /**
     * Only who handed it over before with the same device says it again; to everybody else it is gone.
     *
     * @throws Refusal as {@link PickupHandovers#handOver}
     */
    @Transactional
    public Pickup handedOver(UUID id, HandoverProof proof, StepNote note) {
        Pickup order = locked(id);
        return order.state() == PickupState.COLLECTED && isTheSame(steps.collectionOf(id), note)
                ? order
                : handovers.handOver(id, proof, note);
    }

    private static boolean isTheSame(DoneStep last, StepNote note) {
        boolean handover = last.step().equals(PickupStep.HAND_OVER.path())
                || last.step().equals(PickupStep.HAND_OVER_OFFLINE.path());
        return handover
                && note.device() != null
                && Objects.equals(last.device(), note.device())
                && last.actor().equals(Actor.current());
    }

    private Pickup locked(UUID id) {
        return orders.forStep(id).asSeenAt(Sql.micros(clock.instant()));
    }

    private static Optional<Pickup.Line> line(Pickup order, String line) {
        return order.lines().stream().filter(one -> one.line().equals(line)).findFirst();
    }
}
