package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import io.noren.inventory.PickupRescueDecided;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.Rescue.Kind;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.routing.RoutingRules;
import io.noren.inventory.routing.RoutingRulesBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Hanako ordered two shirts in Ginza that are not there. The warehouse has some, and she would rather wait than travel. */
@RecordApplicationEvents
class PickupRescuesSentToTheStoreTest extends InventoryTest {
    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupTransfers transfers;

    @Autowired
    private PickupRescues rescues;

    @Autowired
    private PickupRescueWorker worker;

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
    private String cap = "";
    private String ginza = "";
    private String warehouse = "";
    private UUID order = UUID.randomUUID();
    private HandoverCode code = new HandoverCode("", "");

    @BeforeEach
    void shirtsThatAreNotThere() {
        clock.stop();
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        warehouse = anyWarehouse();
        stock(shirt, ginza, 2);
        stock(cap, ginza, 1);
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
            assertThat(rescue.options())
                    .filteredOn(option -> !Integer.valueOf(option.number()).equals(rescue.decision()))
                    .allSatisfy(option -> assertThat(reservations
                                    .find(option.reservation())
                                    .map(Reservation::state)
                                    .orElseThrow())
                            .isIn(Reservation.State.RELEASED, Reservation.State.EXPIRED));
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void sheWaitsAndFetchesItInHerOwnStoreUnderACodeOfItsOwn() {
        stock(shirt, warehouse, 5);
        fallsShort();
        Rescue.Option offered = sentToTheStore().orElseThrow();
        assertThat(offered.location()).isEqualTo(warehouse);
        assertThat(level(shirt, warehouse).reserved())
                .as("for her home, and for her store")
                .isEqualByComparingTo("4");
        clock.advance(Duration.ofHours(2));

        PickupRescues.Decided decided = rescues.choose(theRescue().id(), offered.number());

        PickupDesk.Placed placed = Objects.requireNonNull(decided.takenOverBy());
        Pickup sent = placed.pickup();
        assertThat(sent.state()).isEqualTo(PickupState.AWAITING_TRANSFER);
        assertThat(sent.location()).isEqualTo(ginza);
        assertThat(sent.order()).endsWith("-R1");
        assertThat(sent.reroutedFrom()).isEqualTo(order);
        assertThat(sent.contact().name()).isEqualTo("Hanako");
        assertThat(sent.total()).isEqualByComparingTo("2000");
        assertThat(sent.readyBy()).as("as she was shown").isEqualTo(offered.readyBy());
        assertThat(Duration.between(theRescue().offeredAt(), sent.readyBy())).isGreaterThan(Sending.USUAL);
        assertThat(level(shirt, warehouse).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, warehouse).reserved()).isEqualByComparingTo("0");
        assertThat(events.stream(PickupRescueDecided.class)).singleElement().satisfies(fact -> {
            assertThat(fact.kind()).isEqualTo("SHIP_TO_STORE");
            assertThat(fact.takenOverBy()).isEqualTo(sent.id());
            assertThat(fact.reservation()).isNull();
        });
        assertRefused("RESCUE_DECIDED", () -> rescues.choose(theRescue().id(), offered.number()));

        desk.markReady(order, StepNote.NONE);
        handovers.handOver(order, HandoverProof.of(code.pin()), StepNote.NONE);
        assertThat(transfers.toSend(warehouse))
                .extracting(PickupTransfers.ToSend::id)
                .containsExactly(sent.id());
        transfers.send(sent.id(), null, StepNote.NONE);
        assertThat(transfers.receive(sent.id(), StepNote.NONE).state()).isEqualTo(PickupState.ARRIVED);
        desk.startPicking(sent.id(), StepNote.NONE);
        desk.pick(sent.id(), "1", StepNote.NONE);
        desk.markReady(sent.id(), StepNote.NONE);
        assertRefused(
                "WRONG_HANDOVER_CODE", () -> handovers.handOver(sent.id(), HandoverProof.of(code.qr()), StepNote.NONE));
        HandoverCode own = Objects.requireNonNull(placed.code());
        handovers.handOver(sent.id(), HandoverProof.of(own.pin()), StepNote.NONE);
        assertThat(level(shirt, warehouse).onHand()).isEqualByComparingTo("3");
        assertThat(level(shirt, ginza).onHand())
                .as("what the books had and the shelf did not")
                .isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
    }

    @Test
    void anOrderOfWhichNothingWasFoundGoesOnAsTheOneThatIsSent() {
        stock(shirt, warehouse, 5);
        stock(cap, warehouse, 5);
        desk.fallShort(order, "2", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        worker.work();

        PickupRescues.Decided decided =
                rescues.choose(theRescue().id(), sentToTheStore().orElseThrow().number());

        assertThat(Objects.requireNonNull(decided.takenOverBy()).pickup().lines())
                .hasSize(2);
        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.CANCELLED);
    }

