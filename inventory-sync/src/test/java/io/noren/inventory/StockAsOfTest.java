package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** Compared with the sum of everything, which is what the answer means, however it is found. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverHappenedTheAnswerIsTheSumOfAllThatIsKnownToday(long seed) {
        Random random = new Random(seed);
        List<Instant> instants = new ArrayList<>(List.of(noon.minusSeconds(1), noon));
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofHours(random.nextInt(60) + 1));
            Instant now = clock.instant();
            Instant then = random.nextInt(3) == 0 ? now.minus(Duration.ofHours(random.nextInt(200))) : now;
            switch (random.nextInt(6)) {
                case 0 ->
                    counts.record(List.of(new StockCount(
                            "count" + i + shirt,
                            ItemReference.sku(shirt),
                            ginza,
                            BigDecimal.valueOf(random.nextInt(20)),
                            then,
                            null)));
                case 1 -> moved("damage" + i, 1, MovementReason.DAMAGED, then);
                case 2 -> move("received" + i, random.nextInt(9) + 1, then);
                default -> move("sale" + i, -1 - random.nextInt(2), then);
            }
            instants.add(now);
            instants.add(then);
        }
        for (Instant at : instants) {
            StockAsOf.Numbers answer = stock.at(shirt, ginza, at).happened();
            assertThat(List.of(answer.onHand(), answer.unavailable()))
                    .as("at %s", at)
                    .usingElementComparator(Comparator.naturalOrder())
                    .isEqualTo(summedUp(at));
        }
    }

    /** On hand and unavailable. */
    private List<BigDecimal> summedUp(Instant at) {
        return jdbc.sql("""
                with count as (
                    select counted, counted_at from inventory.stock_count
                    where sku = :sku and location = :location and state = 'RECORDED' and counted_at <= :at
                    order by counted_at desc, id desc limit 1)
                select coalesce((select counted from count), 0)
                        + coalesce(sum(delta) filter (where quantity_name = 'ON_HAND' and count_id is null
                            and occurred_at > coalesce((select counted_at from count), '-infinity')), 0),
                    coalesce(sum(delta) filter (where quantity_name = 'DAMAGED'), 0)
                from inventory.stock_movement where sku = :sku and location = :location and occurred_at <= :at
                """)
                .param("sku", shirt)
                .param("location", ginza)
                .param("at", Sql.time(Sql.micros(at)))
                .query((row, index) -> List.of(row.getBigDecimal(1), row.getBigDecimal(2)))
                .single();
    }

    @Test
    void whatCannotBeAnsweredIsRefusedByName() {
        assertRefused("AT_IN_FUTURE", () -> stock.at(shirt, ginza, noon.plusSeconds(1)));
        assertRefused("NO_SUCH_ITEM", () -> stock.at("nothing", ginza, noon));
        assertRefused("NO_SUCH_LOCATION", () -> stock.at(shirt, "nowhere", noon));
    }

    private void move(String name, long delta, Instant occurredAt) {
        moved(name, delta, delta < 0 ? MovementReason.SALE : MovementReason.RECEIVED, occurredAt);
    }

    private void moved(String name, long delta, MovementReason reason, Instant occurredAt) {
        ledger.record(List.of(new Movement(
                name + shirt,
                ItemReference.sku(shirt),
                ginza,
                BigDecimal.valueOf(delta),
                reason,
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
