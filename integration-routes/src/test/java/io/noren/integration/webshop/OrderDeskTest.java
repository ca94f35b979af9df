package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockLedger;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** News of one order, late, in another order than it happened, or of goods that are not there. */
class OrderDeskTest extends ShopInTables {
    @Autowired
    OrderDesk desk;

    @Autowired
    StockLedger ledger;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void oldNewsAndNoNewsEndHere() {
        assertThat(intake.take(shop, List.of(order(3, 0, NOON)))).isEqualTo(1);
        assertThat(intake.take(shop, List.of(order(3, 0, NOON.plusSeconds(9)))))
                .as("nothing new")
                .isZero();
        assertThat(intake.take(shop, List.of(order(5, 0, NOON.plusSeconds(20)))))
                .isEqualTo(1);
        assertThat(intake.take(shop, List.of(order(4, 0, NOON.plusSeconds(10)))))
                .as("late")
                .isZero();
    }

    @Test
    void whatLeftAfterTheConnectionIsBookedAlsoWhenTheLaterNewsIsDoneFirst() {
        books(10, MovementReason.INITIAL);
        ShopOrder later = order(5, 3, NOON.plusSeconds(20));

        // In one transaction, so that nobody else does them.
        inOneTransaction(() -> {
            intake.take(shop, List.of(order(5, 1, NOON)));
            intake.take(shop, List.of(later));
            desk.take(shop, 2, later);
        });

        assertThat(pieces()).containsExactlyInAnyOrder("BEFORE 1", "FULFILLED 2", "COMMITTED 2");
    }

    @Test
    void aParcelWhoseGoodsATillHasSoldIsToldAndTheRestOfTheOrderIsDone() {
        books(3, MovementReason.INITIAL);
        inOneTransaction(() -> {
            intake.take(shop, List.of(order(3, 0, Instant.now())));
            assertThat(desk.take(shop, 1, order(3, 0, Instant.now()))).isEmpty();
        });
        books(-2, MovementReason.SALE);
        ShopOrder sent = order(3, 2, Instant.now());

        inOneTransaction(() -> {
            intake.take(shop, List.of(sent));
            assertThat(desk.take(shop, 2, sent)).extracting(OrderTrouble::code).containsExactly("INSUFFICIENT_STOCK");
        });
        books(2, MovementReason.RECEIVED);
        inOneTransaction(
                () -> assertThat(desk.take(shop, 2, sent)).as("tried again").isEmpty());

        assertThat(pieces()).contains("FULFILLED 2", "COMMITTED 1").hasSize(2);
    }

    @Test
    void whoDisconnectsAShopSeesTheGoodsThatAreBeingKept() {
        books(3, MovementReason.INITIAL);
        ShopOrder order = order(3, 0, Instant.now());
        CompletableFuture<Boolean> disconnected = new CompletableFuture<>();

        inOneTransaction(() -> {
            intake.take(shop, List.of(order));
            desk.take(shop, 1, order);
            CompletableFuture.runAsync(() -> disconnected.complete(shops.delete(shop)))
                    .exceptionally(e -> {
                        disconnected.completeExceptionally(e);
                        return null;
                    });
            somebodyWaitsForALock();
        });

        assertThat(disconnected)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .havingRootCause()
                .isInstanceOf(Refusal.class);
        assertThat(pieces()).containsExactly("COMMITTED 3");
    }

    private void somebodyWaitsForALock() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> jdbc.sql("""
                                select exists (select from pg_stat_activity where wait_event_type = 'Lock'
                                    and query like '%integration.webshop%')
                                """).query(Boolean.class).single());
    }

    private void inOneTransaction(Runnable work) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
    }

    private void books(int quantity, MovementReason reason) {
        ledger.record(List.of(new Movement(
                UUID.randomUUID().toString(),
                ItemReference.sku(cup),
                shop,
                BigDecimal.valueOf(quantity),
                reason,
                Instant.now(),
                null,
                null)));
    }

    private List<String> pieces() {
        return jdbc.sql("""
                        select state || ' ' || sum(quantity)::int from integration.webshop_order_piece
                        where shop = :id and state <> 'RELEASED' group by state
                        """).param("id", shop).query(String.class).list();
    }
}
