package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class RetriedTransactionTest extends InventoryTest {

    @Autowired
    RetriedTransaction retried;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void aWholeThatLostIsDoneAgainAsAWhole() {
        String sku = anyItem();
        String store = anyStore();
        AtomicInteger tries = new AtomicInteger();

        retried.runWhole(() -> {
            ledger.record(List.of(movement("first-" + sku, sku, store, 5)));
            if (tries.incrementAndGet() < 3) {
                throw new CannotAcquireLockException("lost against another");
            }
            ledger.record(List.of(movement("second-" + sku, sku, store, 2)));
        });

        assertThat(tries).hasValue(3);
        assertThat(level(sku, store).onHand()).isEqualByComparingTo("7");
        assertThat(level(sku, store).version()).as("two movements, no more").isEqualTo(2);
    }

    @Test
    void whatIsRefusedTakesTheWholeWithIt() {
        String sku = anyItem();
        String store = anyStore();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> retried.runWhole(() -> {
                    ledger.record(List.of(movement("kept-" + sku, sku, store, 5)));
                    retried.run(() -> {
                        throw new Refusal("ANY", "any");
                    });
                }));

        assertThat(level(sku, store).onHand()).isEqualByComparingTo("0");
        stock(sku, store, 1);
        assertThat(level(sku, store).onHand())
                .as("and the next one is its own again")
                .isEqualByComparingTo("1");
    }

    @Test
    void aPartThatLostTakesAllBackToTheStartAndOneThatIsRefusedOnlyItself() {
        String sku = anyItem();
        String store = anyStore();
        AtomicInteger starts = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();

        retried.runFromTheStart(() -> {
            starts.incrementAndGet();
            ledger.record(List.of(movement("first-" + sku, sku, store, 5)));
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> retried.run(() -> {
                        ledger.record(List.of(movement("refused-" + sku, sku, store, 3)));
                        throw new Refusal("ANY", "any");
                    }));
            return retried.run(() -> {
                ledger.record(List.of(movement("second-" + sku, sku, store, 2)));
                if (tries.incrementAndGet() < 3) {
                    throw new CannotAcquireLockException("lost against another");
                }
                return true;
            });
        });

        assertThat(starts).as("no part was tried again by itself").hasValue(3);
        assertThat(level(sku, store).onHand()).isEqualByComparingTo("7");
        assertThat(level(sku, store).version()).isEqualTo(2);
    }

    @Test
    void aWholeIsNotAPartOfSomethingElse() {
        assertThatExceptionOfType(IllegalTransactionStateException.class)
                .isThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(status -> retried.runWhole(() -> {})));
    }
}
