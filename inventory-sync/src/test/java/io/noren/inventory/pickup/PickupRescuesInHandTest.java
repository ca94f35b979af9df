package io.noren.inventory.pickup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.Money;
import io.noren.inventory.PickupFellShort;
import io.noren.inventory.PickupRescueOffered;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.pickup.Rescue.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** Hanako ordered two shirts and a cap. Taro finds no shirts, and holds two jackets that would do; the list says polos. */
@RecordApplicationEvents
class PickupRescuesInHandTest extends InventoryTest {
    @Autowired
    private PickupDesk desk;

    @Autowired
    private PickupRescues rescues;

    @Autowired
    private PickupRescueWorker worker;

    @Autowired
    private Substitutes substitutes;

    @Autowired
    private StockAudit audit;

    @Autowired
    private ApplicationEvents events;

    private String shirt = "";
    private String cap = "";
    private String jacket = "";
    private String polo = "";
    private String ginza = "";
    private UUID order = UUID.randomUUID();

    @BeforeEach
    void noShirtsButJacketsAndPolos() {
        clock.stop();
        shirt = anyItem();
        cap = anyItem();
        jacket = anyItem();
        polo = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 2);
        stock(cap, ginza, 1);
        stock(jacket, ginza, 2);
        stock(polo, ginza, 5);
        substitutes.put(shirt, List.of(polo));
        order = desk.place(new NewPickup(
                        "order-" + UUID.randomUUID(),
                        "web",
                        ginza,
                        null,
                        Contact.NONE,
                        List.of(line("1", shirt, 2, "1000"), line("2", cap, 1, "500")),
                        null,
                        Payment.PAID_ONLINE,
                        null))
                .pickup()
                .id();
        desk.accept(order, StepNote.NONE);
        desk.startPicking(order, StepNote.NONE);
    }

    @AfterEach
    void nothingStaysHeldAndTheBooksAreRight() {
        clock.advance(Duration.ofHours(5));
        worker.work();
        assertThat(level(jacket, ginza).reserved()).isEqualByComparingTo("0");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatIsInHandIsOfferedBeforeWhatTheListSaysAtThePriceOfWhatIsMissing() {
        proposes(jacket);
        assertThat(level(jacket, ginza).reserved())
                .as("nothing is held before the customer is asked")
                .isEqualByComparingTo("0");
        everythingElseIsFound();

        Rescue.Option offered = substitute().orElseThrow();
        assertThat(offered.goods()).extracting(PickupRescueOffered.Goods::sku).containsExactly(jacket);
        assertThat(level(jacket, ginza).reserved()).isEqualByComparingTo("2");
        rescues.choose(rescues.of(order).get(0).id(), offered.number());

        Pickup picking = desk.find(order).orElseThrow();
        assertThat(picking.lines())
                .filteredOn(line -> "1".equals(line.replaces()))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.sku()).isEqualTo(jacket);
                    assertThat(line.unitPrice()).isEqualByComparingTo("1000");
                });
        assertThat(level(jacket, ginza).committed()).isEqualByComparingTo("2");
    }

    @Test
    void ifItIsGoneWhenTheCustomerIsAskedTheListIsUsed() {
        proposes(jacket);
        ledger.record(List.of(movement("sold-" + order, jacket, ginza, -1)));
        everythingElseIsFound();

        assertThat(substitute().orElseThrow().goods())
                .extracting(PickupRescueOffered.Goods::sku)
                .containsExactly(polo);
    }

    @Test
    void whatNobodyListedIsOfferedAllTheSame() {
        substitutes.put(shirt, List.of());
        proposes(jacket);
        everythingElseIsFound();

        assertThat(substitute()).isPresent();
    }

    @Test
    void whoeverLooksAgainSaysAnewWhatTheyHave() {
        desk.fallShort(order, "1", BigDecimal.ONE, ShortReason.SOME_MISSING, jacket, StepNote.NONE);
        assertThat(theLine().instead()).isEqualTo(jacket);

        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);

        assertThat(theLine().instead()).isNull();
        everythingElseIsFound();
        assertThat(substitute().orElseThrow().goods())
                .extracting(PickupRescueOffered.Goods::sku)
                .containsExactly(polo);
    }

    @Test
    void whatMayNotBeProposedIsNamedAndNothingIsRecorded() {
        assertRefused("UNKNOWN_ITEM", () -> proposes("no-such-item"));
        assertRefused("SAME_ITEM", () -> proposes(shirt));
        assertRefused("OTHER_UNIT", () -> proposes(anItemIn("KG")));
        assertRefused("INSTEAD_NOT_AVAILABLE", () -> proposes(anyItem()));
        assertRefused("INSTEAD_NOT_AVAILABLE", () -> proposes(cap));
        ledger.record(List.of(movement("sold-" + order, jacket, ginza, -1)));
        assertThatThrownBy(() -> proposes(jacket))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("INSTEAD_NOT_AVAILABLE");
                    assertThat(refusal.properties()).containsEntry("available", BigDecimal.ONE);
                });

        assertThat(desk.find(order).orElseThrow().state()).isEqualTo(PickupState.PICKING);
        assertThat(theLine().missing()).isNull();
        assertThat(level(shirt, ginza).committed()).isEqualByComparingTo("2");
        assertThat(events.stream(PickupFellShort.class)).isEmpty();
        desk.fallShort(order, "1", BigDecimal.ONE, ShortReason.SOME_MISSING, jacket, StepNote.NONE);
        assertThat(theLine().instead()).as("one is missing, and one is there").isEqualTo(jacket);
    }

    @Test
    void whatIsWrongWithTheStepIsSaidBeforeWhatIsWrongWithTheProposal() {
        assertRefused(
                "UNKNOWN_LINE",
                () -> desk.fallShort(
                        order, "7", BigDecimal.ZERO, ShortReason.ALL_MISSING, "no-such-item", StepNote.NONE));
        assertRefused(
                "NOT_SHORT",
                () -> desk.fallShort(
                        order, "1", new BigDecimal(2), ShortReason.ALL_MISSING, "no-such-item", StepNote.NONE));
    }

    @Test
    void theDatabaseKeepsNoProposalForWhatIsThereAndNoneOfTheSame() {
        assertThatThrownBy(() -> sayInTheDatabase(jacket)).isInstanceOf(DataIntegrityViolationException.class);
        proposes(jacket);
        assertThatThrownBy(() -> sayInTheDatabase(shirt)).isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> sayInTheDatabase("no-such-item")).isInstanceOf(DataIntegrityViolationException.class);
    }

    private void sayInTheDatabase(String sku) {
        jdbc.sql("update inventory.pickup_line set instead = :sku where pickup_order = :order and line = '1'")
                .param("sku", sku)
                .param("order", order)
                .update();
    }

    private void proposes(String sku) {
        desk.fallShort(order, "1", BigDecimal.ZERO, ShortReason.ALL_MISSING, sku, StepNote.NONE);
    }

    private void everythingElseIsFound() {
        desk.pick(order, "2", StepNote.NONE);
        worker.work();
    }

    private Pickup.Line theLine() {
        return desk.find(order).orElseThrow().lines().get(0);
    }

    private Optional<Rescue.Option> substitute() {
        return rescues.of(order).get(0).options().stream()
                .filter(option -> option.kind() == Kind.SUBSTITUTE)
                .findFirst();
    }

    private static NewPickup.Line line(String line, String sku, int quantity, String price) {
        return new NewPickup.Line(line, sku, BigDecimal.valueOf(quantity), new Money(new BigDecimal(price), "JPY"));
    }

    private static void assertRefused(String refusal, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(refusal);
    }
}
