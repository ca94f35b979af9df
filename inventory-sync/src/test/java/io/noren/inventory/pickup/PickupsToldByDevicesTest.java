package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Taro picks three shirts and a cap with a phone whose network comes and goes, so it says everything twice. */
class PickupsToldByDevicesTest extends InventoryTest {
    private static final StepNote PHONE = new StepNote("phone 1", null);
    private static final StepNote OTHER_PHONE = new StepNote("phone 2", null);

    @Autowired
    private PickupsToldByDevices told;

    @Autowired
    private PickupDesk desk;

    @Autowired
    private StockAudit audit;

    private String ginza = "";
    private String shirt = "";
    private UUID order = UUID.randomUUID();
    private HandoverCode code = new HandoverCode("", "");

    @BeforeEach
    void threeShirtsAndACap() {
        clock.stop();
        ginza = anyStore();
        shirt = anyItem();
        String cap = anyItem();
        stock(shirt, ginza, 3);
        stock(cap, ginza, 1);
        PickupDesk.Placed placed = desk.place(new NewPickup(
                "order-" + UUID.randomUUID(),
                "web",
                ginza,
                null,
                Contact.NONE,
                List.of(
                        new NewPickup.Line("1", shirt, BigDecimal.valueOf(3), null),
                        new NewPickup.Line("2", cap, BigDecimal.ONE, null)),
                null,
                Payment.PAID_ONLINE,
                null));
        order = placed.pickup().id();
        code = Objects.requireNonNull(placed.code());
    }

    @AfterEach
    void theBooksAreRight() {
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatIsSaidTwiceHappensOnce() {
        twice(() -> told.start(order, PHONE));
        twice(() -> told.fellShort(order, "1", BigDecimal.valueOf(2), ShortReason.SOME_MISSING, null, PHONE));
        twice(() -> told.picked(order, "2", PHONE));
        twice(() -> told.ready(order, PHONE));
        Instant at = clock.instant();
        clock.advance(Duration.ofHours(1));
        twice(() -> told.handedOver(order, offline(at), PHONE));

        assertThat(desk.steps(order))
                .extracting(DoneStep::step)
                .containsExactly(
                        "place", "accept", "start-picking", "short", "picked", "ready", "handover while offline");
        Pickup collected = desk.find(order).orElseThrow();
        assertThat(collected.state()).isEqualTo(PickupState.COLLECTED);
        assertThat(collected.collectedAt()).isEqualTo(at);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
    }

    @Test
    void aStepWhoseAnswerComesAfterTheNextOnesIsStillSo() {
        told.start(order, PHONE);
        told.picked(order, "1", PHONE);
        told.picked(order, "2", PHONE);
        told.ready(order, PHONE);

        isRefused("WRONG_STEP", () -> told.start(order, PHONE));
        assertThat(told.picked(order, "1", PHONE).state()).isEqualTo(PickupState.READY);
        desk.cancel(order, StepNote.NONE);
        assertThat(told.picked(order, "1", PHONE).state()).isEqualTo(PickupState.CANCELLED);
        desk.returnToShelf(order, StepNote.NONE);
    }

    @Test
    void whatSomebodyElseSaidMeanwhileIsRefused() {
        told.start(order, PHONE);
        told.fellShort(order, "1", BigDecimal.ONE, ShortReason.SOME_MISSING, null, PHONE);

        isRefused("LINE_IS_SHORT", () -> told.picked(order, "1", OTHER_PHONE));
        isRefused(
                "NOT_SHORT",
                () -> told.fellShort(order, "1", BigDecimal.valueOf(2), ShortReason.SOME_MISSING, null, OTHER_PHONE));
        isRefused(
                "NOT_SHORT",
                () -> told.fellShort(order, "1", BigDecimal.ONE, ShortReason.NO_VARIANCE, null, OTHER_PHONE));
        assertThat(desk.find(order).orElseThrow().lines().get(0).missing()).isEqualByComparingTo("2");
        desk.cancel(order, StepNote.NONE);
        isRefused("WRONG_STEP", () -> told.picked(order, "2", PHONE));
        isRefused("WRONG_STEP", () -> told.ready(order, PHONE));
        isRefused("WRONG_STEP", () -> told.start(order, PHONE));
        desk.returnToShelf(order, StepNote.NONE);
    }

    @Test
    void whatWasInHandInsteadIsPartOfWhatWasSaid() {
        String polo = anyItem();
        stock(polo, ginza, 1);
        told.start(order, PHONE);

        twice(() -> told.fellShort(order, "1", BigDecimal.valueOf(2), ShortReason.SOME_MISSING, polo, PHONE));

        isRefused(
                "NOT_SHORT",
                () -> told.fellShort(order, "1", BigDecimal.valueOf(2), ShortReason.SOME_MISSING, null, OTHER_PHONE));
        assertThat(desk.find(order).orElseThrow().lines().get(0).instead()).isEqualTo(polo);
        desk.cancel(order, StepNote.NONE);
        desk.returnToShelf(order, StepNote.NONE);
    }

    @Test
    void onlyTheSameDeviceMaySayAgainThatItHandedOver() {
        told.start(order, PHONE);
        told.ready(order, PHONE);
        told.handedOver(order, HandoverProof.of(code.qr()), PHONE);

        assertThat(told.handedOver(order, offline(clock.instant()), PHONE).state())
                .isEqualTo(PickupState.COLLECTED);
        isRefused("ALREADY_COLLECTED", () -> told.handedOver(order, offline(clock.instant()), OTHER_PHONE));
        isRefused("ALREADY_COLLECTED", () -> told.handedOver(order, HandoverProof.of(code.qr()), StepNote.NONE));
    }

    @Test
    void whoPickedTheRestByHandSaysSo() {
        told.start(order, PHONE);
        told.picked(order, "2", new StepNote("phone 1", "counted by hand"));

        assertThat(desk.steps(order)).last().satisfies(step -> {
            assertThat(step.device()).isEqualTo("phone 1");
            assertThat(step.reason()).isEqualTo("counted by hand");
        });
        desk.cancel(order, StepNote.NONE);
        desk.returnToShelf(order, StepNote.NONE);
    }

    private HandoverProof offline(Instant at) {
        return new HandoverProof(code.qr(), Set.of(), at);
    }

    private void twice(Supplier<Pickup> step) {
        Pickup first = step.get();
        int done = desk.steps(order).size();
        assertThat(step.get()).isEqualTo(first);
        assertThat(desk.steps(order)).hasSize(done);
    }

    private static void isRefused(String code, ThrowingCallable step) {
        assertThatThrownBy(step)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
