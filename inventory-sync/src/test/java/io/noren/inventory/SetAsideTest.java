package io.noren.inventory;

import static io.noren.inventory.MovementResult.Outcome.DUPLICATE;
import static io.noren.inventory.MovementResult.Outcome.RECORDED;
import static io.noren.inventory.MovementResult.Outcome.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Goods that are in the store and not for sale. */
class SetAsideTest extends InventoryTest {

    @Autowired
    private StockAudit audit;

    @Autowired
    private ChangeFeed feed;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void fiveShirts() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
    }

    @ParameterizedTest
    @EnumSource(
            value = QuantityName.class,
            names = {"DAMAGED", "QUALITY_CONTROL", "DISPLAY"})
    void whatIsSetAsideStaysOnHandAndIsNotForSaleUntilItIsPutBack(QuantityName aside) {
        FeedCursor begin = feed.end();

        assertThat(record(set(aside, "a", 2))).containsExactly(RECORDED);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThat(level(shirt, ginza).unavailable()).isEqualByComparingTo("2");
        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("3");
        assertThat(feed.after(begin, 10).changes()).singleElement().satisfies(change -> {
            assertThat(change.unavailable()).isEqualByComparingTo("2");
            assertThat(change.available()).isEqualByComparingTo("3");
        });

        assertThat(record(set(aside, "b", -2))).containsExactly(RECORDED);

        assertThat(level(shirt, ginza).available()).isEqualByComparingTo("5");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void moreIsNeverPutBackThanWasSetAsideAndTheIdStaysFree() {
        Movement tooMuch = set(QuantityName.DISPLAY, "much", -2);
        record(set(QuantityName.DISPLAY, "one", 1));

        assertThat(ledger.record(List.of(tooMuch, tooMuch, movement("sale-" + shirt, shirt, ginza, -1))))
                .extracting(MovementResult::result, MovementResult::code)
                .containsExactly(
                        tuple(REJECTED, "NOT_SET_ASIDE"), tuple(REJECTED, "NOT_SET_ASIDE"), tuple(RECORDED, null));

        record(set(QuantityName.DISPLAY, "another", 1));
        assertThat(record(tooMuch, tooMuch)).containsExactly(RECORDED, DUPLICATE);
        assertThat(level(shirt, ginza).unavailable()).isEqualByComparingTo("0");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void goodsMayBeFoundDamagedThatWerePromisedButThenNothingElseIs() {
        jdbc.sql("update inventory.stock_level set reserved = 4 where sku = :sku")
                .param("sku", shirt)
                .update();
        try {
            assertThat(record(set(QuantityName.DAMAGED, "a", 3))).containsExactly(RECORDED);
            assertThat(level(shirt, ginza).available()).isEqualByComparingTo("0");
        } finally {
            jdbc.sql("update inventory.stock_level set reserved = 0 where sku = :sku")
                    .param("sku", shirt)
                    .update();
        }
    }

    @Test
    void whatIsPromisedIsMovedByNobodyButReservations() {
        for (QuantityName promised : List.of(QuantityName.RESERVED, QuantityName.COMMITTED)) {
            assertThat(ledger.record(List.of(set(promised, promised.name(), 1))))
                    .extracting(MovementResult::code)
                    .containsExactly("QUANTITY_NOT_ALLOWED");
        }
    }

    @Test
    void aLevelBeyondAllReasonIsRefusedRowByRowAndNotByTheDatabase() {
        List<Movement> deliveries = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            deliveries.add(movement("huge-" + i + shirt, shirt, ginza, 1_000_000));
        }

        List<MovementResult> results = ledger.record(deliveries);

        assertThat(results.stream().filter(result -> result.result() == RECORDED))
                .hasSize(999);
        assertThat(results.subList(999, 1_001)).extracting(MovementResult::code).containsOnly("LEVEL_TOO_LARGE");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("999000005");
    }

    @Test
    void ofManyWhoPutTheSameShirtBackOnlyOneDoes() {
        record(set(QuantityName.DISPLAY, "out", 1));

        List<MovementResult.Outcome> outcomes =
                Together.all(8, who -> record(set(QuantityName.DISPLAY, "back-" + who, -1))).stream()
                        .flatMap(List::stream)
                        .toList();

        assertThat(outcomes).filteredOn(RECORDED::equals).hasSize(1);
        assertThat(outcomes).filteredOn(REJECTED::equals).hasSize(7);
        assertThat(audit.check().differences()).isEmpty();
    }

    private List<MovementResult.Outcome> record(Movement... movements) {
        return ledger.record(List.of(movements)).stream()
                .map(MovementResult::result)
                .toList();
    }

    private Movement set(QuantityName aside, String name, long delta) {
        return new Movement(
                name + "-" + shirt,
                ItemReference.sku(shirt),
                ginza,
                aside,
                BigDecimal.valueOf(delta),
                MovementReason.CORRECTION,
                clock.instant(),
                null,
                null);
    }
}
