package io.noren.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import io.noren.inventory.reservation.Reservation.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ReservationsTest extends InventoryTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private StockAudit audit;

    @Autowired
    private MovementHistory history;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void aHoldIsKeptCommittedAndFulfilledOnce() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 5);

        Reservation held = hold(anyOwner(), sku, ginza, 2);
        assertThat(held.state()).isEqualTo(State.HELD);
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("3");

        assertThat(reservations.commit(held.id()).state()).isEqualTo(State.COMMITTED);
        assertThat(reservations.commit(held.id()).state())
                .as("again changes nothing")
                .isEqualTo(State.COMMITTED);
        assertThat(reservations.fulfil(held.id()).state()).isEqualTo(State.FULFILLED);

        assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("3");
        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("0");
        assertRefused("ALREADY_RESOLVED", () -> reservations.fulfil(held.id()));
        assertRefused("ALREADY_RESOLVED", () -> reservations.release(held.id()));
        assertRefused("UNKNOWN_RESERVATION", () -> reservations.commit(UUID.randomUUID()));
    }

    @Test
    void aCommitmentStandsApartFromHoldsInEveryBook() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 5);
        Reservation order = hold(anyOwner(), sku, ginza, 2);
        Reservation basket = hold(anyOwner(), sku, ginza, 1);

        reservations.commit(order.id());

        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("1");
        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("2");
        assertThat(history.of(sku, ginza, 3, 10))
                .extracting(MovementHistory.Entry::sequence, MovementHistory.Entry::quantityName)
                .as("the promise rises before it falls")
                .containsExactly(tuple(4L, QuantityName.COMMITTED), tuple(5L, QuantityName.RESERVED));
        assertThat(differences()).isEmpty();

        reservations.release(basket.id());
        reservations.release(order.id());

        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("0");
        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("0");
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("5");
        assertThat(differences()).isEmpty();
    }

    @Test
    void aHoldIsCommittedEvenWhenATillHasSoldTheGoodsByThen() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 2);
        Reservation held = hold(anyOwner(), sku, ginza, 2);
        ledger.record(List.of(movement("sale-" + sku, sku, ginza, -2)));

        assertThat(reservations.commit(held.id()).state()).isEqualTo(State.COMMITTED);

        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("0");
        assertRefused("INSUFFICIENT_STOCK", () -> hold(anyOwner(), sku, ginza, 1));
        assertThat(reservations.fulfil(held.id()).state()).isEqualTo(State.FULFILLED);
        assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("-2");
        assertThat(differences()).isEmpty();
    }

    @RepeatedTest(5)
    void aReservationCommittedByManyAtOnceMovesOnce() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 5);
        UUID held = hold(anyOwner(), sku, ginza, 2).id();

        Together.all(8, who -> reservations.commit(held));

        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("2");
        assertThat(level(sku, ginza).version()).isEqualTo(4);
        assertThat(differences()).isEmpty();
    }

    @Test
    void aBasketIsHeldWholeOrNotAtAll() {
        String plenty = anyItem();
        String scarce = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        stock(plenty, ginza, 10);
        stock(scarce, ginza, 1);
        stock(scarce, ueno, 8);
        HoldRequest basket = request(
                anyOwner(),
                false,
                line("1", plenty, ginza, "2"),
                line("2", scarce, ginza, "1"),
                line("3", scarce, ginza, "1"));

        assertThatThrownBy(() -> reservations.hold(basket))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("INSUFFICIENT_STOCK");
                    assertThat(refusal.properties().get("lines"))
                            .asInstanceOf(list(Shortfall.class))
                            .extracting(Shortfall::line, Shortfall::available, Shortfall::otherLocations)
                            .containsExactly(
                                    tuple(
                                            "2",
                                            BigDecimal.ONE,
                                            List.of(new Shortfall.OtherLocation(ueno, new BigDecimal(8)))),
                                    tuple(
                                            "3",
                                            BigDecimal.ONE,
                                            List.of(new Shortfall.OtherLocation(ueno, new BigDecimal(8)))));
                });

        assertThat(level(plenty, ginza).reserved()).isEqualByComparingTo("0");
        assertThat(reservations.ofOwner(basket.owner())).isEmpty();
    }

    @Test
    void aPartialAnswerKeepsWhatThereIsAndNamesTheRest() {
        String plenty = anyItem();
        String none = anyItem();
        String ginza = anyStore();
        stock(plenty, ginza, 10);

        Reservation held = reservations.hold(
                request(anyOwner(), true, line("1", plenty, ginza, "2"), line("2", none, ginza, "1")));

        assertThat(held.lines()).extracting(Reservation.Line::line).containsExactly("1");
        assertThat(held.missing()).extracting(Shortfall::line).containsExactly("2");
        assertThat(level(plenty, ginza).reserved()).isEqualByComparingTo("2");
        assertRefused(
                "INSUFFICIENT_STOCK", () -> reservations.hold(request(anyOwner(), true, line("1", none, ginza, "1"))));
    }

    @Test
    void askingAgainForTheSameLinesAnswersTheSameReservation() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 5);
        String owner = anyOwner();

        Reservation first = hold(owner, sku, ginza, 2);

        assertThat(hold(owner, sku, ginza, 2).id()).isEqualTo(first.id());
        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("2");
        assertRefused("OWNER_LINE_TAKEN", () -> hold(owner, sku, ginza, 3));
        reservations.release(first.id());
        assertThat(hold(owner, sku, ginza, 3).id()).isNotEqualTo(first.id());
    }

    @Test
    void fromTheInstantAHoldEndsItsGoodsCanBeHeldByOthers() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 1);
        clock.stop();
        String owner = anyOwner();
        Reservation held = hold(owner, sku, ginza, 1);

        clock.advance(Reservations.USUAL_HOLD.minusNanos(1_000));
        assertRefused("INSUFFICIENT_STOCK", () -> hold(anyOwner(), sku, ginza, 1));
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("0");

        clock.advance(Duration.ofNanos(1_000));
        assertThat(level(sku, ginza).available()).as("nothing was tidied yet").isEqualByComparingTo("1");
        assertThat(reservations.find(held.id()).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertRefused("RESERVATION_EXPIRED", () -> reservations.commit(held.id()));
        assertRefused("RESERVATION_EXPIRED", () -> reservations.extend(held.id(), Duration.ofMinutes(5)));
        assertRefused("RESERVATION_EXPIRED", () -> reservations.release(held.id()));

        Reservation next = hold(owner, sku, ginza, 1);
        assertThat(next.id()).isNotEqualTo(held.id());
        assertThat(reservations.commit(next.id()).state()).isEqualTo(State.COMMITTED);
    }

    @Test
    void insideACallersTransactionAnEndedHoldGivesWayToo() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 1);
        clock.stop();
        hold(anyOwner(), sku, ginza, 1);
        clock.advance(Reservations.USUAL_HOLD);

        Reservation held = new TransactionTemplate(transactions).execute(status -> {
            assertRefused("INSUFFICIENT_STOCK", () -> hold(anyOwner(), sku, ginza, 2));
            return hold(anyOwner(), sku, ginza, 1);
        });

        assertThat(held).isNotNull();
        assertThat(level(sku, ginza).available()).isEqualByComparingTo("0");
        assertThat(differences()).isEmpty();
    }

    @Test
    void theSweeperTidiesWhatHasEndedAndNothingElse() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 5);
        clock.stop();
        Reservation ends = hold(anyOwner(), sku, ginza, 1);
        Reservation extended = hold(anyOwner(), sku, ginza, 1);
        Reservation committed = hold(anyOwner(), sku, ginza, 1);
        reservations.extend(extended.id(), Duration.ofHours(4));
        reservations.commit(committed.id());
        clock.advance(Duration.ofHours(3));

        reservations.expireEnded(1_000);
        reservations.expireEnded(1_000);

        assertThat(level(sku, ginza).reserved()).isEqualByComparingTo("1");
        assertThat(level(sku, ginza).committed()).isEqualByComparingTo("1");
        assertThat(reservations.find(ends.id()).orElseThrow().state()).isEqualTo(State.EXPIRED);
        assertThat(reservations.find(extended.id()).orElseThrow().state()).isEqualTo(State.HELD);
        assertThat(reservations.find(committed.id()).orElseThrow().state()).isEqualTo(State.COMMITTED);
        assertThat(differences()).isEmpty();
    }

    @RepeatedTest(20)
    void manyShoppersWantTheLastTenAndExactlyTenGetOne() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 10);

        List<Boolean> got = Together.all(32, shopper -> holds(anyOwner(), sku, ginza));

        assertThat(got.stream().filter(yes -> yes)).hasSize(10);
        assertThat(reserved(sku)).isEqualByComparingTo("10");
    }

    @Test
    void theSameShopperAskingManyTimesAtOnceHoldsOnce() {
        String sku = anyItem();
        String ginza = anyStore();
        stock(sku, ginza, 10);
        String owner = anyOwner();

        List<UUID> answers =
                Together.all(16, shopper -> hold(owner, sku, ginza, 1).id());

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(reserved(sku)).isEqualByComparingTo("1");
    }

    @Test
    void aStormOfSalesHoldsAndReleasesLeavesNothingUnexplained() {
        List<String> skus = List.of(anyItem(), anyItem(), anyItem());
        List<String> stores = List.of(anyStore(), anyStore());
        skus.forEach(sku -> stores.forEach(store -> stock(sku, store, 40)));

        Together.all(16, who -> {
            Random random = new Random(who);
            List<Reservation> mine = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String sku = skus.get(random.nextInt(3));
                String store = stores.get(random.nextInt(2));
                Callable<?> act = switch (random.nextInt(9)) {
                    case 0 ->
                        () -> ledger.record(List.of(
                                movement("s-" + UUID.randomUUID(), sku, store, -1),
                                movement("s-" + UUID.randomUUID(), skus.get(0), stores.get(0), 1)));
                    case 1 -> () -> reservations.expireEnded(10);
                    case 2 ->
                        () -> mine.isEmpty()
                                ? null
                                : reservations.release(mine.remove(0).id());
                    case 3 ->
                        () -> mine.isEmpty()
                                ? null
                                : reservations.fulfil(mine.remove(0).id());
                    case 4 ->
                        () -> mine.isEmpty()
                                ? null
                                : reservations.commit(mine.get(0).id());
                    case 5 ->
                        () -> mine.isEmpty()
                                ? null
                                : mine.add(reservations.transfer(mine.remove(0).id(), store, null));
                    default ->
                        () -> mine.add(reservations.hold(new HoldRequest(
                                anyOwner(),
                                "web",
                                List.of(
                                        line("1", sku, store, "1"),
                                        line("2", skus.get(random.nextInt(3)), stores.get(random.nextInt(2)), "2")),
                                Duration.ofMillis(random.nextInt(1, 40)),
                                false)));
                };
                try {
                    act.call();
                } catch (Refusal expected) {
                    assertThat(expected.code())
                            .isIn("INSUFFICIENT_STOCK", "RESERVATION_EXPIRED", "ALREADY_RESOLVED", "SAME_LOCATION");
                }
            }
            return true;
        });

        assertThat(differences()).isEmpty();
        assertThat(jdbc.sql("select count(*) from inventory.stock_level where least(reserved, committed) < 0")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("BAD_OWNER", new Change(" ", "1", null, null, "PT15M", 1)),
                Arguments.of("BAD_LINES", new Change("o", "1", null, null, "PT15M", 0)),
                Arguments.of("BAD_LINES", new Change("o", "1", null, null, "PT15M", 101)),
                Arguments.of("BAD_DURATION", new Change("o", "1", null, null, "PT0S", 1)),
                Arguments.of("BAD_DURATION", new Change("o", "1", null, null, "PT4H0.001S", 1)),
                Arguments.of("ABSURD_QUANTITY", new Change("o", "0", null, null, "PT15M", 1)),
                Arguments.of("ABSURD_QUANTITY", new Change("o", "-1", null, null, "PT15M", 1)),
                Arguments.of("ABSURD_QUANTITY", new Change("o", "1000001", null, null, "PT15M", 1)),
                Arguments.of("FRACTION_OF_EACH", new Change("o", "0.5", null, null, "PT15M", 1)),
                Arguments.of("TOO_MANY_DECIMALS", new Change("o", "0.0005", null, null, "PT15M", 1)),
                Arguments.of("UNKNOWN_ITEM", new Change("o", "1", "no-such-item", null, "PT15M", 1)),
                Arguments.of("UNKNOWN_LOCATION", new Change("o", "1", null, "nowhere", "PT15M", 1)));
    }

    record Change(String owner, String quantity, String sku, String location, String expiresIn, int lines) {}

    @ParameterizedTest
    @MethodSource("badRequests")
    void aBadRequestIsRefusedByName(String code, Change change) {
        String sku = change.sku() == null ? anyItem() : change.sku();
        String store = change.location() == null ? anyStore() : change.location();
        List<HoldRequest.Line> lines = IntStream.range(0, change.lines())
                .mapToObj(i -> line("line-" + i, sku, store, change.quantity()))
                .toList();

        assertRefused(
                code,
                () -> reservations.hold(
                        new HoldRequest(change.owner(), "web", lines, Duration.parse(change.expiresIn()), false)));
    }

    private boolean holds(String owner, String sku, String store) {
        try {
            hold(owner, sku, store, 1);
            return true;
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo("INSUFFICIENT_STOCK");
            return false;
        }
    }

    private Reservation hold(String owner, String sku, String store, int quantity) {
        return reservations.hold(request(owner, false, line("1", sku, store, String.valueOf(quantity))));
    }

    private static HoldRequest request(String owner, boolean partial, HoldRequest.Line... lines) {
        return new HoldRequest(owner, "web", List.of(lines), Reservations.USUAL_HOLD, partial);
    }

    private static HoldRequest.Line line(String name, String sku, String store, String quantity) {
        return new HoldRequest.Line(name, sku, store, new BigDecimal(quantity));
    }

    private BigDecimal reserved(String sku) {
        return jdbc.sql("select sum(reserved) from inventory.stock_level where sku = :sku")
                .param("sku", sku)
                .query(BigDecimal.class)
                .single();
    }

    private List<StockAudit.Difference> differences() {
        return audit.check().differences();
    }

    private static String anyOwner() {
        return "basket-" + UUID.randomUUID();
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