    @Test
    void whereThereIsEnoughForOneOfThemOnlyItIsSentHome() {
        stock(shirt, warehouse, 3);
        fallsShort();

        assertThat(theRescue().options()).extracting(Rescue.Option::kind).containsExactly(Kind.HOME_DELIVERY);
        assertThat(level(shirt, warehouse).reserved()).isEqualByComparingTo("2");
    }

    @Test
    void itComesFromElsewhereWhereOnePlaceHasNotEnoughForBoth() {
        String other = anyWarehouse();
        stock(shirt, warehouse, 3);
        stock(shirt, other, 2);
        fallsShort();

        assertThat(theRescue().options())
                .extracting(Rescue.Option::kind, Rescue.Option::location)
                .containsExactly(tuple(Kind.HOME_DELIVERY, warehouse), tuple(Kind.SHIP_TO_STORE, other));
    }

    @Test
    void whereNobodyHasEnoughOfItNobodyIsAsked() {
        stock(shirt, warehouse, 1);
        stock(shirt, anyWarehouse(), 1);
        fallsShort();

        assertThat(rescues.of(order)).isEmpty();
        assertThat(level(shirt, warehouse).reserved()).isEqualByComparingTo("0");
    }

    @Test
    void whereRulesAreOnTheyChooseFromWhereItIsSent() {
        String shibuya = anyStore();
        stock(shirt, shibuya, 20);
        stock(shirt, warehouse, 4);
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
            fallsShort();
        } finally {
            jdbc.sql("update inventory.routing_rules set state = 'RETIRED'").update();
        }

        assertThat(sentToTheStore().map(Rescue.Option::location)).contains(warehouse);
    }

    @Test
    void whoeverIsQuickerThanTheQuestionLeavesNothingBehindThatIsPromisedTwice() {
        stock(shirt, warehouse, 6);
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        desk.pick(order, "2", StepNote.NONE);

        List<Integer> bought = Together.all(5, who -> {
            if (who == 0) {
                worker.work();
                return 0;
            }
            try {
                reservations.promise(HoldRequest.forOrder(
                        "order/" + order + "/" + who,
                        "web",
                        List.of(new HoldRequest.Line("1", shirt, warehouse, BigDecimal.valueOf(2)))));
                return 2;
            } catch (Refusal refused) {
                assertThat(refused.code()).isEqualTo("INSUFFICIENT_STOCK");
                return 0;
            }
        });

        BigDecimal sold =
                BigDecimal.valueOf(bought.stream().mapToInt(Integer::intValue).sum());
        long options = rescues.of(order).stream()
                .mapToLong(rescue -> rescue.options().size())
                .sum();
        assertThat(level(shirt, warehouse).committed()).isEqualByComparingTo(sold);
        assertThat(level(shirt, warehouse).reserved()).isEqualByComparingTo(BigDecimal.valueOf(2 * options));
        assertThat(sold.add(BigDecimal.valueOf(2 * options))).isLessThanOrEqualTo(BigDecimal.valueOf(6));
    }

    @Test
    void whoWantsNoneOfItLeavesItToOthersAtOnce() {
        stock(shirt, warehouse, 5);
        fallsShort();

        rescues.choose(theRescue().id(), 0);

        assertThat(level(shirt, warehouse).reserved()).isEqualByComparingTo("0");
        assertThat(transfers.toSend(warehouse)).isEmpty();
    }

    @Test
    void aStoreThatTakesNoOrdersIsSentNothing() {
        stock(shirt, warehouse, 5);
        terms.pause(ginza, null, null);
        fallsShort();

        assertThat(sentToTheStore()).isEmpty();
        assertThat(theRescue().options()).hasSize(1);
    }

    @Test
    void aStoreThatPausedMeanwhileIsNoOptionAndNothingIsDecided() {
        stock(shirt, warehouse, 5);
        fallsShort();
        int number = sentToTheStore().orElseThrow().number();
        terms.pause(ginza, null, null);

        assertRefused("PICKUP_PAUSED", () -> rescues.choose(theRescue().id(), number));
        assertThat(theRescue().decidedBy()).isNull();
        assertThat(level(shirt, warehouse).committed()).isEqualByComparingTo("0");
        terms.resume(ginza);
        assertThat(rescues.choose(theRescue().id(), number).takenOverBy()).isNotNull();
    }

    private void fallsShort() {
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        desk.pick(order, "2", StepNote.NONE);
        worker.work();
    }

    private Rescue theRescue() {
        return rescues.of(order).get(0);
    }

    private Optional<Rescue.Option> sentToTheStore() {
        return theRescue().options().stream()
                .filter(option -> option.kind() == Kind.SHIP_TO_STORE)
                .findFirst();
    }

    /** Where nobody fetches anything. */
    private String anyWarehouse() {
        String id = "warehouse-" + UUID.randomUUID();
        locations.put(new Location(
                id,
                null,
                "Any warehouse",
                Location.Kind.WAREHOUSE,
                ZoneId.of("Asia/Tokyo"),
                null,
                false,
                null,
                List.of()));
        return id;
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
