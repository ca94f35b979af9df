package io.noren.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.reservation.Reservation.State;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is kept in one store is kept in another one instead. */
class TransferTest extends InventoryTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private StockAudit audit;

    @Autowired
    private PlatformTransactionManager transactions;

    private String ginza;
    private String ueno;

    @BeforeEach
    void twoStores() {
        ginza = anyStore();
        ueno = anyStore();
    }

    @AfterEach
    void theBooksAgree() {
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void theGoodsAreKeptThereAndFreeHere() {
        String shirt = anyItem();
        stock(shirt, ginza, 5);
        stock(shirt, ueno, 2);
        Reservation here = hold(line("1", shirt, ginza, 2));

        Reservation there = reservations.transfer(here.id(), ueno, null);

        assertThat(there.id()).isNotEqualTo(here.id());
        assertThat(there.state()).isEqualTo(State.HELD);
        assertThat(there.expiresAt()).isEqualTo(here.expiresAt());
        assertThat(there.transferredFrom()).isEqualTo(here.id());
        assertThat(there.lines()).extracting(Reservation.Line::location).containsExactly(ueno);
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertThat(level(shirt, ueno).available()).isEqualByComparingTo("0");
        Reservation gone = reservations.find(here.id()).orElseThrow();
        assertThat(gone.state()).isEqualTo(State.TRANSFERRED);
        assertThat(gone.lines()).extracting(Reservation.Line::transferredTo).containsExactly(there.id());
        assertRefused("ALREADY_RESOLVED", () -> reservations.transfer(here.id(), ueno, null));
        assertRefused("ALREADY_RESOLVED", () -> reservations.release(here.id()));

        reservations.commit(there.id());
        reservations.fulfil(there.id());
        assertThat(level(shirt, ueno).onHand()).isEqualByComparingTo("0");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void aCommittedPromiseStaysCommitted() {
        String shirt = anyItem();
        stock(shirt, ginza, 5);
        stock(shirt, ueno, 5);
        Reservation here = hold(line("1", shirt, ginza, 2));
        reservations.commit(here.id());

        Reservation there = reservations.transfer(here.id(), ueno, null);

        assertThat(there.state()).isEqualTo(State.COMMITTED);
        assertThat(level(shirt, ueno).committed()).isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("0");
        reservations.release(there.id());
        assertThat(level(shirt, ueno).available()).isEqualByComparingTo("5");
    }

    @Test
    void namedLinesMoveAndTheOthersStay() {
        String shirt = anyItem();
        String shoes = anyItem();
        for (String sku : List.of(shirt, shoes)) {
            stock(sku, ginza, 5);
            stock(sku, ueno, 5);
        }
        Reservation here = hold(line("1", shirt, ginza, 1), line("2", shoes, ginza, 2));

        Reservation there = reservations.transfer(here.id(), ueno, List.of("2"));

        assertThat(there.lines()).extracting(Reservation.Line::line).containsExactly("2");
        assertThat(reservations.find(here.id()).orElseThrow().state()).isEqualTo(State.HELD);
        reservations.release(here.id());
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertThat(level(shoes, ginza).available()).isEqualByComparingTo("5");
        assertThat(level(shoes, ueno).available())
                .as("not released with the rest")
                .isEqualByComparingTo("3");
        Reservation rest = reservations.find(here.id()).orElseThrow();
        assertThat(rest.state()).isEqualTo(State.RELEASED);
        assertThat(rest.lines()).extracting(Reservation.Line::transferredTo).containsExactly(null, there.id());
    }

    @Test
    void whatTheOtherStoreHasNotIsNamedAndNothingMoves() {
        String shirt = anyItem();
        String shoes = anyItem();
        stock(shirt, ginza, 5);
        stock(shoes, ginza, 5);
        stock(shirt, ueno, 5);
        stock(shoes, ueno, 1);
        Reservation here = hold(line("1", shirt, ginza, 2), line("2", shoes, ginza, 2));

        assertThatThrownBy(() -> reservations.transfer(here.id(), ueno, null))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> assertThat(refusal.properties().get("lines"))
                        .asInstanceOf(list(Shortfall.class))
                        .singleElement()
                        .satisfies(line -> {
                            assertThat(line.line()).isEqualTo("2");
                            assertThat(line.location()).isEqualTo(ueno);
                            assertThat(line.available()).isEqualByComparingTo("1");
                        }));

        assertThat(reservations.find(here.id()).orElseThrow().state()).isEqualTo(State.HELD);
        assertThat(level(shirt, ueno).reserved()).isEqualByComparingTo("0");
        assertRefused("SAME_LOCATION", () -> reservations.transfer(here.id(), ginza, null));
        assertRefused("UNKNOWN_LINE", () -> reservations.transfer(here.id(), ueno, List.of("3")));
        assertRefused("UNKNOWN_LOCATION", () -> reservations.transfer(here.id(), "nowhere", null));
        assertRefused("UNKNOWN_RESERVATION", () -> reservations.transfer(UUID.randomUUID(), ueno, null));
    }

    @Test
    void holdsThatHaveEndedThereGiveWay() {
        String shirt = anyItem();
        stock(shirt, ginza, 1);
        stock(shirt, ueno, 1);
        clock.stop();
        hold(line("1", shirt, ueno, 1));
        clock.advance(Reservations.USUAL_HOLD);
        Reservation here = hold(line("1", shirt, ginza, 1));

        Reservation there = reservations.transfer(here.id(), ueno, null);

        assertThat(there.state()).isEqualTo(State.HELD);
        clock.advance(Reservations.USUAL_HOLD);
        assertRefused("RESERVATION_EXPIRED", () -> reservations.transfer(there.id(), ginza, null));
    }

    /** As every request with an Idempotency-Key does. */
    @Test
    void theyGiveWayWithinACallersTransactionTooAndWhatIsAnsweredStands() {
        String shirt = anyItem();
        stock(shirt, ginza, 1);
        stock(shirt, ueno, 1);
        clock.stop();
        hold(line("1", shirt, ueno, 1));
        clock.advance(Reservations.USUAL_HOLD);
        Reservation here = hold(line("1", shirt, ginza, 1));

        Reservation there =
                new TransactionTemplate(transactions).execute(callers -> reservations.transfer(here.id(), ueno, null));

        assertThat(reservations.find(there.id()).orElseThrow().state()).isEqualTo(State.HELD);
        assertThat(reservations.find(here.id()).orElseThrow().state()).isEqualTo(State.TRANSFERRED);
        assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo("0");
        assertThat(level(shirt, ueno).reserved()).isEqualByComparingTo("1");
    }

    @RepeatedTest(5)
    void manyWhoMoveBothWaysAtOnceNeitherBlockEachOtherNorPromiseTwice() {
        String shirt = anyItem();
        stock(shirt, ginza, 12);
        stock(shirt, ueno, 12);

        // Held before anybody moves: whoever came later could rightly find the shelf taken.
        List<Reservation> begun = IntStream.range(0, 16)
                .mapToObj(who -> hold(line("1", shirt, who % 2 == 0 ? ginza : ueno, 1)))
                .toList();

        List<Integer> moved = Together.all(16, who -> {
            Reservation held = begun.get(who);
            int count = 0;
            for (int i = 0; i < 6; i++) {
                String to = held.lines().get(0).location().equals(ginza) ? ueno : ginza;
                try {
                    held = reservations.transfer(held.id(), to, null);
                    count++;
                } catch (Refusal full) {
                    assertThat(full.code()).isEqualTo("INSUFFICIENT_STOCK");
                }
            }
            return count;
        });

        assertThat(moved.stream().mapToInt(Integer::intValue).sum()).isPositive();
        assertThat(level(shirt, ginza).reserved().add(level(shirt, ueno).reserved()))
                .isEqualByComparingTo("16");
    }

    private Reservation hold(HoldRequest.Line... lines) {
        return reservations.hold(
                new HoldRequest("basket-" + UUID.randomUUID(), "web", List.of(lines), Reservations.USUAL_HOLD, false));
    }

    private static HoldRequest.Line line(String name, String sku, String store, int quantity) {
        return new HoldRequest.Line(name, sku, store, BigDecimal.valueOf(quantity));
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
