package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.PickupCancelled;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupLine;
import io.noren.inventory.PickupReady;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.availability.NotFoundReports;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Hanako ordered three shirts and a cap in Ginza; Taro looks for them with a handheld. */
@RecordApplicationEvents
class PickupLinesTest extends InventoryTest {
    private static final StepNote HANDHELD = new StepNote("handheld-7", null);

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private NotFoundReports notFound;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String cap = "";
    private String ginza = "";
    private UUID order = UUID.randomUUID();
    private String pin = "";

    @BeforeEach
    void anOrderThatIsBeingPicked() {
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
        stock(cap, ginza, 1);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken("taro", "", "pickup"));
        PickupDesk.Placed placed = desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(line("1", shirt, 3, "1000"), line("2", cap, 1, "500")),
                null,
                Payment.PAID_ONLINE,
                null));
        order = placed.pickup().id();
        HandoverCode code = placed.code();
        assertThat(code).isNotNull();
        pin = code.pin();
        desk.accept(order, StepNote.NONE);
        desk.startPicking(order, HANDHELD);
    }

    @AfterEach
    void booksAreRightAndTaroGoesHome() {
        SecurityContextHolder.clearContext();
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void anOrderIsPickedWhenItsLastLineIs() {
        assertThat(desk.pick(order, "1", HANDHELD).state()).isEqualTo(PickupState.PICKING);
        assertThat(desk.pick(order, "1", HANDHELD).state()).isEqualTo(PickupState.PICKING);

        Pickup picked = desk.pick(order, "2", HANDHELD);

        assertThat(picked.state()).isEqualTo(PickupState.PICKED);
        assertThat(picked.pickedAt()).isNotNull();
        assertThat(picked.lines()).extracting(Pickup.Line::state).containsOnly(PickupLineState.PICKED);
        assertThat(desk.markReady(order, StepNote.NONE).state()).isEqualTo(PickupState.READY);
    }

    @Test
    void whatWasNotFoundIsNotKeptAndNothingMoreIsPromisedBeforeSomebodyHasCounted() {
        desk.pick(order, "2", HANDHELD);

        Pickup shortOne = desk.fallShort(
                order, "1", new BigDecimal(2), ShortReason.SOME_MISSING, new StepNote("handheld-7", "shelf is empty"));

        assertThat(shortOne.state()).isEqualTo(PickupState.PARTIALLY_PICKED);
        assertThat(shortOne.total()).isEqualByComparingTo("2500");
        assertThat(shortOne.lines().get(0))
                .isEqualTo(new Pickup.Line(
                        "1",
                        shirt,
                        new BigDecimal(3),
                        new BigDecimal(1000),
                        PickupLineState.SHORT,
                        BigDecimal.ONE,
                        ShortReason.SOME_MISSING,
                        null,
                        null,
                        null));
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).onHand())
                .as("the books wait for the count")
                .isEqualByComparingTo("5");
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("0");
        assertThat(notFound.openAt(ginza, 10)).singleElement().satisfies(report -> {
            assertThat(report.sku()).isEqualTo(shirt);
            assertThat(report.reason()).isEqualTo("shelf is empty");
        });
        assertThat(events.stream(PickupFellShort.class)).singleElement().satisfies(fact -> {
            assertThat(fact.lines()).containsExactly(new PickupLine("1", shirt, BigDecimal.ONE, new BigDecimal(1000)));
            assertThat(fact.reason()).isEqualTo("SOME_MISSING");
            assertThat(fact.total()).isEqualByComparingTo("2500");
        });
    }

    @Test
    void onlyWhatWasFoundIsHandedOverAndPaid() {
        desk.pick(order, "2", HANDHELD);
        desk.fallShort(order, "1", new BigDecimal(2), ShortReason.NO_VARIANCE, HANDHELD);
        desk.markReady(order, StepNote.NONE);
        desk.arrive(order, StepNote.NONE);

        Pickup collected = handovers.handOver(order, HandoverProof.of(pin), HANDHELD);

        assertThat(collected.lines()).extracting(Pickup.Line::state).containsOnly(PickupLineState.COLLECTED);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
        assertThat(level(shirt, ginza).available()).as("the books were right").isEqualByComparingTo("3");
        assertThat(level(cap, ginza).onHand()).isEqualByComparingTo("0");
        assertThat(events.stream(PickupReady.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.total()).isEqualByComparingTo("2500"));
        assertThat(events.stream(PickupCollected.class)).singleElement().satisfies(fact -> {
            assertThat(fact.lines())
                    .extracting(PickupLine::line, line -> line.quantity().intValueExact())
                    .containsExactly(tuple("1", 2), tuple("2", 1));
            assertThat(fact.total()).isEqualByComparingTo("2500");
        });
    }

    @Test
    void aLineOfWhichNothingWasFoundLeavesTheRest() {
        desk.fallShort(order, "2", BigDecimal.ZERO, ShortReason.ALL_MISSING, HANDHELD);
        assertThat(level(cap, ginza).committed()).isEqualByComparingTo("0");
        desk.markReady(order, StepNote.NONE);

        Pickup collected = handovers.handOver(order, HandoverProof.of(pin), StepNote.NONE);

        assertThat(collected.lines())
                .extracting(Pickup.Line::state)
                .containsExactly(PickupLineState.COLLECTED, PickupLineState.SHORT);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("2");
        assertThat(level(cap, ginza).onHand()).isEqualByComparingTo("1");
    }

    @Test
    void anOrderOfWhichNothingWasFoundIsNeverReadyAndIsRejectedWithNothingToPutBack() {
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, HANDHELD);
        desk.fallShort(order, "2", BigDecimal.ZERO, ShortReason.ALL_MISSING, HANDHELD);

        assertRefused("NOTHING_PICKED", () -> desk.markReady(order, StepNote.NONE));
        Pickup rejected = desk.reject(order, new StepNote(null, "not there"));

        assertThat(rejected.toReturn()).isFalse();
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        assertThat(events.stream(PickupCancelled.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.lines()).isEmpty());
    }

    @Test
    void whatWasPickedTurnsOutToBeDamagedAndThenMoreOfIt() {
        desk.pick(order, "1", HANDHELD);
        desk.pick(order, "2", HANDHELD);

        desk.fallShort(order, "1", new BigDecimal(2), ShortReason.NO_VARIANCE, HANDHELD);
        Pickup again = desk.fallShort(order, "1", BigDecimal.ONE, ShortReason.NO_VARIANCE, HANDHELD);

        assertThat(again.lines().get(0).missing()).isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("1");
        assertThat(events.stream(PickupFellShort.class))
                .extracting(
                        fact -> fact.lines().get(0).quantity().intValueExact(),
                        fact -> fact.total().intValueExact())
                .containsExactly(tuple(1, 2500), tuple(1, 1500));
        assertThat(events.stream(PickupFellShort.class).map(PickupFellShort::id).distinct())
                .hasSize(2);
    }

    @Test
    void whoSaysThatAsMuchIsThereAsThereWasToBeIsNotShort() {
        assertRefused("NOT_SHORT", () -> shirts("3"));
        assertRefused("NOT_SHORT", () -> shirts("4"));
        assertRefused("NOT_SHORT", () -> shirts("-1"));
        assertRefused("FRACTION_OF_EACH", () -> shirts("2.5"));
        assertRefused(
                "UNKNOWN_LINE",
                () -> desk.fallShort(order, "3", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE));
        assertRefused("UNKNOWN_LINE", () -> desk.pick(order, "3", StepNote.NONE));
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("3");
        assertThat(notFound.openAt(ginza, 10)).isEmpty();

        shirts("2");
        assertRefused("NOT_SHORT", () -> shirts("2"));
        assertRefused("LINE_IS_SHORT", () -> desk.pick(order, "1", StepNote.NONE));
    }

    @Test
    void whatWasTakenFromTheShelfForARejectedOrderIsForSaleOnceItIsBack() {
        desk.pick(order, "2", HANDHELD);

        Pickup rejected = desk.reject(order, new StepNote(null, "closing early"));

        assertThat(rejected.toReturn()).isTrue();
        assertThat(rejected.lines())
                .extracting(Pickup.Line::state)
                .containsExactly(PickupLineState.NOT_NEEDED, PickupLineState.TO_RETURN);
        assertThat(level(cap, ginza).available()).isEqualByComparingTo("0");

        Pickup returned = desk.returnToShelf(order, HANDHELD);

        assertThat(returned.state()).isEqualTo(PickupState.REJECTED);
        assertThat(returned.returnedAt()).isNotNull();
        assertThat(level(cap, ginza).available()).isEqualByComparingTo("1");
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
    }

    @Test
    void goodsWaitLongerWhenTheCustomerAsks() {
        clock.stop();
        desk.markReady(order, StepNote.NONE);

        assertRefused("BAD_END", () -> desk.extend(order, clock.instant(), StepNote.NONE));
        assertRefused("BAD_END", () -> desk.extend(order, clock.instant().plus(Duration.ofDays(15)), StepNote.NONE));
        desk.extend(order, clock.instant().plus(Duration.ofDays(5)), new StepNote(null, "is ill"));
        clock.advance(Duration.ofDays(3));

        assertThat(desk.arrive(order, StepNote.NONE).state()).isEqualTo(PickupState.CUSTOMER_ARRIVED);
        clock.advance(Duration.ofDays(2));
        assertRefused("WRONG_STEP", () -> desk.extend(order, clock.instant().plusSeconds(60), StepNote.NONE));
        assertRefused("WRONG_STEP", () -> handovers.handOver(order, HandoverProof.of(pin), StepNote.NONE));
    }

    @Test
    void whoDidWhatAndWithWhichDeviceIsRememberedForEver() {
        desk.fallShort(order, "2", BigDecimal.ZERO, ShortReason.ALL_MISSING, new StepNote("handheld-7", "only a tag"));
        desk.markReady(order, StepNote.NONE);
        handovers.handOver(order, HandoverProof.of(pin), StepNote.NONE);

        assertThat(desk.steps(order))
                .extracting(DoneStep::number, DoneStep::step, DoneStep::line, DoneStep::to, DoneStep::device)
                .containsExactly(
                        tuple(1, "place", null, PickupState.PLACED, null),
                        tuple(2, "accept", null, PickupState.ACCEPTED, null),
                        tuple(3, "start-picking", null, PickupState.PICKING, "handheld-7"),
                        tuple(4, "short", "2", PickupState.PICKING, "handheld-7"),
                        tuple(5, "ready", null, PickupState.READY, null),
                        tuple(6, "handover", null, PickupState.COLLECTED, null));
        assertThat(desk.steps(order)).extracting(DoneStep::actor).containsOnly("taro");
        assertThat(desk.steps(order).get(3).reason()).isEqualTo("only a tag");
        assertThatThrownBy(() -> jdbc.sql("update inventory.pickup_step set actor = 'nobody' where pickup_order = ?")
                        .param(order)
                        .update())
                .isInstanceOf(DataAccessException.class);
    }

    @Test
    void aRefusedStepIsNotAmongThem() {
        assertRefused("WRONG_STEP", () -> desk.arrive(order, StepNote.NONE));
        assertRefused("BAD_REASON", () -> StepNote.said(null, "x".repeat(501)));
        assertRefused("BAD_DEVICE", () -> StepNote.said("a\0b", null));

        assertThat(desk.steps(order)).hasSize(3);
    }

    private Pickup shirts(String found) {
        return desk.fallShort(order, "1", new BigDecimal(found), ShortReason.SOME_MISSING, StepNote.NONE);
    }

    private static NewPickup.Line line(String line, String sku, int quantity, String price) {
        return new NewPickup.Line(line, sku, BigDecimal.valueOf(quantity), new Money(new BigDecimal(price), "JPY"));
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
