package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.reservation.Reservations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The moment at the counter: goods go to whoever proves that they are theirs, once. */
@Component
public class PickupHandovers {
    /** A device that was without a network for longer has to be looked at by a person. */
    static final Duration TOLD_WITHIN = Duration.ofDays(14);

    /** Devices' clocks differ a little from ours. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private static final int LONGEST_NAME = 100;

    private final PickupOrders orders;
    private final PickupSteps steps;
    private final HandoverCodes codes;
    private final HandoverChecks checks;
    private final Reservations reservations;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    PickupHandovers(
            PickupOrders orders,
            PickupSteps steps,
            HandoverCodes codes,
            HandoverChecks checks,
            Reservations reservations,
            ApplicationEventPublisher events,
            Clock clock) {
        this.orders = orders;
        this.steps = steps;
        this.codes = codes;
        this.checks = checks;
        this.reservations = reservations;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Hands the goods over to whoever shows the code, once.
     *
     * @throws Refusal {@code WRONG_HANDOVER_CODE}, {@code HANDOVER_LOCKED}, {@code CODE_REPLACED}, {@code
     *     CHECK_REQUIRED}, {@code ALREADY_COLLECTED} with when and by whom, {@code WRONG_STEP}, {@code BAD_HANDOVER_TIME}
     */
    @Transactional
    public Pickup handOver(UUID id, HandoverProof proof, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        Instant at = proof.at() == null ? now : checkedTime(proof.at(), now);
        PickupStep step = proof.at() == null ? PickupStep.HAND_OVER : PickupStep.HAND_OVER_OFFLINE;
        steps.done(order, step, null, note.with(proof.checked()), now, () -> {
            refuseASecondTime(order);
            order.checkCollectable(step, now);
            // Before a try is used up: who must look at a document first comes again with the same code.
            checks.require(
                    order.asSeenAt(now).goods().stream().map(PickupLine::sku).toList(), proof.checked());
            codes.verify(id, proof.code(), step == PickupStep.HAND_OVER_OFFLINE);
            order.collect(step, at, now);
        });
        order.reservations().forEach(reservations::fulfil);
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.collected(pickup, null, at));
        return pickup;
    }

    /**
     * The order of a code that was scanned at a store.
     *
     * @throws Refusal {@code WRONG_HANDOVER_CODE} if it is none of ours, {@code CODE_OF_ANOTHER_STORE} with its {@code
     *     location}
     */
    @Transactional(readOnly = true)
    public Pickup scanned(String code, String location) {
        Pickup pickup = codes.orderOf(code)
                .flatMap(orders::findById)
                .map(order -> order.asSeenAt(now()))
                .orElseThrow(() -> new Refusal(
                        "WRONG_HANDOVER_CODE",
                        "This is no handover code: ask for the one in the message about the order.",
                        "code",
                        Map.of()));
        if (!pickup.location().equals(location)) {
            throw new Refusal(
                    "CODE_OF_ANOTHER_STORE",
                    "This order waits at " + pickup.location() + ".",
                    "code",
                    Map.of("location", pickup.location()));
        }
        return pickup;
    }

    /**
     * Another code instead of the one there is. The customer lost it, or somebody guessed too often.
     *
     * @throws Refusal {@code WRONG_STEP} when the order has ended
     */
    @Transactional
    public HandoverCode replaceCode(UUID id, StepNote note) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(
                order,
                PickupStep.REPLACE_CODE,
                null,
                note,
                now,
                () -> order.checkOpenFor(PickupStep.REPLACE_CODE, now));
        return codes.replace(id, order.location());
    }

    /**
     * The customer sends somebody else, who shows the same code; the store sees the name.
     *
     * @param name at most 100 characters; null: they come themselves
     * @throws Refusal {@code BAD_NAME}, {@code WRONG_STEP}
     */
    @Transactional
    public Pickup delegate(UUID id, @Nullable String name, StepNote note) {
        String given = name == null || name.isBlank() ? null : name.strip();
        if (given != null && (given.length() > LONGEST_NAME || given.indexOf('\0') >= 0)) {
            throw Refusal.ofField("BAD_NAME", "name", "Give at most " + LONGEST_NAME + " characters.");
        }
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        steps.done(order, PickupStep.DELEGATE, null, note, now, () -> order.delegate(given, now));
        return order.asSeenAt(now);
    }

    private void refuseASecondTime(PickupOrder order) {
        if (order.state() != PickupState.COLLECTED) {
            return;
        }
        DoneStep earlier = steps.collectionOf(order.getId());
        Map<String, Object> told = new TreeMap<>();
        told.put("state", order.state());
        told.put("collectedAt", earlier.at());
        told.put("actor", earlier.actor());
        if (earlier.device() != null) {
            told.put("device", earlier.device());
        }
        throw new Refusal(
                "ALREADY_COLLECTED",
                "These goods were handed over at " + order.collectedAt() + " by " + earlier.actor() + ".",
                null,
                told);
    }

    private static Instant checkedTime(Instant at, Instant now) {
        if (at.isAfter(now.plus(SKEW)) || at.isBefore(now.minus(TOLD_WITHIN))) {
            throw Refusal.ofField(
                    "BAD_HANDOVER_TIME",
                    "handedOverAt",
                    "Goods were handed over in the last 14 days, and not later than now.");
        }
        return Sql.micros(at.isAfter(now) ? now : at);
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
