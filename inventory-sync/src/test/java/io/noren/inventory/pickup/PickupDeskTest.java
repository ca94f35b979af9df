package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.PickupArrived;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupExpired;
import io.noren.inventory.PickupPlaced;
import io.noren.inventory.PickupReady;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@RecordApplicationEvents
class PickupDeskTest extends InventoryTest {

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupSweeper sweeper;

    @Autowired
    private Reservations reservations;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void fiveShirtsInGinza() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
    }

    @Test
    void anOnlineOrderIsPickedAndCollectedOnce() {
        PickupDesk.Placed placed = desk.place(order(anyOrder(), 2));
        UUID id = placed.pickup().id();
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("3");

        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.markReady(id, StepNote.NONE);
        Pickup collected = handovers.handOver(id, HandoverProof.of(code(placed).qr()), StepNote.NONE);

        assertThat(collected.state()).isEqualTo(PickupState.COLLECTED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        assertRefused(
                "ALREADY_COLLECTED",
                () -> handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");

        assertThat(events.stream(PickupPlaced.class)).hasSize(1);
        assertThat(events.stream(PickupReady.class)).hasSize(1);
        assertThat(events.stream(PickupCollected.class)).singleElement().satisfies(fact -> {
            assertThat(fact.total()).isEqualByComparingTo("3960");
            assertThat(fact.currency()).isEqualTo("JPY");
            assertThat(fact.member()).isEqualTo(placed.pickup().member());
            assertThat(fact.lines()).hasSize(1);
        });
    }

    @Test
    void whoeverBringsTheGoodsOutIsToldOnceThatTheCustomerIsThere() {
        UUID id = ready(2).pickup().id();

        desk.arrive(id, StepNote.NONE);
        assertRefused("WRONG_STEP", () -> desk.arrive(id, StepNote.NONE));

        assertThat(events.stream(PickupArrived.class)).singleElement().satisfies(fact -> {
            assertThat(fact.pickup()).isEqualTo(id);
            assertThat(fact.location()).isEqualTo(ginza);
            assertThat(fact.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.quantity()).isEqualByComparingTo("2"));
        });
    }

    @Test
    void theSameOrderPlacedAgainKeepsGoodsOnceAndShowsNoCode() {
        String number = anyOrder();
        PickupDesk.Placed first = desk.place(order(number, 2));

        PickupDesk.Placed again = desk.place(order(number, 2));

        assertThat(again.pickup().id()).isEqualTo(first.pickup().id());
        assertThat(again.code()).isNull();
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
        assertRefused("ORDER_CONFLICT", () -> desk.place(order(number, 1)));
    }

    @Test
    void theSameOrderPlacedManyTimesAtOnceIsOneOrder() {
        String number = anyOrder();

        List<PickupDesk.Placed> answers = Together.all(8, who -> desk.place(order(number, 2)));

        assertThat(answers.stream().map(placed -> placed.pickup().id()).distinct())
                .hasSize(1);
        assertThat(answers.stream().filter(placed -> placed.code() != null)).hasSize(1);
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
    }

    @Test
    void anOrderThatCannotBeServedLeavesNothingBehind() {
        String number = anyOrder();

        assertRefused("INSUFFICIENT_STOCK", () -> desk.place(order(number, 6)));

        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        assertThat(desk.workList(ginza)).isEmpty();
        assertThat(desk.place(order(number, 5)).code()).isNotNull();
    }

    @Test
    void aReservationTheShopMadeBeforeIsUsedAndNotDoubled() {
        UUID held = reservations
                .hold(new HoldRequest(
                        "basket-" + UUID.randomUUID(),
                        "web",
                        List.of(new HoldRequest.Line("1", shirt, ginza, new BigDecimal(5))),
                        Duration.ofMinutes(5),
                        false))
                .id();

        assertRefused("RESERVATION_MISMATCH", () -> desk.place(order(anyOrder(), 4, held)));
        desk.place(order(anyOrder(), 5, held));

        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("5");
    }

    @Test
    void aGuesserHasFiveTriesAndThenTheRightCodeHelpsNoMore() {
        PickupDesk.Placed placed = ready(1);
        UUID id = placed.pickup().id();
        String wrong = code(placed).pin().equals("000000") ? "000001" : "000000";

        List<String> refusals = Together.all(10, who -> {
            try {
                handovers.handOver(id, HandoverProof.of(wrong), StepNote.NONE);
                return "collected";
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(refusals).containsOnly("WRONG_HANDOVER_CODE", "HANDOVER_LOCKED");
        assertThat(refusals.stream().filter("WRONG_HANDOVER_CODE"::equals)).hasSize(HandoverCodes.TRIES);
        assertRefused(
                "HANDOVER_LOCKED",
                () -> handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void anotherOrdersQrCodeDoesNotFit() {
        PickupDesk.Placed mine = ready(1);
        PickupDesk.Placed theirs = ready(1);

        assertRefused(
                "WRONG_HANDOVER_CODE",
                () -> handovers.handOver(
                        mine.pickup().id(), HandoverProof.of(code(theirs).qr()), StepNote.NONE));
    }

    @RepeatedTest(5)
    void twoStaffHandingOverAtOnceMoveTheGoodsOnce() {
        PickupDesk.Placed placed = ready(1);

        List<String> answers = Together.all(4, who -> {
            try {
                return handovers
                        .handOver(
                                placed.pickup().id(),
                                HandoverProof.of(code(placed).pin()),
                                StepNote.NONE)
                        .state()
                        .name();
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers.stream().filter("COLLECTED"::equals)).hasSize(1);
        assertThat(answers.stream().filter("ALREADY_COLLECTED"::equals)).hasSize(3);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
        assertThat(audit.check().differences()).isEmpty();
    }

    @RepeatedTest(5)
    void whoCancelsWhileItIsHandedOverAndWhoHandsOverCannotBothBeRight() {
        PickupDesk.Placed placed = ready(2);
        UUID id = placed.pickup().id();

        List<Boolean> did = Together.all(
                2,
                who -> succeeds(() -> {
                    if (who == 0) {
                        handovers.handOver(id, HandoverProof.of(code(placed).qr()), StepNote.NONE);
                    } else {
                        desk.cancel(id, StepNote.NONE);
                    }
                }));

        boolean handedOver = did.get(0);
        assertThat(did.get(1)).isNotEqualTo(handedOver);
        assertThat(desk.find(id).orElseThrow().state())
                .isEqualTo(handedOver ? PickupState.COLLECTED : PickupState.CANCELLED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo(handedOver ? "3" : "5");
        assertThat(events.stream(PickupCollected.class)).hasSize(handedOver ? 1 : 0);
        assertThat(events.stream(PickupCancelled.class)).hasSize(handedOver ? 0 : 1);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void upToTheInstantInWhichItsTimeIsOverItIsCollectedAndFromThenOnItIsNot() {
        PickupDesk.Placed early = ready(2);
        PickupDesk.Placed late = ready(2);

        clock.stopAt(end(early).minusNanos(1_000));
        handovers.handOver(early.pickup().id(), HandoverProof.of(code(early).qr()), StepNote.NONE);
        clock.stopAt(end(late));
        assertRefused(
                "WRONG_STEP",
                () -> handovers.handOver(
                        late.pickup().id(), HandoverProof.of(code(late).qr()), StepNote.NONE));

        assertThat(desk.find(early.pickup().id()).orElseThrow().state()).isEqualTo(PickupState.COLLECTED);
        assertThat(desk.find(late.pickup().id()).orElseThrow().state()).isEqualTo(PickupState.EXPIRED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
    }

    @RepeatedTest(5)
    void inTheLastInstantTheSweeperDoesNotTakeBackWhatIsHandedOver() {
        PickupDesk.Placed placed = ready(2);
        UUID id = placed.pickup().id();
        clock.stopAt(end(placed).minusNanos(1_000));

        List<Boolean> did = Together.all(
                2,
                who -> succeeds(() -> {
                    if (who == 0) {
                        handovers.handOver(id, HandoverProof.of(code(placed).qr()), StepNote.NONE);
                    } else {
                        clock.stopAt(end(placed));
                        sweeper.sweep();
                    }
                }));

        boolean handedOver = did.get(0);
        assertThat(desk.find(id).orElseThrow().state())
                .isEqualTo(handedOver ? PickupState.COLLECTED : PickupState.EXPIRED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo(handedOver ? "3" : "5");
        // The sweeper ends orders of other stories, too.
        assertThat(events.stream(PickupExpired.class)
                        .filter(fact -> fact.pickup().equals(id)))
                .hasSize(handedOver ? 0 : 1);
        assertThat(audit.check().differences()).isEmpty();
    }

    private Instant end(PickupDesk.Placed placed) {
        return desk.find(placed.pickup().id()).orElseThrow().expiresAt();
    }

    private static boolean succeeds(Runnable step) {
        try {
            step.run();
            return true;
        } catch (Refusal refused) {
            assertThat(refused.code()).isIn("WRONG_STEP", "ALREADY_COLLECTED");
            return false;
        }
    }

    @Test
    void goodsThatNobodyComesForAreFreeAgainOnceTheyAreBackOnTheShelf() {
        clock.stop();
        PickupDesk.Placed placed = ready(2);
        UUID id = placed.pickup().id();
        clock.advance(Duration.ofDays(3));

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.EXPIRED);
        assertRefused(
                "WRONG_STEP",
                () -> handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE));
        sweeper.sweep();
        sweeper.sweep();

        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("3");
        assertThat(desk.workList(ginza))
                .singleElement()
                .satisfies(order -> assertThat(order.toReturn()).isTrue());

        assertThat(desk.returnToShelf(id, StepNote.NONE).state()).isEqualTo(PickupState.RETURNED_TO_SHELF);
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertThat(desk.workList(ginza)).isEmpty();
        assertRefused("WRONG_STEP", () -> desk.returnToShelf(id, StepNote.NONE));
        assertThat(events.stream(PickupExpired.class)
                        .filter(fact -> fact.pickup().equals(id)))
                .hasSize(1);
    }

    @Test
    void aCancelledOrderSetsItsGoodsFreeWhenTheyAreBackOnTheShelfAndCannotBeCollected() {
        PickupDesk.Placed placed = ready(2);
        UUID id = placed.pickup().id();

        desk.cancel(id, new StepNote(null, "changed their mind"));

        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("3");
        assertThat(desk.returnToShelf(id, StepNote.NONE).state()).isEqualTo(PickupState.CANCELLED);
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertRefused("NOTHING_TO_RETURN", () -> desk.returnToShelf(id, StepNote.NONE));
        assertThat(events.stream(PickupCancelled.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.rejected()).isFalse());
        assertRefused(
                "WRONG_STEP",
                () -> handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE));
        assertRefused("WRONG_STEP", () -> desk.cancel(id, StepNote.NONE));
    }

    @Test
    void whatNobodyHasTakenFromTheShelfIsFreeAsSoonAsItsOrderIsCancelled() {
        UUID id = desk.place(order(anyOrder(), 2)).pickup().id();
        desk.accept(id, StepNote.NONE);

        Pickup cancelled = desk.cancel(id, StepNote.NONE);

        assertThat(cancelled.toReturn()).isFalse();
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertRefused("NOTHING_TO_RETURN", () -> desk.returnToShelf(id, StepNote.NONE));
    }

    @Test
    void aStepThatComesTooEarlyIsRefusedAndNamesTheState() {
        UUID id = desk.place(order(anyOrder(), 1)).pickup().id();

        assertThatThrownBy(() -> desk.markReady(id, StepNote.NONE))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("WRONG_STEP");
                    assertThat(refusal.properties()).containsEntry("state", PickupState.PLACED);
                });
        assertRefused("WRONG_STEP", () -> desk.startPicking(id, StepNote.NONE));
        assertRefused("WRONG_STEP", () -> handovers.handOver(id, HandoverProof.of("000000"), StepNote.NONE));
        assertRefused("UNKNOWN_PICKUP_ORDER", () -> desk.accept(UUID.randomUUID(), StepNote.NONE));
    }

    @Test
    void theWorkListGoesOnWhereItStopped() {
        UUID first = desk.place(order(anyOrder(), 1)).pickup().id();
        UUID second = desk.place(order(anyOrder(), 1)).pickup().id();
        UUID third = desk.place(order(anyOrder(), 1)).pickup().id();

        assertThat(desk.workList(ginza)).extracting(Pickup::id).containsExactly(first, second, third);
        assertThat(desk.list(ginza, List.of(PickupState.PLACED), first, 1))
                .extracting(Pickup::id)
                .containsExactly(second);
    }

    @Test
    void anOrderIsFoundByItsNumberHoweverManyShopsHaveOneOfItAndHoweverLongItIsOver() {
        String number = anyOrder();
        UUID over = desk.place(order(number, 1)).pickup().id();
        desk.cancel(over, StepNote.NONE);
        clock.advance(Duration.ofDays(40));
        NewPickup same = order(number, 1);
        UUID ofAnotherShop = desk.place(new NewPickup(
                        number,
                        "marketplace",
                        same.location(),
                        null,
                        same.contact(),
                        same.lines(),
                        null,
                        Payment.PAID_ONLINE,
                        null))
                .pickup()
                .id();

        assertThat(desk.numbered(number)).extracting(Pickup::id).containsExactly(ofAnotherShop, over);
        assertThat(desk.numbered(number + " ")).isEmpty();
        assertThat(desk.numbered(number.substring(1))).isEmpty();
    }

    @Test
    void contactDataAndCodesAreNotInTextsThatMayBeLogged() {
        PickupDesk.Placed placed = desk.place(order(anyOrder(), 1));

        assertThat(placed.toString())
                .doesNotContain("Yamada")
                .doesNotContain("090")
                .doesNotContain(code(placed).pin());
    }

    private PickupDesk.Placed ready(int quantity) {
        PickupDesk.Placed placed = desk.place(order(anyOrder(), quantity));
        desk.accept(placed.pickup().id(), StepNote.NONE);
        desk.startPicking(placed.pickup().id(), StepNote.NONE);
        desk.markReady(placed.pickup().id(), StepNote.NONE);
        return placed;
    }

    private NewPickup order(String number, int quantity) {
        return order(number, quantity, null);
    }

    private NewPickup order(String number, int quantity, UUID reservation) {
        return new NewPickup(
                number,
                "web",
                ginza,
                UUID.fromString("7a7ed3a4-6f0f-4f7a-9d8e-2f1f2a6d0001"),
                new Contact("Yamada Hanako", "090-0000-0000", null),
                List.of(new NewPickup.Line(
                        "1", shirt, BigDecimal.valueOf(quantity), new Money(new BigDecimal("1980"), "JPY"))),
                null,
                Payment.PAID_ONLINE,
                reservation);
    }

    private static HandoverCode code(PickupDesk.Placed placed) {
        HandoverCode code = placed.code();
        assertThat(code).isNotNull();
        return code;
    }

    private static String anyOrder() {
        return "order-" + UUID.randomUUID();
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
