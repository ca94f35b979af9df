package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@RecordApplicationEvents
class ManyWritersTest extends InventoryTest {

    @Autowired
    private StockAudit audit;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private ApplicationEvents events;

    @Test
    void overlappingBatchesFromManyThreadsEndInExactSums() {
        List<String> skus = List.of(anyItem(), anyItem(), anyItem(), anyItem());
        List<String> stores = List.of(anyStore(), anyStore());
        String run = "many-" + UUID.randomUUID() + "-";
        List<Movement> all = new ArrayList<>();
        Map<String, BigDecimal> sums = new HashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < 400; i++) {
            String sku = skus.get(random.nextInt(4));
            Movement movement = movement(run + i, sku, stores.get(random.nextInt(2)), random.nextInt(1, 9));
            all.add(movement);
            sums.merge(sku + movement.location(), movement.delta(), BigDecimal::add);
        }

        List<Long> recorded = Together.all(16, who -> {
            // Everyone delivers everything, each in an order and in batches of their own.
            List<Movement> mine = new ArrayList<>(all);
            Collections.shuffle(mine, new Random(who));
            long count = 0;
            for (int from = 0; from < mine.size(); from += 40) {
                count += ledger.record(mine.subList(from, from + 40)).stream()
                        .filter(result -> result.result() == MovementResult.Outcome.RECORDED)
                        .count();
            }
            return count;
        });

        assertThat(recorded.stream().mapToLong(Long::longValue).sum()).isEqualTo(all.size());
        for (String sku : skus) {
            for (String store : stores) {
                assertThat(level(sku, store).onHand()).isEqualByComparingTo(sums.get(sku + store));
            }
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void theSameIdForDifferentShelvesAtTheSameMomentIsRecordedForOne() {
        String shirt = anyItem();
        List<String> stores = List.of(anyStore(), anyStore(), anyStore(), anyStore());
        String id = "race-" + shirt;

        List<MovementResult.Outcome> outcomes = Together.all(
                4,
                who -> ledger.record(List.of(
                                movement(id + "-before-" + who, shirt, stores.get(who), 1),
                                movement(id, shirt, stores.get(who), 1)))
                        .get(1)
                        .result());

        assertThat(outcomes.stream().filter(MovementResult.Outcome.RECORDED::equals))
                .hasSize(1);
        assertThat(outcomes.stream().filter(MovementResult.Outcome.CONFLICT::equals))
                .hasSize(3);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void everyChangeOfABatchIsAnnouncedAndARollbackTakesAllOfIt() {
        String shirt = anyItem();
        String ginza = anyStore();
        List<Movement> batch = List.of(
                movement("a-" + shirt, shirt, ginza, 5),
                movement("b-" + shirt, shirt, ginza, -1),
                movement("c-" + shirt, shirt, ginza, -1));

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            ledger.record(batch);
            status.setRollbackOnly();
        });
        assertThat(level(shirt, ginza).version()).isZero();
        events.clear();

        ledger.record(batch);

        assertThat(events.stream(StockLevelChanged.class))
                .extracting(
                        StockLevelChanged::sequence, change -> change.onHand().intValue())
                .containsExactly(tuple(1L, 5), tuple(2L, 4), tuple(3L, 3));
    }

    @Test
    void anAuditorFindsALevelThatSomeoneEdited() {
        String shirt = anyItem();
        stock(shirt, anyStore(), 5);
        jdbc.sql("update inventory.stock_level set on_hand = 6 where sku = :sku")
                .param("sku", shirt)
                .update();
        try {
            assertThat(audit.check().differences()).singleElement().satisfies(difference -> {
                assertThat(difference.sku()).isEqualTo(shirt);
                assertThat(difference.numbers()).singleElement().satisfies(number -> {
                    assertThat(number.name()).isEqualTo(QuantityName.ON_HAND);
                    assertThat(number.level()).isEqualByComparingTo("6");
                    assertThat(number.ledger()).isEqualByComparingTo("5");
                });
            });
        } finally {
            jdbc.sql("update inventory.stock_level set on_hand = 5 where sku = :sku")
                    .param("sku", shirt)
                    .update();
        }
    }
}
