package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupGoodsArrived;
import io.noren.inventory.PickupSent;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockLevelChanged;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Ginza has none of it; the warehouse has five shirts and five caps, and sends what is ordered for Ginza. */
@RecordApplicationEvents
class PickupTransfersTest extends InventoryTest {

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupTransfers transfers;

    @Autowired
    private PickupTakeovers takeovers;

    @Autowired
    private Shipments shipments;

    @Autowired
    private Arrivals arrivals;

    @Autowired
    private Reservations reservations;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    @Autowired
    private PlatformTransactionManager transactions;

    private String shirt = "";
    private String cap = "";
    private String ginza = "";
    private String warehouse = "";

    @BeforeEach
    void fiveOfEachInTheWarehouse() {
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        warehouse = anyStore();
        stock(shirt, warehouse, 5);
        stock(cap, warehouse, 5);
    }

    @Test
    void goodsAreKeptWhereTheyAreThenUnderWayThenKeptAtTheStoreAndHandedOverOnce() {
        PickupDesk.Placed placed = placed(2, 1);
        UUID id = placed.pickup().id();
        assertThat(placed.pickup().state()).isEqualTo(PickupState.AWAITING_TRANSFER);
        assertNumbers(shirt, warehouse, 5, 2, 0);
        assertThat(transfers.toSend(warehouse))
                .extracting(PickupTransfers.ToSend::id, PickupTransfers.ToSend::location)
                .containsExactly(tuple(id, ginza));
        assertThat(transfers.waiting(List.of(warehouse, ginza))).containsExactly(entry(warehouse, 1L));

        Pickup sent = transfers.send(id, clock.instant().plus(Duration.ofDays(1)), new StepNote("dock-2", null));

        assertThat(sent.state()).isEqualTo(PickupState.IN_TRANSIT);
        assertThat(transfers.toSend(warehouse)).isEmpty();
        assertThat(transfers.waiting(List.of(warehouse, ginza))).isEmpty();
        assertNumbers(shirt, warehouse, 3, 0, 0);
        assertNumbers(shirt, ginza, 0, 0, 2);

        Pickup came = transfers.receive(id, new StepNote("handheld-7", "one box"));

        assertThat(came.state()).isEqualTo(PickupState.ARRIVED);
        assertNumbers(shirt, ginza, 2, 2, 0);
        assertNumbers(cap, ginza, 1, 1, 0);
        assertThat(level(shirt, ginza).available()).isZero();
        desk.startPicking(id, StepNote.NONE);
        desk.pick(id, "1", StepNote.NONE);
        assertThat(desk.pick(id, "2", StepNote.NONE).state()).isEqualTo(PickupState.PICKED);
        desk.markReady(id, StepNote.NONE);
        handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE);
        assertNumbers(shirt, ginza, 0, 0, 0);
        assertNumbers(cap, ginza, 0, 0, 0);

        assertThat(desk.steps(id))
                .extracting(DoneStep::step, DoneStep::device, DoneStep::reason)
                .startsWith(
                        tuple("place", null, null),
                        tuple("send", "dock-2", null),
                        tuple("receive", "handheld-7", "one box"));
        assertThat(events.stream(PickupSent.class)).singleElement().satisfies(fact -> {
            assertThat(fact.from()).isEqualTo(warehouse);
            assertThat(fact.location()).isEqualTo(ginza);
        });
        assertThat(events.stream(PickupGoodsArrived.class)).hasSize(1);
        assertThat(events.stream(PickupFellShort.class)).isEmpty();
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void itIsPromisedFromWhenTheGoodsAreExpectedAndADayLaterWhenTheyHaveNotCome() {
        clock.stop();
        Pickup placed = placed(1, 1).pickup();
        assertThat(Duration.between(clock.instant(), placed.readyBy())).isGreaterThan(Sending.USUAL);
        UUID id = placed.id();
        sent(id);

        clock.advance(Duration.between(clock.instant(), placed.readyBy()));
        desk.delayIfLate(id, Duration.ofMinutes(10), 3);

        assertThat(desk.find(id).orElseThrow().readyBy())
                .isAfterOrEqualTo(placed.readyBy().plus(Sending.LATER));
    }

    @Test
    void whatIsOrderedBeyondWhatTheOtherLocationHasIsRefusedAndKeepsNothing() {
        assertRefused("INSUFFICIENT_STOCK", () -> placed(6, 1));

        assertNumbers(shirt, warehouse, 5, 0, 0);
        assertNumbers(cap, warehouse, 5, 0, 0);
    }

