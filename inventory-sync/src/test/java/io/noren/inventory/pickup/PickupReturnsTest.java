package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.PickupReturned;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.PickupReturn.Condition;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Customers bring back what they have collected: three shirts and two caps of what there were ten of. */
@RecordApplicationEvents
class PickupReturnsTest extends InventoryTest {
    private static final StepNote NOTE = new StepNote("handheld-7", "wrong colour");

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupReturns returns;

    @Autowired
    private PickupsSoldAtTills atTills;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    @Autowired
    private PlatformTransactionManager transactions;

    private String shirt = "";
    private String cap = "";
    private String ginza = "";

    @BeforeEach
    void tenOfEachInGinza() {
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 10);
        stock(cap, ginza, 10);
    }

    @Test
    void whatCanBeSoldAgainIsOnHandAtOnceAndTheShopIsToldWhatHadBeenPaid() {
        UUID id = collected();

        PickupReturn taken = returns.take(id, back("R-1", one("1", 2, Condition.RESELLABLE)), NOTE);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("9");
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("9");
        assertThat(taken.total()).isEqualByComparingTo("3960");
        assertThat(desk.find(id).orElseThrow()).satisfies(order -> {
            assertThat(order.state()).isEqualTo(PickupState.COLLECTED);
            assertThat(order.lines().get(0).returned()).isEqualByComparingTo("2");
            assertThat(order.lines().get(1).returned()).isNull();
            assertThat(order.total()).as("what was collected").isEqualByComparingTo("7940");
        });
        assertThat(desk.steps(id))
                .last()
                .extracting(DoneStep::step, DoneStep::device, DoneStep::reason, DoneStep::to)
                .containsExactly("returns", "handheld-7", "wrong colour", PickupState.COLLECTED);
        assertThat(events.stream(PickupReturned.class)).singleElement().satisfies(fact -> {
            assertThat(fact.key()).isEqualTo("R-1");
            assertThat(fact.total()).isEqualByComparingTo("3960");
            assertThat(fact.currency()).isEqualTo("JPY");
            assertThat(fact.earnedBy()).isNull();
            assertThat(fact.lines())
                    .extracting(PickupReturned.Line::line, PickupReturned.Line::condition)
                    .containsExactly(tuple("1", "RESELLABLE"));
        });
        assertThat(jdbc.sql("select reason from inventory.stock_movement where document = ? and delta > 0")
                        .param("pickup/" + id)
                        .query(String.class)
                        .list())
                .containsExactly("RETURN");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatIsDamagedComesBackAndIsNotOnHand() {
        UUID id = collected();

        returns.take(id, back("R-1", one("1", 1, Condition.DAMAGED), one("1", 1, Condition.RESELLABLE)), StepNote.NONE);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(desk.find(id).orElseThrow().lines().get(0).returned()).isEqualByComparingTo("2");
        assertThat(returns.of(id))
                .singleElement()
                .satisfies(taken -> assertThat(taken.lines())
                        .extracting(PickupReturn.Line::condition)
                        .containsExactly(Condition.DAMAGED, Condition.RESELLABLE));
    }

    @Test
    void saidAgainItIsTheSameReturnAndWithOtherContentAContradiction() {
        UUID id = collected();
        PickupReturn first = returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);

        PickupReturn again = returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), StepNote.NONE);

        assertThat(again).isEqualTo(first);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(events.stream(PickupReturned.class)).hasSize(1);
        assertRefused("RETURN_CONFLICT", () -> returns.take(id, back("R-1", one("1", 2, Condition.RESELLABLE)), NOTE));
        assertRefused("RETURN_CONFLICT", () -> returns.take(id, back("R-1", one("1", 1, Condition.DAMAGED)), NOTE));
        assertRefused(
                "RETURN_CONFLICT",
                () -> returns.take(
                        id, new NewReturn("R-1", List.of(one("1", 1, Condition.RESELLABLE)), "till/9"), NOTE));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
    }

    @Test
    void noMoreComesBackThanWasCollectedInHoweverManyGoesAndConditions() {
        UUID id = collected();
        returns.take(id, back("R-1", one("1", 2, Condition.RESELLABLE)), NOTE);

        assertThatThrownBy(() -> returns.take(
                        id,
                        back(
                                "R-2",
                                one("1", 1, Condition.RESELLABLE),
                                one("1", 1, Condition.DAMAGED),
                                one("2", 1, Condition.RESELLABLE)),
                        NOTE))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("RETURNED_TOO_MUCH");
                    assertThat(refusal.properties())
                            .isEqualTo(Map.of(
                                    "lines",
                                    List.of(new PickupReturn.TooMuch("1", new BigDecimal(2), new BigDecimal(1)))));
                });
        assertThat(level(cap, ginza).onHand()).as("nothing of it was taken").isEqualByComparingTo("8");
        returns.take(id, back("R-2", one("1", 1, Condition.RESELLABLE)), NOTE);
        assertRefused("RETURNED_TOO_MUCH", () -> returns.take(id, back("R-3", one("1", 1, Condition.DAMAGED)), NOTE));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("10");
    }

    @RepeatedTest(3)
    void twoDesksThatTakeTheLastPieceAtOnceTakeItOnce() {
        UUID id = collected();

        List<String> answers = Together.all(8, who -> {
            try {
                returns.take(id, back("R-" + who, one("2", 2, Condition.RESELLABLE)), NOTE);
                return "taken";
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers).containsOnlyOnce("taken");
        assertThat(answers.stream().filter("RETURNED_TOO_MUCH"::equals)).hasSize(7);
        assertThat(level(cap, ginza).onHand()).isEqualByComparingTo("10");
    }

    @Test
    void theSameReturnSaidByManyAtOnceIsOne() {
        UUID id = collected();

        List<PickupReturn> answers =
                Together.all(8, who -> returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE));

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
    }

    @Test
    void theDatabaseItselfLetsNoMoreComeBackAndForgetsNoReturn() {
        UUID id = collected();
        returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);

        for (String cheat : List.of(
                "update inventory.pickup_line set returned = 4 where pickup_order = ? and line = '1'",
                "update inventory.pickup_return set reason = 'another' where pickup_order = ?",
                "delete from inventory.pickup_return_line where pickup_order = ?")) {
            assertThatThrownBy(() -> jdbc.sql(cheat).param(id).update())
                    .as(cheat)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void whatDiesBeforeItsEndLeavesNothingBehind() {
        UUID id = collected();

        assertThatThrownBy(() -> new TransactionTemplate(transactions).executeWithoutResult(half -> {
                    returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);
                    throw new IllegalStateException("the power is gone");
                }))
                .hasMessage("the power is gone");

        assertThat(returns.of(id)).isEmpty();
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("7");
        returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
    }

    @Test
    void onlyWhatWasCollectedComesBack() {
        PickupDesk.Placed placed = desk.place(order("order-" + UUID.randomUUID()));
        UUID id = placed.pickup().id();
        NewReturn goods = back("R-1", one("1", 1, Condition.RESELLABLE));

        assertRefused("WRONG_STEP", () -> returns.take(id, goods, NOTE));
        desk.cancel(id, StepNote.NONE);
        assertRefused("WRONG_STEP", () -> returns.take(id, goods, NOTE));
        assertRefused("UNKNOWN_PICKUP_ORDER", () -> returns.take(UUID.randomUUID(), goods, NOTE));
    }

    @Test
    void whatFellShortWasNotCollectedAndCannotComeBack() {
        PickupDesk.Placed placed = desk.place(order("order-" + UUID.randomUUID()));
        UUID id = placed.pickup().id();
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.fallShort(id, "1", BigDecimal.ONE, ShortReason.NO_VARIANCE, StepNote.NONE);
        desk.fallShort(id, "2", BigDecimal.ZERO, ShortReason.NO_VARIANCE, StepNote.NONE);
        desk.markReady(id, StepNote.NONE);
        handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE);

        assertRefused("RETURNED_TOO_MUCH", () -> returns.take(id, back("R-1", one("1", 2, Condition.DAMAGED)), NOTE));
        assertRefused("RETURNED_TOO_MUCH", () -> returns.take(id, back("R-1", one("2", 1, Condition.DAMAGED)), NOTE));
        returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("10");
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        UUID id = collected();

        assertRefused("UNKNOWN_LINE", () -> returns.take(id, back("R", one("3", 1, Condition.RESELLABLE)), NOTE));
        assertRefused("ABSURD_QUANTITY", () -> returns.take(id, back("R", one("1", 0, Condition.RESELLABLE)), NOTE));
        assertRefused("ABSURD_QUANTITY", () -> returns.take(id, back("R", one("1", -1, Condition.RESELLABLE)), NOTE));
        assertRefused(
                "FRACTION_OF_EACH",
                () -> returns.take(
                        id, back("R", new NewReturn.Line("1", new BigDecimal("0.5"), Condition.DAMAGED)), NOTE));
        assertRefused("BAD_LINES", () -> returns.take(id, back("R"), NOTE));
        assertRefused(
                "BAD_LINES",
                () -> returns.take(
                        id, back("R", one("1", 1, Condition.DAMAGED), one("1", 1, Condition.DAMAGED)), NOTE));
        assertRefused("BAD_KEY", () -> returns.take(id, back("r".repeat(101), one("1", 1, Condition.DAMAGED)), NOTE));
        assertThat(returns.of(id)).isEmpty();
    }

    @Test
    void whatATillTookBackIsLeftToTheTill() {
        UUID id = collected();

        returns.take(id, new NewReturn("R-1", List.of(one("1", 1, Condition.RESELLABLE)), "till/48"), NOTE);

        assertThat(level(shirt, ginza).onHand())
                .as("the till's return raises it")
                .isEqualByComparingTo("7");
        assertThat(events.stream(PickupReturned.class))
                .extracting(PickupReturned::tillTransaction)
                .containsExactly("till/48");
    }

    @Test
    void whoeverIsToTakePointsBackIsToldWhichSaleEarnedThem() {
        String number = "order-" + UUID.randomUUID();
        UUID id = desk.place(order(number)).pickup().id();
        atTills.sold(ginza, number, "till/47", true, clock.instant());

        returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);

        assertThat(events.stream(PickupReturned.class))
                .extracting(PickupReturned::earnedBy)
                .containsExactly("till/47");
    }

    @Test
    void whoTriesTheCodeAgainIsToldOfTheHandoverAndNotOfWhatCameBack() {
        PickupDesk.Placed placed = desk.place(order("order-" + UUID.randomUUID()));
        UUID id = handedOver(placed);
        returns.take(id, back("R-1", one("1", 1, Condition.RESELLABLE)), NOTE);

        assertThatThrownBy(() ->
                        handovers.handOver(id, HandoverProof.of(code(placed).pin()), StepNote.NONE))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("ALREADY_COLLECTED");
                    assertThat(refusal.properties()).containsEntry("device", "counter-1");
                });
    }

    private UUID collected() {
        return handedOver(desk.place(order("order-" + UUID.randomUUID())));
    }

    private UUID handedOver(PickupDesk.Placed placed) {
        UUID id = placed.pickup().id();
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.markReady(id, StepNote.NONE);
        handovers.handOver(id, HandoverProof.of(code(placed).pin()), new StepNote("counter-1", null));
        return id;
    }

    private NewPickup order(String number) {
        return new NewPickup(
                number,
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(
                        new NewPickup.Line("1", shirt, new BigDecimal(3), yen("1980")),
                        new NewPickup.Line("2", cap, new BigDecimal(2), yen("1000"))),
                null,
                Payment.PAID_ONLINE,
                null);
    }

    private static Money yen(String amount) {
        return new Money(new BigDecimal(amount), "JPY");
    }

    private static NewReturn back(String key, NewReturn.Line... lines) {
        return new NewReturn(key, List.of(lines), null);
    }

    private static NewReturn.Line one(String line, int quantity, Condition condition) {
        return new NewReturn.Line(line, BigDecimal.valueOf(quantity), condition);
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
