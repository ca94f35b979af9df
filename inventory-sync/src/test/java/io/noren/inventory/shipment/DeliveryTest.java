package io.noren.inventory.shipment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.ChangeFeed;
import io.noren.inventory.FeedCursor;
import io.noren.inventory.StockAsOf;
import io.noren.inventory.availability.AvailabilityAnswer.Incoming;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Discrepancy;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What suppliers announce is incoming with a date, and becomes stock when it comes. */
class DeliveryTest extends ShipmentTest {

    private static final Instant NEXT_WEEK = TOMORROW.plusSeconds(604_800);

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private StockAsOf asOf;

    @Test
    void whatIsAnnouncedIsIncomingByDateAndNotForSale() {
        shipments.create(delivery("DN-1-" + shirt, 60));
        shipments.create(new NewShipment(
                Kind.PURCHASE,
                "DN-2-" + shirt,
                null,
                "Imabari Towels",
                ginza,
                null,
                List.of(
                        new NewShipment.Line("1", shirt, BigDecimal.valueOf(5), TOMORROW),
                        new NewShipment.Line("2", shirt, BigDecimal.valueOf(7), NEXT_WEEK),
                        new NewShipment.Line("3", shirt, BigDecimal.valueOf(9), null))));

        assertThat(incoming(ginza)).isEqualTo(81);
        assertThat(available(ginza)).isZero();
        assertThat(level(shirt, ginza).incomingParts())
                .extracting(part -> part.quantity().intValue(), Incoming::expectedAt)
                .containsExactly(tuple(65, TOMORROW), tuple(7, NEXT_WEEK), tuple(9, null));
        assertBooksAgree();
    }

    @Test
    void itComesInPartsDamagedAndOverAndTheRestIsCalledOff() {
        Shipment delivery = shipments.create(delivery("DN-" + shirt, 10));

        receive(delivery, "truck-1", 4, 1, 0);
        assertThat(incoming(ginza)).isEqualTo(5);
        Shipment partly = receive(delivery, "truck-2", 2, 0, 0);
        assertThat(partly.state()).isEqualTo(State.PARTIALLY_RECEIVED);
        refused(() -> shipments.cancel(delivery.id(), Kind.PURCHASE), "WRONG_STEP");

        Shipment closed = arrivals.close(delivery.id(), Kind.PURCHASE, "sold out at the supplier's");

        assertThat(closed.state()).isEqualTo(State.RECEIVED);
        assertThat(closed.discrepancies())
                .extracting(Discrepancy::kind, each -> each.quantity().intValue())
                .containsExactly(tuple(Difference.DAMAGED, 1), tuple(Difference.SHORT, 3));
        assertThat(onHand(ginza)).isEqualTo(7);
        assertThat(available(ginza)).isEqualTo(6);
        assertThat(incoming(ginza)).isZero();
        assertBooksAgree();
    }

    @Test
    void aDeliveryThatNothingCameOfIsCancelled() {
        Shipment delivery = shipments.create(delivery("DN-" + shirt, 10));

        assertThat(shipments.cancel(delivery.id(), Kind.PURCHASE).state()).isEqualTo(State.CANCELLED);

        assertThat(incoming(ginza)).isZero();
        refused(() -> receive(delivery, "truck", 1), "WRONG_STEP");
        refused(() -> shipments.reschedule(delivery.id(), Kind.PURCHASE, NEXT_WEEK, Map.of()), "WRONG_STEP");
        assertBooksAgree();
    }

    @Test
    void theSameNumberOfAnotherSupplierIsAnotherDelivery() {
        Shipment one = shipments.create(delivery("DN-" + shirt, 10));
        NewShipment same = delivery("DN-" + shirt, 10);
        Shipment other = shipments.create(
                new NewShipment(Kind.PURCHASE, same.reference(), null, "Senshu Towels", ginza, TOMORROW, same.lines()));

        assertThat(other.id()).isNotEqualTo(one.id());
        assertThat(shipments.create(same).id()).isEqualTo(one.id());
        refused(() -> shipments.create(delivery("DN-" + shirt, 11)), "REFERENCE_TAKEN");
        assertThat(incoming(ginza)).isEqualTo(20);
    }

    @Test
    void anotherDateIsToldAtOnceAndMovesNothingInTotal() {
        Shipment delivery = shipments.create(delivery("DN-" + shirt, 10));
        assertThat(level(shirt, ginza).incomingParts())
                .extracting(Incoming::expectedAt)
                .containsExactly(TOMORROW);
        FeedCursor begin = feed.end();

        shipments.reschedule(delivery.id(), Kind.PURCHASE, NEXT_WEEK, Map.of());
        shipments.reschedule(delivery.id(), Kind.PURCHASE, NEXT_WEEK, Map.of());

        assertThat(level(shirt, ginza).incomingParts())
                .extracting(Incoming::expectedAt)
                .containsExactly(NEXT_WEEK);
        assertThat(feed.after(begin, 10).changes())
                .extracting(change -> change.incoming().intValue(), change -> change.cause())
                .containsExactly(tuple(0, "RESCHEDULED"), tuple(10, "RESCHEDULED"));
        assertBooksAgree();
    }

    @Test
    void thePastRemembersWhatWasIncomingThen() {
        shipments.create(delivery("DN-" + shirt, 10));
        Instant then = clock.stop();
        clock.advance(Duration.ofMinutes(5));
        Shipment delivery = shipments.create(delivery("DN-2-" + shirt, 3));
        receive(delivery, "truck", 3);

        StockAsOf.Answer answer = asOf.at(shirt, ginza, then);

        assertThat(answer.known().incoming()).isEqualByComparingTo("10");
        assertThat(answer.happened().incoming()).isEqualByComparingTo("10");
    }
}
