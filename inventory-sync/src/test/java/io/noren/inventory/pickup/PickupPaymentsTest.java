package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.Refusal;
import io.noren.inventory.Together;
import io.noren.inventory.pickup.PaymentFact.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;

/** The shop tells what became of the 1,980 yen that a shirt costs. */
class PickupPaymentsTest extends InventoryTest {
    private static final Instant AT = Instant.parse("2026-11-24T05:51:47Z");

    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupPayments payments;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void fiveShirtsInGinza() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
    }

    @Test
    void whatTheShopTellsAddsUpAndStandsAmongTheOrdersSteps() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");
        assertThat(desk.find(id).orElseThrow().paid()).isNull();

        payments.tell(id, fact("a", Kind.AUTHORISED, "1980", "JPY"));
        payments.tell(id, fact("b", Kind.CAPTURED, "1000", "JPY"));
        payments.tell(id, fact("c", Kind.CAPTURED, "980", "JPY"));
        payments.tell(id, fact("d", Kind.REFUNDED, "500.5", "JPY"));

        assertThat(desk.find(id).orElseThrow().paid())
                .isEqualTo(new Pickup.Paid(
                        new BigDecimal("1980"), new BigDecimal("1980"), new BigDecimal("500.5"), "JPY"));
        assertThat(payments.of(id))
                .extracting(PickupPayments.Told::key, PickupPayments.Told::kind, PickupPayments.Told::reference)
                .containsExactly(
                        tuple("a", Kind.AUTHORISED, "pi_1"),
                        tuple("b", Kind.CAPTURED, "pi_1"),
                        tuple("c", Kind.CAPTURED, "pi_1"),
                        tuple("d", Kind.REFUNDED, "pi_1"));
        assertThat(desk.steps(id))
                .extracting(DoneStep::step, DoneStep::from, DoneStep::to, DoneStep::reason)
                .contains(tuple("payment", PickupState.PLACED, PickupState.PLACED, "REFUNDED 500.5 JPY"));
    }

    @Test
    void whateverBecameOfTheOrderTheMoneyCanGoBack() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");
        payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY"));
        desk.cancel(id, StepNote.NONE);

        Pickup told = payments.tell(id, fact("d", Kind.REFUNDED, "1980", "JPY"));

        assertThat(told.state()).isEqualTo(PickupState.CANCELLED);
        assertThat(told.paid()).isNotNull().extracting(Pickup.Paid::refunded).isEqualTo(new BigDecimal("1980"));
    }

    @Test
    void toldAgainItCountsOnceAndWithOtherContentItIsAContradiction() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");
        payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY"));

        payments.tell(id, fact("b", Kind.CAPTURED, "1980.00", "JPY"));

        assertThat(desk.find(id).orElseThrow().paid())
                .isNotNull()
                .extracting(Pickup.Paid::captured)
                .isEqualTo(new BigDecimal("1980"));
        for (PaymentFact other : List.of(
                fact("b", Kind.CAPTURED, "1981", "JPY"),
                fact("b", Kind.AUTHORISED, "1980", "JPY"),
                new PaymentFact("b", Kind.CAPTURED, new BigDecimal("1980"), "JPY", AT.plusSeconds(1), "pi_1"),
                new PaymentFact("b", Kind.CAPTURED, new BigDecimal("1980"), "JPY", AT, null))) {
            assertRefused("PAYMENT_CONFLICT", () -> payments.tell(id, other));
        }
        assertThat(payments.of(id)).hasSize(1);
        assertThat(desk.steps(id)).extracting(DoneStep::step).containsOnlyOnce("payment");
    }

    @RepeatedTest(3)
    void noMoreIsGivenBackThanWasCapturedHoweverManyTellItAtOnce() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");
        payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY"));

        List<String> answers = Together.all(8, who -> {
            try {
                payments.tell(id, fact("r-" + who, Kind.REFUNDED, "990", "JPY"));
                return "told";
            } catch (Refusal refusal) {
                return refusal.code();
            }
        });

        assertThat(answers.stream().filter("told"::equals)).hasSize(2);
        assertThat(answers.stream().filter("REFUNDED_TOO_MUCH"::equals)).hasSize(6);
    }

    @Test
    void theSameToldByManyAtOnceIsOne() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");

        Together.all(8, who -> payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY")));

        assertThat(payments.of(id)).hasSize(1);
    }

    @Test
    void theDatabaseItselfLetsNoMoreGoBackAndForgetsNothing() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");
        payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY"));

        for (String cheat : List.of(
                "update inventory.pickup_order set refunded = 1981 where id = ?",
                "update inventory.pickup_order set paid_currency = 'EUR' where id = ?",
                "update inventory.pickup_payment set amount = 1 where pickup_order = ?",
                "delete from inventory.pickup_payment where pickup_order = ?")) {
            assertThatThrownBy(() -> jdbc.sql(cheat).param(id).update())
                    .as(cheat)
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void whoPaysInTheStoreHasNothingAuthorised() {
        UUID id = placed(Payment.PAY_IN_STORE, "JPY");

        assertRefused("PAYS_IN_STORE", () -> payments.tell(id, fact("a", Kind.AUTHORISED, "1980", "JPY")));

        assertThat(payments.tell(id, fact("b", Kind.CAPTURED, "1980", "JPY")).paid())
                .isNotNull();
    }

    @Test
    void anOrderIsPaidInOneCurrencyAlsoWhereItHasNoPrices() {
        UUID priced = placed(Payment.PAID_ONLINE, "JPY");
        UUID unpriced = placed(Payment.PAID_ONLINE, null);
        payments.tell(unpriced, fact("b", Kind.CAPTURED, "20", "EUR"));

        assertRefused("OTHER_CURRENCY", () -> payments.tell(priced, fact("b", Kind.CAPTURED, "20", "EUR")));
        assertRefused("OTHER_CURRENCY", () -> payments.tell(unpriced, fact("c", Kind.CAPTURED, "20", "JPY")));
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        UUID id = placed(Payment.PAID_ONLINE, "JPY");

        for (String amount : List.of("0", "-1", "1E+999999999", "0.0001", "1234567890123")) {
            assertRefused("BAD_AMOUNT", () -> payments.tell(id, fact("b", Kind.CAPTURED, amount, "JPY")));
        }
        assertRefused("BAD_AMOUNT", () -> payments.tell(id, fact("b", Kind.CAPTURED, "1", "yen")));
        assertRefused("BAD_KEY", () -> payments.tell(id, fact(" ", Kind.CAPTURED, "1", "JPY")));
        assertRefused(
                "BAD_PAYMENT_TIME",
                () -> payments.tell(
                        id,
                        new PaymentFact(
                                "b",
                                Kind.CAPTURED,
                                BigDecimal.ONE,
                                "JPY",
                                clock.instant().plus(Duration.ofMinutes(6)),
                                null)));
        assertRefused(
                "UNKNOWN_PICKUP_ORDER", () -> payments.tell(UUID.randomUUID(), fact("b", Kind.CAPTURED, "1", "JPY")));
    }

    private UUID placed(Payment payment, @Nullable String currency) {
        Money price = currency == null ? null : new Money(new BigDecimal("1980"), currency);
        return desk.place(new NewPickup(
                        "order-" + UUID.randomUUID(),
                        "web",
                        ginza,
                        null,
                        Contact.NONE,
                        List.of(new NewPickup.Line("1", shirt, BigDecimal.ONE, price)),
                        null,
                        payment,
                        null))
                .pickup()
                .id();
    }

    private static PaymentFact fact(String key, Kind kind, String amount, String currency) {
        return new PaymentFact(key, kind, new BigDecimal(amount), currency, AT, "pi_1");
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
