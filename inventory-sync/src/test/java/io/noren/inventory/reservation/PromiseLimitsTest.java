package io.noren.inventory.reservation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.PromiseLimits;
import io.noren.inventory.PromiseLimits.BeyondStock;
import io.noren.inventory.PromiseLimits.Limits;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.Together;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** What may be promised beyond what is on hand, and how much to one owner. */
class PromiseLimitsTest extends InventoryTest {

    @Autowired
    private Reservations reservations;

    @Autowired
    private PromiseLimits limits;

    @Autowired
    private StockAudit audit;

    @AfterEach
    void theBooksAgree() {
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void beyondWhatIsOnHandAsMuchIsPromisedAsTheLimitAllowsAndTheAnswerSaysHowMuch() {
        String shirt = anyItem();
        String depot = anyStore();
        stock(shirt, depot, 3);
        limits.put(shirt, backorder(depot, 4, 0, null));

        Reservation first = hold(any(), shirt, depot, 2);
        Reservation second = hold(any(), shirt, depot, 3);
        Reservation third = hold(any(), shirt, depot, 2);

        assertThat(backordered(first)).isNull();
        assertThat(backordered(second)).isEqualByComparingTo("2");
        assertThat(backordered(third)).isEqualByComparingTo("2");
        assertThat(backordered(reservations.find(third.id()).orElseThrow())).isEqualByComparingTo("2");
        assertRefused("INSUFFICIENT_STOCK", () -> hold(any(), shirt, depot, 1));
        assertThat(level(shirt, depot).available()).isEqualByComparingTo("0");

        stock(shirt, depot, 4);
        assertRefused("FRACTION_OF_EACH", () -> reservations.hold(request(any(), shirt, depot, "0.5")));
        reservations.fulfil(second.id());
        assertThat(level(shirt, depot).onHand()).isEqualByComparingTo("4");
        assertThat(backordered(hold(any(), shirt, depot, 4)))
                .as("of what is to come again")
                .isEqualByComparingTo("4");
    }

    @Test
    void untilAnItemIsOutThePreorderLimitCountsEvenWhereThereNeverWasStock() {
        String album = anyItem();
        String depot = anyStore();
        limits.put(album, backorder(depot, 0, 2, Instant.now().plus(Duration.ofDays(30))));

        assertThat(backordered(hold(any(), album, depot, 2))).isEqualByComparingTo("2");
        assertRefused("INSUFFICIENT_STOCK", () -> hold(any(), album, depot, 1));

        limits.put(album, backorder(depot, 0, 100, Instant.now().minus(Duration.ofDays(1))));
        assertRefused("INSUFFICIENT_STOCK", () -> hold(any(), album, depot, 1));
        assertRefused("INSUFFICIENT_STOCK", () -> hold(any(), album, anyStore(), 1));
    }

    @Test
    void theDatabaseItselfHoldsAgainstTheLimit() {
        String shirt = anyItem();
        String depot = anyStore();
        limits.put(shirt, backorder(depot, 4, 0, null));

        assertThatThrownBy(() -> raiseByHand(shirt, 5)).isInstanceOf(DataIntegrityViolationException.class);
        raiseByHand(shirt, 4);
        raiseByHand(shirt, 0);
    }

    @RepeatedTest(5)
    void manyWhoOrderBeyondTheShelfAtOnceNeverPassTheLimit() {
        String shirt = anyItem();
        String depot = anyStore();
        stock(shirt, depot, 5);
        limits.put(shirt, backorder(depot, 7, 0, null));

        List<Boolean> got = Together.all(32, who -> holds(any(), shirt, depot));

        assertThat(got.stream().filter(yes -> yes)).hasSize(12);
        assertThat(level(shirt, depot).reserved()).isEqualByComparingTo("12");
    }

    @Test
    void anOwnerHasAtMostSoManyUntilAReservationEnds() {
        String shirt = anyItem();
        String ginza = anyStore();
        String ueno = anyStore();
        stock(shirt, ginza, 10);
        stock(shirt, ueno, 10);
        limits.put(shirt, new Limits(BigDecimal.valueOf(3), List.of()));
        String member = any();

        Reservation two = hold(member, shirt, ginza, 2);
        assertThatThrownBy(() -> reservations.hold(request(member, "2", shirt, ueno, "2")))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("OWNER_LIMIT_REACHED");
                    assertThat(refusal.properties()).containsKeys("sku", "maxPerOwner", "has");
                });
        reservations.hold(request(member, "2", shirt, ueno, "1"));
        assertRefused("OWNER_LIMIT_REACHED", () -> reservations.hold(request(member, "3", shirt, ueno, "1")));
        assertRefused(
                "OWNER_LIMIT_REACHED",
                () -> reservations.hold(new HoldRequest(
                        any(),
                        "web",
                        List.of(line("1", shirt, ginza, "2"), line("2", shirt, ueno, "2")),
                        Reservations.USUAL_HOLD,
                        false)));

