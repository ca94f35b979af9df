package io.noren.inventory.pickup;

import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupRescueOffered.Goods;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.pickup.Rescue.DecidedBy;
import io.noren.inventory.pickup.Rescue.Kind;
import io.noren.inventory.pickup.Rescue.Option;
import io.noren.inventory.reservation.Reservations;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of goods that were ordered and not found. The customer gets one link, and what it shows is held for them
 * already: something else from the same store, the same from another, sent home, or sent to their store. Where they say
 * nothing the rule decides.
 *
 * <p>Order of locks: the pickup order first, then the rescue, then reservations and their cells. These are of several
 * locations, one after the other, so two may wait for each other: the whole of whichever loses is done again.
 */
@Component
public class PickupRescues {
    /** Between the end of the customer's time and that of what is held. */
    private static final Duration GRACE = Duration.ofMinutes(15);

    /** These leave nothing to be decided. */
    private static final Set<PickupState> OVER =
            Set.of(PickupState.CANCELLED, PickupState.REROUTED, PickupState.EXPIRED, PickupState.RETURNED_TO_SHELF);

    private final PickupOrders orders;
    private final PickupDesk desk;
    private final PickupSteps steps;
    private final PickupTakeovers takeovers;
    private final RescueOptions options;
    private final RescueRows rows;
    private final Reservations reservations;
    private final RetriedTransaction transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final Duration answerWithin;
    private final Unanswered unanswered;

    PickupRescues(
            PickupOrders orders,
            PickupDesk desk,
            PickupSteps steps,
            PickupTakeovers takeovers,
            RescueOptions options,
            RescueRows rows,
            Reservations reservations,
            RetriedTransaction transaction,
            ApplicationEventPublisher events,
            Clock clock,
            @Value("${noren.inventory.pickup-rescue-answer:PT3H}") Duration answerWithin,
            @Value("${noren.inventory.pickup-rescue-unanswered:NONE}") Unanswered unanswered) {
        this.orders = orders;
        this.desk = desk;
        this.steps = steps;
        this.takeovers = takeovers;
        this.options = options;
        this.rows = rows;
        this.reservations = reservations;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
        this.answerWithin = answerWithin.compareTo(Reservations.LONGEST_HOLD.minus(GRACE)) < 0
                ? answerWithin
                : Reservations.LONGEST_HOLD.minus(GRACE);
        this.unanswered = unanswered;
    }

    /** What the rule does where the customer says nothing. */
    enum Unanswered {
        /** The money goes back. */
        NONE,
        /** The first option is taken that still can be. */
        FIRST
    }

    /** @param takenOverBy the order that has the goods now, of another store or of the same, with its handover code */
    public record Decided(Rescue rescue, PickupDesk.@Nullable Placed takenOverBy) {}

    @Transactional(readOnly = true)
    public Optional<Rescue> find(UUID id) {
        return rows.find(id);
    }

    /** Those of an order, the latest first. */
    @Transactional(readOnly = true)
    public List<Rescue> of(UUID order) {
        return rows.of(order).stream().flatMap(id -> rows.find(id).stream()).toList();
    }

    /**
     * The customer says what they want instead.
     *
     * @param number the option's; 0: none of them, the money back
     * @throws Refusal {@code UNKNOWN_RESCUE}, {@code RESCUE_DECIDED}, {@code RESCUE_OVER}, {@code UNKNOWN_OPTION}, {@code
     *     OPTION_GONE}
     */
    public Decided choose(UUID id, int number) {
        return transaction.runFromTheStart(() -> chosen(id, number));
    }

    private Decided chosen(UUID id, int number) {
        Instant now = now();
        PickupOrder order = lockedOrderOf(id);
        Rescue rescue = rows.find(id).orElseThrow(PickupRescues::unknown);
        if (rescue.decidedBy() != null) {
            throw decided(rescue);
        }
        if (!rescue.isOpen(now) || OVER.contains(order.asSeenAt(now).state())) {
            throw new Refusal(
                    "RESCUE_OVER",
                    "The time for this is over: the shop gives the money back. Ask there if you want something else.",
                    null,
                    Map.of("endsAt", rescue.endsAt()));
        }
        Option taken = number == 0
                ? null
                : rescue.option(number)
                        .orElseThrow(() -> Refusal.ofField("UNKNOWN_OPTION", "option", "There is no such option."));
        return decide(rescue, order, taken, DecidedBy.CUSTOMER, now);
    }

    /** Asks the customer of an order about what is missing, if there is anything to be asked; false if not. */
    boolean offer(UUID id) {
        return transaction.runFromTheStart(() -> offered(id));
    }

    private boolean offered(UUID id) {
        Instant now = now();
        PickupOrder order = orders.forStep(id);
        Pickup pickup = order.asSeenAt(now);
        if (rows.isAsked(id)) {
            return false;
        }
        List<PickupLine> missing = order.askAboutMissing();
        orders.flush();
        if (missing.isEmpty()) {
            return false;
        }
        UUID rescueId = UUID.randomUUID();
        List<Option> held = options.hold(rescueId, pickup, missing, now, answerWithin.plus(GRACE));
        if (held.isEmpty()) {
            // The shop was told what is missing; there is nothing to choose from.
            return false;
        }
        Rescue rescue = new Rescue(rescueId, id, missing, held, now, now.plus(answerWithin), null, null);
        rows.insert(rescue);
        if (held.stream().anyMatch(option -> option.kind() == Kind.SUBSTITUTE)) {
            steps.done(order, PickupStep.PROPOSE_SUBSTITUTE, null, StepNote.NONE, now, order::proposeSubstitute);
        }
        events.publishEvent(PickupFacts.rescueOffered(rescue, order.asSeenAt(now)));
        return true;
    }

