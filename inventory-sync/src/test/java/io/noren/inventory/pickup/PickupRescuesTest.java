package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupRerouted;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.Rescue.DecidedBy;
import io.noren.inventory.pickup.Rescue.Kind;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.routing.RoutingRules;
import io.noren.inventory.routing.RoutingRulesBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Hanako ordered two shirts and a cap in Ginza, and the shirts are not there. Shibuya has some. */
@RecordApplicationEvents
class PickupRescuesTest extends InventoryTest {
    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupRescues rescues;

    @Autowired
    private PickupRescueWorker worker;

    @Autowired
    private PickupTakeovers takeovers;

    @Autowired
    private Substitutes substitutes;

    @Autowired
    private PickupTermsOfStores terms;

    @Autowired
    private Reservations reservations;

    @Autowired
    private RoutingRulesBook rules;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String polo = "";
    private String cap = "";
    private String ginza = "";
    private String shibuya = "";
    private UUID order = UUID.randomUUID();
    private HandoverCode code = new HandoverCode("", "");

    @BeforeEach
    void shirtsThatAreNotThere() {
        clock.stop();
        shirt = anyItem();
        polo = anyItem();
        cap = anyItem();
        ginza = anyStore();
        shibuya = anyStore();
        stock(shirt, ginza, 2);
        stock(cap, ginza, 1);
        stock(polo, ginza, 3);
        stock(shirt, shibuya, 5);
        PickupDesk.Placed placed = desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                new Contact("Hanako", null, null),
                List.of(line("1", shirt, 2, "1000"), line("2", cap, 1, "500")),
                null,
                Payment.PAID_ONLINE,
                null));
        order = placed.pickup().id();
        code = Objects.requireNonNull(placed.code());
        desk.accept(order, StepNote.NONE);
        desk.startPicking(order, StepNote.NONE);
    }

    @AfterEach
    void nothingStaysHeldAndTheBooksAreRight() {
        clock.advance(Duration.ofHours(5));
        worker.work();
        for (Rescue rescue : rescues.of(order)) {
            assertThat(rescue.decidedBy()).isNotNull();
            assertThat(rescue.options())
                    .filteredOn(option -> !Integer.valueOf(option.number()).equals(rescue.decision()))
                    .allSatisfy(option -> assertThat(stateOf(option)).isIn("RELEASED", "EXPIRED"));
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whereRulesAreOnTheyChooseFromWhereItIsSentHome() {
        String osaka = anyStore();
        stock(shirt, osaka, 4);
        stock(shirt, shibuya, 5);
        // Shibuya has more, and more to do.
        desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                shibuya,
                null,
                Contact.NONE,
                List.of(line("1", shirt, 1, "1000")),
                null,
                Payment.PAID_ONLINE,
                null));
        BigDecimal no = BigDecimal.ZERO;
        rules.activate(rules.draft(new RoutingRules(no, no, BigDecimal.ONE, 1)).version());
        try {
            desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.NO_VARIANCE, StepNote.NONE);
            desk.pick(order, "2", StepNote.NONE);
            worker.work();
        } finally {
            jdbc.sql("update inventory.routing_rules set state = 'RETIRED'").update();
        }

        assertThat(theRescue().options())
                .filteredOn(option -> option.kind() == Kind.HOME_DELIVERY)
                .extracting(Rescue.Option::location)
                .containsExactly(osaka);
    }

    @Test
    void whatIsOfferedIsHeldAlreadyAndOnceForTheWholeOrder() {
        substitutes.put(shirt, List.of(polo));

        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        worker.work();
        assertThat(rescues.of(order)).as("somebody is still looking").isEmpty();
        desk.pick(order, "2", StepNote.NONE);
        worker.work();
        worker.work();

        Rescue rescue = theRescue();
        assertThat(rescue.options())
                .extracting(Rescue.Option::kind)
                .containsExactly(Kind.SUBSTITUTE, Kind.OTHER_STORE, Kind.HOME_DELIVERY);
        assertThat(level(polo, ginza).reserved()).isEqualByComparingTo("2");
        assertThat(level(shirt, shibuya).reserved()).isEqualByComparingTo("4");
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.SUBSTITUTION_PROPOSED);
        assertThat(events.stream(PickupRescueOffered.class)).singleElement().satisfies(fact -> {
            assertThat(fact.rescue()).isEqualTo(rescue.id());
            assertThat(fact.options()).hasSize(3);
        });
    }

    @Test
    void theCustomerTakesTheSubstituteAtThePriceOfWhatIsMissing() {
        substitutes.put(shirt, List.of(cap, polo));
        fallsShort();

        rescues.choose(theRescue().id(), numberOf(Kind.SUBSTITUTE));

        Pickup picking = desk.find(order).orElseThrow();
        assertThat(picking.state()).isEqualTo(PickupState.PICKING);
        assertThat(picking.lines())
                .filteredOn(line -> line.replaces() != null)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.sku()).as("the cap is not there any more").isEqualTo(polo);
                    assertThat(line.replaces()).isEqualTo("1");
                    assertThat(line.unitPrice()).isEqualByComparingTo("1000");
                });
        assertThat(level(shirt, shibuya).reserved()).as("the others are free").isEqualByComparingTo("0");
        desk.pick(order, "1-S", StepNote.NONE);
        desk.markReady(order, StepNote.NONE);
        Pickup collected = handovers.handOver(order, HandoverProof.of(code.pin()), StepNote.NONE);
        assertThat(collected.total()).isEqualByComparingTo("2500");
        assertThat(level(polo, ginza).onHand()).isEqualByComparingTo("1");
        assertThat(level(cap, ginza).onHand()).isEqualByComparingTo("0");
        assertThat(level(polo, ginza).committed()).isEqualByComparingTo("0");
    }

    @Test
    void aSubstituteThatIsNotThereEitherIsMissingLikeAnyOther() {
        substitutes.put(shirt, List.of(polo));
        fallsShort();
        rescues.choose(theRescue().id(), numberOf(Kind.SUBSTITUTE));

        desk.fallShort(order, "1-S", BigDecimal.ONE, ShortReason.SOME_MISSING, StepNote.NONE);

        assertThat(level(polo, ginza).committed()).isEqualByComparingTo("1");
        desk.cancel(order, StepNote.NONE);
        desk.returnToShelf(order, StepNote.NONE);
        assertThat(level(polo, ginza).committed()).isEqualByComparingTo("0");
        assertThat(level(cap, ginza).committed()).isEqualByComparingTo("0");
    }

    @Test
    void anotherStoreTakesOverWhatIsMissingUnderACodeOfItsOwn() {
        fallsShort();

        PickupRescues.Decided decided = rescues.choose(theRescue().id(), numberOf(Kind.OTHER_STORE));

        PickupDesk.Placed there = Objects.requireNonNull(decided.takenOverBy());
        assertThat(there.pickup().location()).isEqualTo(shibuya);
        assertThat(there.pickup().reroutedFrom()).isEqualTo(order);
        assertThat(there.pickup().order()).endsWith("-R1");
        assertThat(there.pickup().contact().name()).isEqualTo("Hanako");
        assertThat(there.pickup().total()).isEqualByComparingTo("2000");
        assertThat(level(shirt, shibuya).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, shibuya).reserved()).isEqualByComparingTo("0");
        assertThat(desk.find(order).orElseThrow().state())
                .as("the cap waits in Ginza")
                .isEqualTo(PickupState.PARTIALLY_PICKED);
        assertThat(events.stream(PickupRescueDecided.class)).singleElement().satisfies(fact -> {
            assertThat(fact.kind()).isEqualTo("OTHER_STORE");
            assertThat(fact.takenOverBy()).isEqualTo(there.pickup().id());
        });
    }

    @Test
    void whatIsSentHomeStaysKeptForTheShopToSend() {
        fallsShort();

        rescues.choose(theRescue().id(), numberOf(Kind.HOME_DELIVERY));

        assertThat(events.stream(PickupRescueDecided.class)).singleElement().satisfies(fact -> {
            UUID kept = Objects.requireNonNull(fact.reservation());
            assertThat(reservations.find(kept).map(Reservation::state)).contains(Reservation.State.COMMITTED);
            reservations.fulfil(kept);
        });
        assertThat(level(shirt, shibuya).onHand()).isEqualByComparingTo("3");
    }

    @Test
    void whoWantsNothingInsteadGetsTheRestAndWhoLosesAllOfItIsCancelled() {
        fallsShort();
        rescues.choose(theRescue().id(), 0);
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.PARTIALLY_PICKED);
        assertThat(level(shirt, shibuya).reserved()).isEqualByComparingTo("0");

        desk.fallShort(order, "2", BigDecimal.ZERO, ShortReason.NO_VARIANCE, StepNote.NONE);
        stock(cap, shibuya, 1);
        clock.advance(Duration.ofMinutes(1));
        worker.work();
        rescues.choose(theRescue().id(), 0);

        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.CANCELLED);
        assertThat(events.stream(PickupCancelled.class)).hasSize(1);
    }

    @Test
    void whoSaysNothingGetsTheMoneyBackByRule() {
        substitutes.put(shirt, List.of(polo));
        fallsShort();
        Rescue rescue = theRescue();
        clock.advance(Duration.ofHours(3));

        assertRefused("RESCUE_OVER", () -> rescues.choose(rescue.id(), 1));
        worker.work();

        assertThat(theRescue().decidedBy()).isEqualTo(DecidedBy.RULE);
        assertThat(theRescue().decision()).isNull();
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.PARTIALLY_PICKED);
        assertRefused("RESCUE_DECIDED", () -> rescues.choose(rescue.id(), 1));
    }

    @Test
    void tenTapsAtOnceDecideOnce() {
        substitutes.put(shirt, List.of(polo));
        fallsShort();
        UUID rescue = theRescue().id();

        List<String> answers = Together.all(10, who -> {
            try {
                rescues.choose(rescue, 1 + who % 3);
                return "DECIDED";
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers).filteredOn("DECIDED"::equals).hasSize(1);
        assertThat(answers).filteredOn("RESCUE_DECIDED"::equals).hasSize(9);
        assertThat(events.stream(PickupRescueDecided.class)
                        .filter(fact -> fact.pickup().equals(order)))
                .hasSize(1);
    }

    @Test
    void aSubstituteIsTooLateForWhatIsPacked() {
        substitutes.put(shirt, List.of(polo));
        fallsShort();
        desk.markReady(order, StepNote.NONE);

        assertRefused("OPTION_GONE", () -> rescues.choose(theRescue().id(), numberOf(Kind.SUBSTITUTE)));
        assertThat(rescues.choose(theRescue().id(), numberOf(Kind.OTHER_STORE)).takenOverBy())
                .isNotNull();
    }

    @Test
    void aStoreThatPausedMeanwhileIsNoOptionAndNothingIsDecided() {
        fallsShort();
        terms.pause(shibuya, null, null);

        assertRefused("PICKUP_PAUSED", () -> rescues.choose(theRescue().id(), numberOf(Kind.OTHER_STORE)));
        assertThat(theRescue().decidedBy()).isNull();
        assertThat(rescues.choose(theRescue().id(), numberOf(Kind.HOME_DELIVERY))
                        .rescue()
                        .decidedBy())
                .isEqualTo(DecidedBy.CUSTOMER);
    }

    @Test
    void anOrderThatIsCancelledLeavesNothingToDecide() {
        fallsShort();
        desk.cancel(order, StepNote.NONE);

        assertRefused("RESCUE_OVER", () -> rescues.choose(theRescue().id(), numberOf(Kind.OTHER_STORE)));
        worker.work();

        assertThat(theRescue().decidedBy()).isEqualTo(DecidedBy.ORDER_ENDED);
        assertThat(level(shirt, shibuya).reserved()).isEqualByComparingTo("0");
    }

    @Test
    void whereThereIsNothingInsteadNobodyIsAsked() {
        ledger.record(List.of(movement("gone-" + order, shirt, shibuya, -5)));
        fallsShort();

        assertThat(rescues.of(order)).isEmpty();
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.PARTIALLY_PICKED);
    }

    @Test
    void anotherStoreTakesAWholeOrderOverInOneStep() {
        stock(cap, shibuya, 1);

        PickupDesk.Placed there = takeovers.reroute(order, shibuya, new StepNote(null, "flooded"));

        assertThat(there.pickup().lines()).hasSize(2);
        assertThat(there.code()).isNotNull();
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.REROUTED);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        assertThat(level(shirt, shibuya).committed()).isEqualByComparingTo("2");
        assertThat(events.stream(PickupRerouted.class)).singleElement().satisfies(fact -> {
            assertThat(fact.takenOverBy()).isEqualTo(there.pickup().id());
            assertThat(fact.reason()).isEqualTo("flooded");
        });
        assertRefused("WRONG_STEP", () -> takeovers.reroute(order, shibuya, StepNote.NONE));
    }

    @Test
    void aStoreThatDoesNotHaveAllOfItTakesNothingOver() {
        assertRefused("INSUFFICIENT_STOCK", () -> takeovers.reroute(order, shibuya, StepNote.NONE));
        assertRefused("SAME_STORE", () -> takeovers.reroute(order, ginza, StepNote.NONE));

        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.PICKING);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, shibuya).committed()).isEqualByComparingTo("0");
    }

    private void fallsShort() {
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        desk.pick(order, "2", StepNote.NONE);
        worker.work();
    }

    private Rescue theRescue() {
        return rescues.of(order).get(0);
    }

    private int numberOf(Kind kind) {
        return theRescue().options().stream()
                .filter(option -> option.kind() == kind)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private String stateOf(Rescue.Option option) {
        return reservations.find(option.reservation()).orElseThrow().state().name();
    }

    private static NewPickup.Line line(String line, String sku, int quantity, String price) {
        return new NewPickup.Line(line, sku, BigDecimal.valueOf(quantity), new Money(new BigDecimal(price), "JPY"));
    }

    private static void assertRefused(String refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(refusal);
    }
}
