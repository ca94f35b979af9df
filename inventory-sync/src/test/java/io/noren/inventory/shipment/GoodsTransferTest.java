package io.noren.inventory.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.ChangeFeed;
import io.noren.inventory.FeedCursor;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.Together;
import io.noren.inventory.availability.NotFoundReports;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservations;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Discrepancy;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the warehouse to Ginza; on the way the goods lie on no shelf. */
class GoodsTransferTest extends ShipmentTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private NotFoundReports notFound;

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private MovementHistory history;

    @Test
    void aDraftMovesNothingAndWhatIsDispatchedLiesOnNoShelf() {
        Shipment draft = asked(4);

        assertThat(draft.state()).isEqualTo(State.DRAFT);
        assertThat(onHand(warehouse)).isEqualTo(10);
        assertThat(incoming(ginza)).isZero();

        Shipment sent = shipments.dispatch(draft.id(), null, null, null);

        assertThat(sent.state()).isEqualTo(State.DISPATCHED);
        assertThat(only(sent).outstanding()).isEqualByComparingTo("4");
        assertThat(onHand(warehouse)).isEqualTo(6);
        assertThat(onHand(ginza)).isZero();
        assertThat(available(ginza)).as("nobody is promised what is on its way").isZero();
        assertThat(level(shirt, ginza).incomingParts()).singleElement().satisfies(part -> {
            assertThat(part.quantity()).isEqualByComparingTo("4");
            assertThat(part.expectedAt()).isEqualTo(TOMORROW);
        });
        assertBooksAgree();
    }

    @Test
    void itIsReceivedInPartsAndEndsWithTheLast() {
        Shipment transfer = sent(5);

        Shipment partly = receive(transfer, "box-1", 2);

        assertThat(partly.state()).isEqualTo(State.PARTIALLY_RECEIVED);
        assertThat(onHand(ginza)).isEqualTo(2);
        assertThat(incoming(ginza)).isEqualTo(3);

        Shipment all = receive(transfer, "box-2", 3);

        assertThat(all.state()).isEqualTo(State.RECEIVED);
        assertThat(all.endedAt()).isNotNull();
        assertThat(all.discrepancies()).isEmpty();
        assertThat(all.receipts()).extracting(Shipment.Receipt::receipt).containsExactly("box-1", "box-2");
        assertThat(onHand(ginza)).isEqualTo(5);
        assertThat(level(shirt, ginza).incomingParts()).isNull();
        assertBooksAgree();
    }

    @Test
    void everyStepIsAMovementThatFollowersHearOf() {
        FeedCursor begin = feed.end();

        Shipment transfer = sent(3);
        receive(transfer, "box-1", 2, 1, 0);

        assertThat(feed.after(begin, 10).changes())
                .extracting(
                        change -> change.location().equals(ginza) ? "ginza" : "warehouse",
                        change -> change.onHand().intValue(),
                        change -> change.incoming().intValue(),
                        change -> change.available().intValue(),
                        change -> change.cause())
                .containsExactly(
                        tuple("warehouse", 7, 0, 7, "TRANSFER_OUT"),
                        tuple("ginza", 0, 3, 0, "EXPECTED"),
                        tuple("ginza", 0, 0, 0, "TRANSFER_IN"),
                        tuple("ginza", 0, 0, 0, "DAMAGED"),
                        tuple("ginza", 3, 0, 2, "TRANSFER_IN"));
        assertThat(history.of(shirt, ginza, 0, 10))
                .extracting(MovementHistory.Entry::document)
                .containsOnly("transfer/" + transfer.id());
    }

    @Test
    void nothingLeavesThatIsPromisedToOthers() {
        reservations.hold(new HoldRequest(
                "basket-" + shirt,
                "web",
                List.of(new HoldRequest.Line("1", shirt, warehouse, BigDecimal.valueOf(7))),
                Duration.ofMinutes(10),
                false));
        Shipment draft = asked(4);

        Refusal refusal = refused(() -> shipments.dispatch(draft.id(), null, null, null), "INSUFFICIENT_STOCK");

        assertThat(refusal.properties().get("lines"))
                .isEqualTo(List.of(
                        new Shipments.Lacking("1", shirt, warehouse, BigDecimal.valueOf(4), BigDecimal.valueOf(3))));
        assertThat(onHand(warehouse)).isEqualTo(10);
        assertThat(incoming(ginza)).isZero();

        Shipment three = shipments.dispatch(draft.id(), null, null, Map.of("1", BigDecimal.valueOf(3)));
        assertThat(only(three).sent()).isEqualByComparingTo("3");
        assertThat(onHand(warehouse)).isEqualTo(7);
        assertBooksAgree();
    }

    @Test
    void aHoldThatHasEndedKeepsNothingBackAlthoughNobodyTidied() {
        clock.stop();
        reservations.hold(new HoldRequest(
                "basket-" + shirt,
                "web",
                List.of(new HoldRequest.Line("1", shirt, warehouse, BigDecimal.TEN)),
                Duration.ofMinutes(10),
                false));
        clock.advance(Duration.ofMinutes(11));

        assertThat(sent(10).state()).isEqualTo(State.DISPATCHED);

        assertThat(onHand(warehouse)).isZero();
        assertBooksAgree();
    }

    @Test
    void whatWasLookedForInVainIsNotSent() {
        notFound.report(shirt, warehouse, null);
        Shipment draft = asked(1);

        refused(() -> shipments.dispatch(draft.id(), null, null, null), "INSUFFICIENT_STOCK");
    }

    @Test
    void ofSeveralLinesThatLackSomethingEachIsNamedAndNoneLeaves() {
        String cap = anyItem();
        stock(cap, warehouse, 1);
        Shipment draft = shipments.create(new NewShipment(
                Kind.TRANSFER,
                "T-" + shirt,
                warehouse,
                null,
                ginza,
                null,
                List.of(
                        new NewShipment.Line("a", shirt, BigDecimal.valueOf(6), null),
                        new NewShipment.Line("b", shirt, BigDecimal.valueOf(6), null),
                        new NewShipment.Line("c", cap, BigDecimal.valueOf(2), null))));

        Refusal refusal = refused(() -> shipments.dispatch(draft.id(), null, null, null), "INSUFFICIENT_STOCK");

        assertThat(refusal.properties().get("lines"))
                .isEqualTo(List.of(
                        new Shipments.Lacking("b", shirt, warehouse, BigDecimal.valueOf(6), BigDecimal.valueOf(4)),
                        new Shipments.Lacking("c", cap, warehouse, BigDecimal.valueOf(2), BigDecimal.ONE)));
        assertThat(onHand(warehouse)).isEqualTo(10);
    }

    @Test
    void eachStepSaidAgainChangesNothing() {
        NewShipment wanted = transfer("T-" + shirt, shirt, 4);
        Shipment first = shipments.create(wanted);

        assertThat(shipments.create(wanted).id()).isEqualTo(first.id());
        refused(() -> shipments.create(transfer("T-" + shirt, shirt, 5)), "REFERENCE_TAKEN");
        shipments.dispatch(first.id(), null, null, null);
        assertThat(shipments.dispatch(first.id(), null, null, null).state()).isEqualTo(State.DISPATCHED);
        assertThat(onHand(warehouse)).isEqualTo(6);
        receive(first, "box-1", 1);
        receive(first, "box-1", 1);
        refused(() -> receive(first, "box-1", 2), "RECEIPT_CONFLICT");
        assertThat(onHand(ginza)).isEqualTo(1);
        arrivals.close(first.id(), Kind.TRANSFER, "lost");
        arrivals.close(first.id(), Kind.TRANSFER, "lost again");
        Shipment closed = shipments.find(first.id(), Kind.TRANSFER).orElseThrow();
        assertThat(closed.discrepancies()).extracting(Discrepancy::note).containsExactly("lost");
        assertBooksAgree();
    }

    @Test
    void whatNeverArrivesIsNamedAsShrinkageOnTheWay() {
        Shipment transfer = sent(5);
        receive(transfer, "box-1", 3);
        FeedCursor begin = feed.end();

        Shipment closed = arrivals.close(transfer.id(), Kind.TRANSFER, "the carrier has lost a box");

        assertThat(closed.state()).isEqualTo(State.RECEIVED);
        assertThat(only(closed).missing()).isEqualByComparingTo("2");
        assertThat(closed.discrepancies()).singleElement().satisfies(discrepancy -> {
            assertThat(discrepancy.kind()).isEqualTo(Difference.SHORT);
            assertThat(discrepancy.quantity()).isEqualByComparingTo("2");
            assertThat(discrepancy.note()).isEqualTo("the carrier has lost a box");
        });
        assertThat(feed.after(begin, 10).changes()).singleElement().satisfies(change -> {
            assertThat(change.cause()).isEqualTo("SHRINKAGE");
            assertThat(change.incoming()).isEqualByComparingTo("0");
        });
        assertThat(onHand(ginza)).isEqualTo(3);
        assertBooksAgree();
    }

    @Test
    void whatWasNamedAsMissingMayTurnUpSaidToBeOver() {
        Shipment transfer = sent(5);
        arrivals.close(transfer.id(), Kind.TRANSFER, "the carrier has lost it");
        assertThat(shipments.find(transfer.id(), Kind.TRANSFER).orElseThrow().state())
                .isEqualTo(State.CANCELLED);

        refused(() -> receive(transfer, "late", 5), "MORE_THAN_OUTSTANDING");
        Shipment late = receive(transfer, "late", 0, 0, 5);

        assertThat(late.state()).isEqualTo(State.RECEIVED);
        assertThat(late.discrepancies())
                .extracting(Discrepancy::kind)
                .containsExactly(Difference.SHORT, Difference.OVER);
        assertThat(onHand(ginza)).isEqualTo(5);
        assertBooksAgree();
    }

    @Test
    void damagedGoodsAreThereAndNotForSale() {
        Shipment transfer = sent(5);

        Shipment received = receive(transfer, "box-1", 3, 2, 0);

        assertThat(received.state()).isEqualTo(State.RECEIVED);
        assertThat(received.discrepancies())
                .extracting(Discrepancy::kind, each -> each.quantity().intValue(), Discrepancy::receipt)
                .containsExactly(tuple(Difference.DAMAGED, 2, "box-1"));
        assertThat(onHand(ginza)).isEqualTo(5);
        assertThat(available(ginza)).isEqualTo(3);
        assertBooksAgree();
    }

    @Test
    void moreThanWasSentAndOtherItemsMustBeNamed() {
        String cap = anyItem();
        Shipment transfer = sent(5);

        Refusal refusal = refused(() -> receive(transfer, "box-1", 6), "MORE_THAN_OUTSTANDING");
        assertThat(refusal.properties().get("lines"))
                .isEqualTo(List.of(new Arrivals.TooMuch("1", shirt, BigDecimal.valueOf(6), BigDecimal.valueOf(5))));
        assertThat(onHand(ginza)).isZero();
        Receiving named = new Receiving(
                "box-1",
                null,
                null,
                receipt("box-1", null, 5, 0, 1).lines(),
                List.of(new Receiving.Unexpected(cap, BigDecimal.valueOf(2), BigDecimal.ONE, "in the same box")));

        Shipment received = arrivals.receive(transfer.id(), Kind.TRANSFER, named);

        assertThat(received.discrepancies())
                .extracting(
                        Discrepancy::kind,
                        Discrepancy::sku,
                        each -> each.quantity().intValue(),
                        Discrepancy::note)
                .containsExactly(
                        tuple(Difference.OVER, shirt, 1, null),
                        tuple(Difference.WRONG_ITEM, cap, 3, "in the same box"),
                        tuple(Difference.DAMAGED, cap, 1, "in the same box"));
        assertThat(onHand(ginza)).isEqualTo(6);
        assertThat(level(cap, ginza).onHand()).isEqualByComparingTo("3");
        assertThat(level(cap, ginza).available()).isEqualByComparingTo("2");
        assertBooksAgree();
    }

    @Test
    void aDraftIsCalledOffAndWhatHasLeftComesBackOrIsNamed() {
        Shipment draft = asked(2);
        assertThat(shipments.cancel(draft.id(), Kind.TRANSFER).state()).isEqualTo(State.CANCELLED);
        assertThat(shipments.cancel(draft.id(), Kind.TRANSFER).state()).isEqualTo(State.CANCELLED);
        refused(() -> shipments.dispatch(draft.id(), null, null, null), "WRONG_STEP");
        refused(() -> receive(draft, "box-1", 1), "WRONG_STEP");
        refused(() -> arrivals.close(asked(1).id(), Kind.TRANSFER, "why"), "WRONG_STEP");

        Shipment transfer = sent(4);
        refused(() -> shipments.cancel(transfer.id(), Kind.TRANSFER), "WRONG_STEP");
        Shipment back = arrivals.receive(transfer.id(), Kind.TRANSFER, receipt("back", warehouse, 3, 1, 0));

        assertThat(back.state()).isEqualTo(State.CANCELLED);
        assertThat(only(back).returned()).isEqualByComparingTo("4");
        assertThat(onHand(warehouse)).isEqualTo(10);
        assertThat(available(warehouse)).as("one of them came back damaged").isEqualTo(9);
        assertThat(incoming(ginza)).isZero();
        assertBooksAgree();
    }

    @Test
    void itArrivesAtItsTargetAndNowhereElse() {
        Shipment transfer = sent(4);

        refused(
                () -> arrivals.receive(transfer.id(), Kind.TRANSFER, receipt("x", anyStore(), 1, 0, 0)),
                "WRONG_LOCATION");
        refused(() -> arrivals.receive(transfer.id(), Kind.TRANSFER, receipt("x", warehouse, 1, 0, 1)), "BAD_LINES");
    }

    @Test
    void badRequestsAreRefusedByName() {
        String cloth = anItemIn("M");
        refused(() -> shipments.create(transfer(" ", shirt, 1)), "BAD_REFERENCE");
        refused(() -> shipments.create(transfer("T-" + shirt, "nothing", 1)), "UNKNOWN_ITEM");
        refused(() -> shipments.create(transfer("T-" + shirt, shirt, 0)), "ABSURD_QUANTITY");
        refused(
                () -> shipments.create(
                        new NewShipment(Kind.TRANSFER, "T", warehouse, null, warehouse, null, List.of())),
                "SAME_LOCATION");
        refused(
                () -> shipments.create(new NewShipment(
                        Kind.TRANSFER,
                        "T",
                        "nowhere",
                        null,
                        ginza,
                        null,
                        transfer("T", cloth, 1).lines())),
                "UNKNOWN_LOCATION");
        refused(() -> shipments.dispatch(UUID.randomUUID(), null, null, null), "UNKNOWN_TRANSFER");
        Shipment transfer = sent(4);
        Receiving.Line halves =
                new Receiving.Line("1", new BigDecimal("0.5"), new BigDecimal("0.5"), BigDecimal.ZERO, null);
        refused(
                () -> arrivals.receive(
                        transfer.id(), Kind.TRANSFER, new Receiving("x", null, null, List.of(halves), List.of())),
                "FRACTION_OF_EACH");
        refused(() -> receive(transfer, "x", -1), "ABSURD_QUANTITY");
        refused(() -> receive(transfer, "x", 0), "ABSURD_QUANTITY");
        refused(() -> arrivals.close(transfer.id(), Kind.TRANSFER, " "), "REASON_MISSING");
        refused(
                () -> shipments.dispatch(asked(1).id(), Instant.now().plusSeconds(600), null, null),
                "OCCURRED_IN_FUTURE");
        refused(() -> shipments.dispatch(asked(1).id(), null, null, Map.of("1", BigDecimal.ZERO)), "NOTHING_SENT");
        refused(() -> shipments.dispatch(asked(1).id(), null, null, Map.of("9", BigDecimal.ONE)), "UNKNOWN_LINE");
        assertThat(onHand(ginza)).isZero();
        assertBooksAgree();
    }

    @Test
    void theDatabaseItselfLetsNoLineTakeMoreThanWasSent() {
        Shipment transfer = sent(4);

        assertThatThrownBy(() -> jdbc.sql("update inventory.shipment_line set received = 5 where shipment = :id")
                        .param("id", transfer.id())
                        .update())
                .hasMessageContaining("outstanding");
    }

    @Test
    void theAuditorHoldsWhatIsIncomingAgainstTheShipments() {
        Shipment transfer = sent(4);
        String edit = "update inventory.shipment_line set sent = sent + %d where shipment = :id";
        jdbc.sql(edit.formatted(1)).param("id", transfer.id()).update();
        try {
            assertThat(audit.check().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.location()).isEqualTo(ginza);
                assertThat(difference.numbers()).singleElement().satisfies(wrong -> {
                    assertThat(wrong.name()).isEqualTo(QuantityName.INCOMING);
                    assertThat(wrong.level()).isEqualByComparingTo("4");
                    assertThat(wrong.reservations()).isEqualByComparingTo("5");
                });
            });
        } finally {
            jdbc.sql(edit.formatted(-1)).param("id", transfer.id()).update();
        }
        assertBooksAgree();
    }

    @Test
    void ofManyWhoDispatchTheLastGoodsAtOnceOnlySoManyDoAsThereAre() {
        List<Shipment> drafts = IntStream.range(0, 8).mapToObj(i -> asked(3)).toList();

        List<String> outcomes = Together.all(8, who -> {
            try {
                return shipments
                        .dispatch(drafts.get(who).id(), null, null, null)
                        .state()
                        .name();
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(outcomes).filteredOn("DISPATCHED"::equals).hasSize(3);
        assertThat(outcomes).filteredOn("INSUFFICIENT_STOCK"::equals).hasSize(5);
        assertThat(onHand(warehouse)).isEqualTo(1);
        assertThat(incoming(ginza)).isEqualTo(9);
        assertBooksAgree();
    }

    @Test
    void oneTransferDispatchedByManyAtOnceLeavesOnce() {
        Shipment draft = asked(4);

        Together.all(8, who -> shipments.dispatch(draft.id(), null, null, null));

        assertThat(onHand(warehouse)).isEqualTo(6);
        assertThat(incoming(ginza)).isEqualTo(4);
        assertBooksAgree();
    }

    @Test
    void ofManyReceiversAtOnceNoneReceivesWhatAnotherHas() {
        Shipment transfer = sent(5);

        List<String> outcomes = Together.all(8, who -> {
            try {
                return receive(transfer, "box-" + who, 1).state().name();
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(outcomes).filteredOn("MORE_THAN_OUTSTANDING"::equals).hasSize(3);
        assertThat(outcomes).filteredOn("RECEIVED"::equals).hasSize(1);
        assertThat(onHand(ginza)).isEqualTo(5);
        assertBooksAgree();
    }

    @Test
    void oneReceiptReportedByManyAtOnceIsBookedOnce() {
        Shipment transfer = sent(5);

        Together.all(8, who -> receive(transfer, "box", 2));

        assertThat(onHand(ginza)).isEqualTo(2);
        assertThat(Set.copyOf(Together.all(
                        8,
                        who -> shipments
                                .create(transfer("T-" + shirt, shirt, 1))
                                .id())))
                .as("and one reference leads to one transfer")
                .hasSize(1);
        assertBooksAgree();
    }
}