    @Test
    void theSameOrderFromAnotherLocationIsAContradiction() {
        String number = "order-" + UUID.randomUUID();
        desk.place(order(number, 1, 1, warehouse));

        assertThat(desk.place(order(number, 1, 1, warehouse)).code()).isNull();
        assertRefused("ORDER_CONFLICT", () -> desk.place(order(number, 1, 1, null)));
        assertRefused("SAME_LOCATION", () -> desk.place(order("order-" + UUID.randomUUID(), 1, 1, ginza)));
    }

    @Test
    void whoFollowsTheStockNeverSeesTheGoodsAsAnybodysOnTheirWay() {
        UUID id = placed(2, 1).pickup().id();
        BigDecimal free = level(shirt, warehouse).available();

        transfers.send(id, null, StepNote.NONE);
        transfers.receive(id, StepNote.NONE);

        assertThat(events.stream(StockLevelChanged.class)
                        .filter(change -> change.sku().equals(shirt)))
                .filteredOn(change -> change.location().equals(ginza))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.available()).isLessThanOrEqualTo(BigDecimal.ZERO));
        assertThat(events.stream(StockLevelChanged.class)
                        .filter(change -> change.sku().equals(shirt)))
                .filteredOn(change -> change.location().equals(warehouse) && change.available() != null)
                .filteredOn(change ->
                        change.cause().startsWith("TRANSFER") || change.cause().contains("RELEASED"))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.available()).isLessThanOrEqualTo(free));
    }

    @RepeatedTest(3)
    void othersWhoWantThemWhileTheyArriveGetNone() {
        UUID id = placed(2, 1).pickup().id();
        transfers.send(id, null, StepNote.NONE);
        AtomicBoolean received = new AtomicBoolean();

        List<String> answers = Together.all(6, who -> {
            if (who == 0) {
                transfers.receive(id, StepNote.NONE);
                received.set(true);
                return "received";
            }
            String answer = "nothing";
            for (int tries = 0; tries < 500 && !received.get(); tries++) {
                answer = tried(who);
                if (answer.equals("got one")) {
                    return answer;
                }
            }
            return answer.equals("nothing") ? tried(who) : answer;
        });

        assertThat(answers).contains("received").doesNotContain("got one");
        assertNumbers(shirt, ginza, 2, 2, 0);
    }

    private String tried(int who) {
        try {
            reservations.hold(new HoldRequest(
                    "basket-" + who + UUID.randomUUID(),
                    "web",
                    List.of(new HoldRequest.Line("1", shirt, ginza, BigDecimal.ONE)),
                    Duration.ofMinutes(1),
                    false));
            return "got one";
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    @RepeatedTest(3)
    void sentAndReceivedByManyAtOnceItMovesOnce() {
        UUID id = placed(2, 1).pickup().id();

        List<String> sent = Together.all(4, who -> said(() -> transfers.send(id, null, StepNote.NONE)));
        List<String> came = Together.all(4, who -> said(() -> transfers.receive(id, StepNote.NONE)));

        assertThat(sent).containsOnlyOnce("done");
        assertThat(sent.stream().filter("WRONG_STEP"::equals)).hasSize(3);
        assertThat(came).containsOnlyOnce("done");
        assertThat(came).isSubsetOf("done", "WRONG_STEP", "MORE_THAN_OUTSTANDING");
        assertNumbers(shirt, warehouse, 3, 0, 0);
        assertNumbers(shirt, ginza, 2, 2, 0);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatDiesBetweenLeavesTheGoodsWhereTheyWere() {
        UUID id = placed(2, 1).pickup().id();

        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(half -> {
                    transfers.send(id, null, StepNote.NONE);
                    throw new IllegalStateException("the power is gone");
                }))
                .hasMessage("the power is gone");

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.AWAITING_TRANSFER);
        assertNumbers(shirt, warehouse, 5, 2, 0);
        assertNumbers(shirt, ginza, 0, 0, 0);
        transfers.send(id, null, StepNote.NONE);
        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(half -> {
                    transfers.receive(id, StepNote.NONE);
                    throw new IllegalStateException("the power is gone again");
                }))
                .hasMessage("the power is gone again");
        assertNumbers(shirt, ginza, 0, 0, 2);
        transfers.receive(id, StepNote.NONE);
        assertNumbers(shirt, ginza, 2, 2, 0);
    }

    @Test
    void whatComesInPartsIsKeptPartByPartAndWhatDoesNotComeFallsShort() {
        UUID id = placed(3, 1).pickup().id();
        UUID shipment = sent(id);

        receive(shipment, "a", came("1", 1, 0));
        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.IN_TRANSIT);
        assertNumbers(shirt, ginza, 1, 1, 2);
        receive(shipment, "b", came("1", 1, 1), came("2", 1, 0));

        Pickup arrived = desk.find(id).orElseThrow();
        assertThat(arrived.state()).isEqualTo(PickupState.ARRIVED);
        assertThat(arrived.lines().get(0))
                .extracting(Pickup.Line::state, Pickup.Line::missing)
                .containsExactly(PickupLineState.SHORT, BigDecimal.ONE);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).available())
                .as("the damaged one is nobody's")
                .isZero();
        assertThat(events.stream(PickupFellShort.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.lines().get(0).quantity()).isEqualByComparingTo("1"));
        assertThat(desk.startPicking(id, StepNote.NONE).state()).isEqualTo(PickupState.PICKING);
        assertThat(desk.pick(id, "2", StepNote.NONE).state()).isEqualTo(PickupState.PARTIALLY_PICKED);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whereTheStoreHasSoldMoreThanItHadNobodyIsPromisedStillMore() {
        UUID id = placed(3, 1).pickup().id();
        sent(id);
        stock(shirt, ginza, -1);

        Pickup arrived = transfers.receive(id, StepNote.NONE);

        assertThat(arrived.state()).isEqualTo(PickupState.ARRIVED);
        assertThat(arrived.lines().get(0).missing()).isEqualByComparingTo("1");
        assertNumbers(shirt, ginza, 2, 2, 0);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatFellShortOnTheWayAltogetherIsNotLookedForAgain() {
        UUID id = desk.place(order("order-" + UUID.randomUUID(), 2, 0, warehouse))
                .pickup()
                .id();
        UUID shipment = sent(id);
        receive(shipment, "a", came("1", 1, 0));
        arrivals.close(shipment, Kind.TRANSFER, "one fell off the truck");

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.ARRIVED);
        assertThat(desk.startPicking(id, StepNote.NONE).state()).isEqualTo(PickupState.PARTIALLY_PICKED);
        assertThat(desk.markReady(id, StepNote.NONE).state()).isEqualTo(PickupState.READY);
    }

    @Test
    void anOrderOfWhichNothingComesIsRejectedAndTheShopIsTold() {
        UUID id = placed(2, 1).pickup().id();
        UUID shipment = sent(id);

        arrivals.close(shipment, Kind.TRANSFER, "the truck burnt");

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.REJECTED);
        assertThat(events.stream(PickupCancelled.class)).singleElement().satisfies(fact -> {
            assertThat(fact.rejected()).isTrue();
            assertThat(fact.reason()).isEqualTo("nothing of it arrived");
        });
        assertNumbers(shirt, ginza, 0, 0, 0);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatComesBackToTheWarehouseIsForSaleThere() {
        UUID id = placed(2, 1).pickup().id();
        UUID shipment = sent(id);

        arrivals.receive(
                shipment,
                Kind.TRANSFER,
                new Receiving("back", warehouse, null, List.of(came("1", 2, 0), came("2", 1, 0)), List.of()));

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.REJECTED);
        assertNumbers(shirt, warehouse, 5, 0, 0);
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "reject", "expire", "reroute"})
    void anOrderThatEndsBeforeItsGoodsLeaveSetsThemFreeWhereTheyAre(String how) {
        String shibuya = otherStore();
        UUID id = placed(2, 1).pickup().id();

        end(id, how, shibuya);

        assertNumbers(shirt, warehouse, 5, 0, 0);
        assertRefused("WRONG_STEP", () -> transfers.send(id, null, StepNote.NONE));
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "reject", "expire", "reroute"})
    void goodsOfAnOrderThatEndsUnderWayArriveForEverybody(String how) {
        String shibuya = otherStore();
        UUID id = placed(2, 1).pickup().id();
        UUID shipment = sent(id);
        receive(shipment, "a", came("1", 1, 0));

        end(id, how, shibuya);
        assertThat(level(shirt, ginza).available()).as("what had come").isEqualByComparingTo("1");
        assertRefused("WRONG_STEP", () -> transfers.receive(id, StepNote.NONE));
        receive(shipment, "b", came("1", 1, 0), came("2", 1, 0));

        assertNumbers(shirt, ginza, 2, 0, 0);
        assertNumbers(cap, ginza, 1, 0, 0);
        assertThat(events.stream(PickupGoodsArrived.class)).isEmpty();
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "reject", "expire", "reroute"})
    void goodsOfAnOrderThatEndsWhenTheyHaveComeAreForSaleAtTheStore(String how) {
        String shibuya = otherStore();
        UUID id = placed(2, 1).pickup().id();
        sent(id);
        transfers.receive(id, StepNote.NONE);

        end(id, how, shibuya);

        assertNumbers(shirt, ginza, 2, 0, 0);
        assertNumbers(cap, ginza, 1, 0, 0);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aStepThatComesTooEarlyOrTwiceIsRefusedByName() {
        UUID here = placedWhereTheyAre();
        UUID id = placed(1, 1).pickup().id();

        assertRefused("WRONG_STEP", () -> transfers.send(here, null, StepNote.NONE));
        assertRefused("WRONG_STEP", () -> transfers.receive(here, StepNote.NONE));
        assertRefused("WRONG_STEP", () -> transfers.from(here));
        assertRefused("WRONG_STEP", () -> transfers.receive(id, StepNote.NONE));
        assertRefused("WRONG_STEP", () -> desk.accept(id, StepNote.NONE));
        assertRefused("WRONG_STEP", () -> desk.startPicking(id, StepNote.NONE));
        sent(id);
        assertRefused("WRONG_STEP", () -> desk.startPicking(id, StepNote.NONE));
        transfers.receive(id, StepNote.NONE);
        assertRefused("WRONG_STEP", () -> transfers.receive(id, StepNote.NONE));
        assertRefused("UNKNOWN_PICKUP_ORDER", () -> transfers.send(UUID.randomUUID(), null, StepNote.NONE));
        assertRefused("UNKNOWN_PICKUP_ORDER", () -> transfers.receive(UUID.randomUUID(), StepNote.NONE));
    }

    private void end(UUID id, String how, String shibuya) {
        switch (how) {
            case "cancel" -> desk.cancel(id, StepNote.NONE);
            case "reject" -> desk.reject(id, StepNote.NONE);
            case "reroute" ->
                desk.cancel(
                        takeovers.reroute(id, shibuya, StepNote.NONE).pickup().id(), StepNote.NONE);
            default -> {
                clock.advance(Duration.ofDays(20));
                desk.expire(id);
            }
        }
    }

    private String otherStore() {
        String shibuya = anyStore();
        stock(shirt, shibuya, 5);
        stock(cap, shibuya, 5);
        return shibuya;
    }

    private UUID placedWhereTheyAre() {
        stock(shirt, ginza, 1);
        stock(cap, ginza, 1);
        UUID id = desk.place(order("order-" + UUID.randomUUID(), 1, 1, null))
                .pickup()
                .id();
        desk.accept(id, StepNote.NONE);
        return id;
    }

    private UUID sent(UUID id) {
        Pickup.Transfer transfer = transfers.send(id, null, StepNote.NONE).transfer();
        assertThat(transfer).isNotNull();
        UUID shipment = transfer.shipment();
        assertThat(shipment).isNotNull();
        assertThat(shipments.find(shipment, Kind.TRANSFER).orElseThrow().state())
                .isEqualTo(Shipment.State.DISPATCHED);
        return shipment;
    }

    private void receive(UUID shipment, String receipt, Receiving.Line... lines) {
        arrivals.receive(shipment, Kind.TRANSFER, new Receiving(receipt, null, null, List.of(lines), List.of()));
    }

    private static Receiving.Line came(String line, int quantity, int damaged) {
        return new Receiving.Line(
                line, BigDecimal.valueOf(quantity), BigDecimal.valueOf(damaged), BigDecimal.ZERO, null);
    }

    private PickupDesk.Placed placed(int shirts, int caps) {
        return desk.place(order("order-" + UUID.randomUUID(), shirts, caps, warehouse));
    }

    private NewPickup order(String number, int shirts, int caps, @Nullable String from) {
        NewPickup.Line first = new NewPickup.Line("1", shirt, BigDecimal.valueOf(shirts), null);
        return new NewPickup(
                number,
                "web",
                ginza,
                null,
                Contact.NONE,
                caps == 0
                        ? List.of(first)
                        : List.of(first, new NewPickup.Line("2", cap, BigDecimal.valueOf(caps), null)),
                null,
                Payment.PAID_ONLINE,
                null,
                from == null ? null : new Sending(from, null));
    }

    private void assertNumbers(String sku, String location, int onHand, int committed, int incoming) {
        assertThat(List.of(
                        level(sku, location).onHand(),
                        level(sku, location).committed(),
                        level(sku, location).incoming()))
                .as("on hand, committed, incoming of %s at %s", sku, location.equals(ginza) ? "ginza" : "the other")
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(
                        BigDecimal.valueOf(onHand), BigDecimal.valueOf(committed), BigDecimal.valueOf(incoming));
    }

    private static String said(Runnable work) {
        try {
            work.run();
            return "done";
        } catch (Refusal refusal) {
            return refusal.code();
        }
    }

    private static HandoverCode code(PickupDesk.Placed placed) {
        HandoverCode code = placed.code();
        assertThat(code).isNotNull();
        return code;
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