    /** The rule decides what the customer did not; does nothing when they were faster. */
    void end(UUID id) {
        transaction.runFromTheStart(() -> ended(id));
    }

    private Optional<Decided> ended(UUID id) {
        Instant now = now();
        PickupOrder order = lockedOrderOf(id);
        Rescue rescue = rows.find(id).orElseThrow(PickupRescues::unknown);
        if (rescue.decidedBy() != null) {
            return Optional.empty();
        }
        if (OVER.contains(order.asSeenAt(now).state())) {
            return Optional.of(decide(rescue, order, null, DecidedBy.ORDER_ENDED, now));
        }
        if (rescue.isOpen(now)) {
            return Optional.empty();
        }
        Option first = unanswered == Unanswered.FIRST
                ? rescue.options().stream()
                        .filter(option -> isPossible(option, order))
                        .findFirst()
                        .orElse(null)
                : null;
        return Optional.of(decide(rescue, order, first, DecidedBy.RULE, now));
    }

    private Decided decide(Rescue rescue, PickupOrder order, @Nullable Option taken, DecidedBy by, Instant now) {
        if (taken != null && !isPossible(taken, order)) {
            throw new Refusal(
                    "OPTION_GONE",
                    "The store has packed the order meanwhile: choose one of the others.",
                    "option",
                    Map.of());
        }
        if (!rows.decide(rescue.id(), taken == null ? null : taken.number(), by, now)) {
            throw decided(rows.find(rescue.id()).orElseThrow());
        }
        PickupDesk.Placed takenOverBy = taken == null ? null : take(taken, rescue, order, now);
        if (order.state() == PickupState.SUBSTITUTION_PROPOSED) {
            steps.done(order, PickupStep.LEAVE_SUBSTITUTE, null, StepNote.NONE, now, order::leaveSubstitute);
        }
        rescue.options().stream().filter(option -> !option.equals(taken)).forEach(this::letGo);
        Pickup pickup = order.asSeenAt(now);
        events.publishEvent(PickupFacts.rescueDecided(
                rescue,
                pickup,
                taken,
                by,
                takenOverBy == null ? null : takenOverBy.pickup().id(),
                now));
        if (pickup.goods().isEmpty() && PickupStep.CANCEL.isPossibleIn(pickup.state())) {
            desk.cancel(order.getId(), new StepNote(null, "nothing of it was found"));
        }
        return new Decided(rows.find(rescue.id()).orElseThrow(), takenOverBy);
    }

    private static boolean isPossible(Option option, PickupOrder order) {
        return option.kind() != Kind.SUBSTITUTE || order.state() == PickupState.SUBSTITUTION_PROPOSED;
    }

    private PickupDesk.@Nullable Placed take(Option taken, Rescue rescue, PickupOrder order, Instant now) {
        switch (taken.kind()) {
            case OTHER_STORE -> {
                return takeovers.takeOver(
                        order.asSeenAt(now), taken.location(), rescue.lines(), taken.reservation(), null);
            }
            case SHIP_TO_STORE -> {
                // Promised as it was shown, however long the customer thought.
                Sending sending =
                        new Sending(taken.location(), rescue.offeredAt().plus(Sending.USUAL));
                return takeovers.takeOver(
                        order.asSeenAt(now), order.location(), rescue.lines(), taken.reservation(), sending);
            }
            case HOME_DELIVERY -> reservations.commit(taken.reservation());
            case SUBSTITUTE -> {
                reservations.commit(taken.reservation());
                Map<String, PickupOrderLine> instead = instead(taken, rescue);
                steps.done(
                        order,
                        PickupStep.TAKE_SUBSTITUTE,
                        null,
                        StepNote.NONE,
                        now,
                        () -> order.takeSubstitutes(instead));
            }
        }
        return null;
    }

    /** The customer pays what they were to pay: a substitute costs what the missing piece did. */
    private Map<String, PickupOrderLine> instead(Option taken, Rescue rescue) {
        Map<String, PickupOrderLine> instead = new TreeMap<>();
        for (Goods goods : taken.goods()) {
            PickupLine missing = rescue.lines().stream()
                    .filter(line -> Rescue.lineInsteadOf(line.line()).equals(goods.line()))
                    .findFirst()
                    .orElseThrow();
            instead.put(
                    goods.line(),
                    PickupOrderLine.insteadOf(
                            missing.line(), goods.sku(), goods.quantity(), missing.unitPrice(), taken.reservation()));
        }
        return instead;
    }

    private void letGo(Option option) {
        reservations
                .find(option.reservation())
                .filter(reservation -> reservation.state().isOpen())
                .ifPresent(reservation -> reservations.release(reservation.id()));
    }

    private PickupOrder lockedOrderOf(UUID id) {
        return orders.forStep(rows.orderOf(id).orElseThrow(PickupRescues::unknown));
    }

    private static Refusal unknown() {
        return new Refusal("UNKNOWN_RESCUE", "There is no such offer.");
    }

    private static Refusal decided(Rescue rescue) {
        return new Refusal(
                "RESCUE_DECIDED",
                "This is decided already.",
                null,
                Map.of("decision", rescue.decision() == null ? 0 : rescue.decision()));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
