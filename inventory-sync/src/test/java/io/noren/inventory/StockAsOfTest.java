package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Yesterday at noon: what we thought, and what it was. */
class StockAsOfTest extends InventoryTest {

    @Autowired
    private StockAsOf stock;

    @Autowired
    private StockCounts counts;

    private String shirt = "";
    private String ginza = "";
    private Instant noon = Instant.EPOCH;

    @BeforeEach
    void tenShirtsAtNoon() {
        shirt = anyItem();
        ginza = anyStore();
        noon = clock.stop();
        move("stock", 10, noon);
    }

    @Test
    void lateNewsChangesWhatWasTrueAndNeverWhatWasKnown() {
        clock.advance(Duration.ofMinutes(60));
        Instant one = clock.instant();
        clock.advance(Duration.ofMinutes(60));
        move("offline", -3, noon.plus(Duration.ofMinutes(30)));

        StockAsOf.Answer answer = stock.at(shirt, ginza, one);

        assertThat(answer.known().onHand()).isEqualByComparingTo("10");
        assertThat(answer.known().sequence()).isEqualTo(1);
        assertThat(answer.happened().onHand()).isEqualByComparingTo("7");
        assertThat(answer.count()).isNull();
        assertThat(stock.at(shirt, ginza, clock.instant()).known().onHand()).isEqualByComparingTo("7");
        assertThat(stock.at(shirt, ginza, noon.minusSeconds(1)).known().onHand())
                .isEqualByComparingTo("0");
    }

    @Test
    void aCountIsTrueFromItsTimeOnAndKnownFromWhenItArrived() {
        clock.advance(Duration.ofMinutes(60));
        Instant one = clock.instant();
        clock.advance(Duration.ofMinutes(60));
        move("sale", -1, clock.instant());
        clock.advance(Duration.ofMinutes(60));
        counts.record(List.of(new StockCount(
                "count" + shirt, ItemReference.sku(shirt), ginza, new BigDecimal(4), one.minusSeconds(60), null)));
        move("late", -2, one.minusSeconds(120));

        StockAsOf.Answer answer = stock.at(shirt, ginza, one);

        assertThat(answer.known().onHand()).isEqualByComparingTo("10");
        assertThat(answer.happened().onHand()).isEqualByComparingTo("4");
        assertThat(answer.count()).isNotNull().extracting(StockAsOf.Counted::id).isEqualTo("count" + shirt);
        StockAsOf.Answer today = stock.at(shirt, ginza, clock.instant());
        assertThat(today.known().onHand()).isEqualByComparingTo("3");
        assertThat(today.happened().onHand()).isEqualByComparingTo("3");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
        assertThat(stock.at(shirt, ginza, one.minusSeconds(61)).happened().onHand())
                .as("before the count, what the movements say")
                .isEqualByComparingTo("8");
    }

    @Test
    void whatCannotBeAnsweredIsRefusedByName() {
        assertRefused("AT_IN_FUTURE", () -> stock.at(shirt, ginza, noon.plusSeconds(1)));
        assertRefused("NO_SUCH_ITEM", () -> stock.at("nothing", ginza, noon));
        assertRefused("NO_SUCH_LOCATION", () -> stock.at(shirt, "nowhere", noon));
    }

    private void move(String name, long delta, Instant occurredAt) {
        ledger.record(List.of(new Movement(
                name + shirt,
                ItemReference.sku(shirt),
                ginza,
                BigDecimal.valueOf(delta),
                delta < 0 ? MovementReason.SALE : MovementReason.RECEIVED,
                occurredAt,
                null,
                null)));
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
