package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.PickupCollected;
import io.noren.inventory.PickupSoldAtTill;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverProof;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** An order that the till rings up lowers stock once, whatever becomes known first, late or twice. */
@RecordApplicationEvents
class PickupsSoldAtTillsTest extends InventoryTest {

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupHandovers handovers;

    @Autowired
    private PickupsSoldAtTills atTills;

    @Autowired
    private StockCounts counts;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String ginza = "";
    private String number = "";

    @BeforeEach
    void fiveShirtsInGinza() {
        shirt = anyItem();
        ginza = anyStore();
        number = "WEB-" + UUID.randomUUID();
        stock(shirt, ginza, 5);
    }

    @Test
    void theTillsSaleCollectsTheOrderHoweverFarTheStoreHadCome() {
        UUID id = desk.place(order()).pickup().id();

        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.COLLECTED);
        assertThat(desk.steps(id))
                .extracting(DoneStep::step, DoneStep::reason)
                .containsExactly(tuple("place", null), tuple("sale at a till", "till/1"));
        assertStock(3);
        assertThat(events.stream(PickupCollected.class)).hasSize(1);
        assertThatThrownBy(() -> handovers.handOver(id, HandoverProof.of("000000"), StepNote.NONE))
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo("ALREADY_COLLECTED");
    }

    @Test
    void toldBeforeItsSaleIsBookedItIsTheSame() {
        desk.place(order());

        atTills.sold(ginza, number, "till/1", false, clock.instant());
        assertThat(level(shirt, ginza).committed()).isZero();
        tillSells("till/1", clock.instant());

        assertStock(3);
    }

    @Test
    void whatTheDeskHandedOverIsNotTakenASecondTime() {
        PickupDesk.Placed placed = desk.place(order());
        handOver(placed);

        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        assertStock(3);
        assertThat(events.stream(PickupCollected.class)).hasSize(1);
    }

    @Test
    void anOrderThatBecomesKnownAfterItsSaleIsCollectedAtOnce() {
        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        Pickup placed = desk.place(order()).pickup();

        assertThat(placed.state()).isEqualTo(PickupState.COLLECTED);
        assertStock(3);
        assertThat(desk.place(order()).pickup().state()).isEqualTo(PickupState.COLLECTED);
    }

    @Test
    void aSecondSaleOfTheSameOrderIsASaleLikeAnyOther() {
        desk.place(order());
        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        tillSells("till/2", clock.instant());
        atTills.sold(ginza, number, "till/2", false, clock.instant());

        assertStock(1);
    }

    @Test
    void whoeverCollectsItIsSaidWhichSaleEarnsItsPoints() {
        desk.place(order());
        atTills.sold(ginza, number, "till/1", true, clock.instant());
        atTills.sold(ginza, number, "till/1", true, clock.instant());

        assertThat(events.stream(PickupCollected.class))
                .extracting(PickupCollected::earnedBy)
                .containsExactly("till/1");
        assertThat(events.stream(PickupSoldAtTill.class)).isEmpty();
    }

    @Test
    void whatTheDeskHandedOverAndATillSellsWithACardIsToldOnce() {
        handOver(desk.place(order()));
        atTills.sold(ginza, number, "till/1", true, clock.instant());
        atTills.sold(ginza, number, "till/1", true, clock.instant());

        assertThat(events.stream(PickupCollected.class))
                .extracting(PickupCollected::earnedBy)
                .containsExactly((String) null);
        assertThat(events.stream(PickupSoldAtTill.class))
                .extracting(PickupSoldAtTill::order, PickupSoldAtTill::transaction)
                .containsExactly(tuple(number, "till/1"));
    }

    @Test
    void aSaleWithoutACardLeavesThePointsToTheOrder() {
        handOver(desk.place(order()));
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        assertThat(events.stream(PickupSoldAtTill.class)).isEmpty();
    }

    @Test
    void anOrderThatEndedOtherwiseLeavesTheSaleAlone() {
        UUID id = desk.place(order()).pickup().id();
        desk.cancel(id, new StepNote(null, "changed my mind"));

        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.CANCELLED);
        assertStock(3);
    }

    @Test
    void theSameNumberInAnotherStoreIsAnotherOrder() {
        UUID id = desk.place(order()).pickup().id();

        atTills.sold(anyStore(), number, "till/1", false, clock.instant());

        assertThat(desk.find(id).orElseThrow().state()).isEqualTo(PickupState.PLACED);
    }

    @Test
    void aCountBetweenTheDeskAndTheTillSeesTheShelfAsItIs() {
        Instant start = clock.stop();
        PickupDesk.Placed placed = desk.place(order());
        handOver(placed);
        clock.advance(Duration.ofMinutes(1));
        counts.record(List.of(new StockCount(
                "count-" + UUID.randomUUID(),
                ItemReference.sku(shirt),
                ginza,
                new BigDecimal("3"),
                clock.instant(),
                null)));
        clock.advance(Duration.ofMinutes(1));

        tillSells("till/1", clock.instant());
        atTills.sold(ginza, number, "till/1", false, clock.instant());
        assertStock(3);

        tillSells("late", start.minus(Duration.ofMinutes(5)));
        assertStock(3);
    }

    @Test
    void deskTillAndOrderAtTheSameMomentLowerStockOnce() {
        for (int round = 0; round < 15; round++) {
            fiveShirtsInGinza();
            Together.all(4, who -> {
                switch (who) {
                    case 0, 1 -> atTills.sold(ginza, number, "till/1", false, clock.instant());
                    case 2 -> tillSells("till/1", clock.instant());
                    default -> desk.place(order());
                }
                return who;
            });
            assertStock(3);
        }
    }

    @Test
    void handoverAndSaleAtTheSameMomentLowerStockOnce() {
        for (int round = 0; round < 15; round++) {
            fiveShirtsInGinza();
            PickupDesk.Placed placed = desk.place(order());
            ready(placed);
            Together.all(2, who -> {
                if (who == 0) {
                    atTills.sold(ginza, number, "till/1", false, clock.instant());
                } else {
                    try {
                        handovers.handOver(placed.pickup().id(), HandoverProof.of(pin(placed)), StepNote.NONE);
                    } catch (Refusal collected) {
                        assertThat(collected.code()).isEqualTo("ALREADY_COLLECTED");
                    }
                }
                return who;
            });
            tillSells("till/1", clock.instant());
            assertStock(3);
        }
    }

    private void assertStock(int onHand) {
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo(BigDecimal.valueOf(onHand));
        assertThat(level(shirt, ginza).committed()).isZero();
        assertThat(level(shirt, ginza).reserved()).isZero();
        assertThat(audit.check().differences()).isEmpty();
    }

    /** As the ledger hears of it, by the sale's own lines. */
    private void tillSells(String transaction, Instant at) {
        ledger.record(List.of(new Movement(
                "pos/" + number + "/" + transaction + "/1",
                ItemReference.sku(shirt),
                ginza,
                new BigDecimal("-2"),
                MovementReason.SALE,
                at,
                transaction,
                null)));
    }

    private void handOver(PickupDesk.Placed placed) {
        ready(placed);
        handovers.handOver(placed.pickup().id(), HandoverProof.of(pin(placed)), StepNote.NONE);
    }

    private void ready(PickupDesk.Placed placed) {
        UUID id = placed.pickup().id();
        desk.accept(id, StepNote.NONE);
        desk.startPicking(id, StepNote.NONE);
        desk.markReady(id, StepNote.NONE);
    }

    private static String pin(PickupDesk.Placed placed) {
        HandoverCode code = placed.code();
        if (code == null) {
            throw new IllegalStateException("placed before");
        }
        return code.pin();
    }

    private NewPickup order() {
        return new NewPickup(
                number,
                "web",
                ginza,
                null,
                new Contact("山田 花子", null, null),
                List.of(new NewPickup.Line("1", shirt, new BigDecimal("2"), null)),
                null,
                Payment.PAY_IN_STORE,
                null);
    }
}