        Reservation there = reservations.transfer(two.id(), ueno, null);
        assertRefused("OWNER_LIMIT_REACHED", () -> reservations.hold(request(member, "3", shirt, ginza, "1")));
        reservations.release(there.id());
        assertThat(reservations.hold(request(member, "3", shirt, ginza, "2")).state())
                .isEqualTo(Reservation.State.HELD);
    }

    @Test
    void anEndedHoldNoLongerCountsForItsOwner() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 10);
        limits.put(shirt, new Limits(BigDecimal.ONE, List.of()));
        String member = any();
        clock.stop();
        hold(member, shirt, ginza, 1);
        assertRefused("OWNER_LIMIT_REACHED", () -> reservations.hold(request(member, "2", shirt, ginza, "1")));

        clock.advance(Reservations.USUAL_HOLD);

        assertThat(reservations.hold(request(member, "2", shirt, ginza, "1")).state())
                .isEqualTo(Reservation.State.HELD);
    }

    @RepeatedTest(5)
    void oneMemberInManyWindowsAndStoresAtOnceStaysWithinTheLimit() {
        String shirt = anyItem();
        List<String> stores = List.of(anyStore(), anyStore(), anyStore(), anyStore(), anyStore(), anyStore());
        stores.forEach(store -> stock(shirt, store, 10));
        limits.put(shirt, new Limits(BigDecimal.valueOf(4), List.of()));
        String member = any();

        List<Boolean> got = Together.all(24, window -> {
            try {
                reservations.hold(request(member, "line-" + window, shirt, stores.get(window % 6), "1"));
                return true;
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo("OWNER_LIMIT_REACHED");
                return false;
            }
        });

        assertThat(got.stream().filter(yes -> yes)).hasSize(4);
    }

    static Stream<Arguments> badLimits() {
        BigDecimal one = BigDecimal.ONE;
        BigDecimal minus = one.negate();
        return Stream.of(
                Arguments.of("BAD_LIMIT", new BigDecimal("0"), null, one, one),
                Arguments.of("BAD_LIMIT", new BigDecimal("1.0001"), null, one, one),
                Arguments.of("BAD_LIMIT", new BigDecimal("1000001"), null, one, one),
                Arguments.of("BAD_LIMIT", null, null, minus, one),
                Arguments.of("BAD_LIMIT", null, null, one, minus),
                Arguments.of("UNKNOWN_LOCATION", null, "nowhere", one, one));
    }

    @ParameterizedTest
    @MethodSource("badLimits")
    void aBadLimitIsRefusedByName(
            String code, @Nullable BigDecimal perOwner, @Nullable String store, BigDecimal back, BigDecimal pre) {
        String shirt = anyItem();
        String location = store == null ? anyStore() : store;

        assertRefused(
                code,
                () -> limits.put(shirt, new Limits(perOwner, List.of(new BeyondStock(location, back, pre, null)))));
        assertRefused("NO_SUCH_ITEM", () -> limits.put("no-such-item", new Limits(null, List.of())));
        assertThat(limits.of(shirt)).isEqualTo(new Limits(null, List.of()));
    }

    private static Limits backorder(String location, int backorder, int preorder, @Nullable Instant from) {
        return new Limits(
                null,
                List.of(new BeyondStock(location, BigDecimal.valueOf(backorder), BigDecimal.valueOf(preorder), from)));
    }

    private static @Nullable BigDecimal backordered(Reservation reservation) {
        return reservation.lines().get(0).backordered();
    }

    private void raiseByHand(String sku, int reserved) {
        jdbc.sql("update inventory.stock_level set reserved = :reserved where sku = :sku")
                .param("sku", sku)
                .param("reserved", reserved)
                .update();
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
        return reservations.hold(request(owner, sku, store, String.valueOf(quantity)));
    }

    private static HoldRequest request(String owner, String sku, String store, String quantity) {
        return request(owner, "1", sku, store, quantity);
    }

    private static HoldRequest request(String owner, String line, String sku, String store, String quantity) {
        return new HoldRequest(owner, "web", List.of(line(line, sku, store, quantity)), Reservations.USUAL_HOLD, false);
    }

    private static HoldRequest.Line line(String name, String sku, String store, String quantity) {
        return new HoldRequest.Line(name, sku, store, new BigDecimal(quantity));
    }

    private static String any() {
        return "member-" + UUID.randomUUID();
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
