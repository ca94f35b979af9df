package io.noren.integration.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockLevelChanged;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A part of a transaction that is rolled back to its savepoint takes its announcements with it. */
@HubTest
class OutboxSavepointTest {
    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    RetriedTransaction retried;

    @Autowired
    JdbcClient jdbc;

    @Test
    void aLostTryIsNotAnnounced() {
        StockLevelChanged before = level("before");
        StockLevelChanged lost = level("lost");
        StockLevelChanged won = level("won");
        assertThat(announcedBy(() -> {
                    events.publishEvent(before);
                    nested(lost, true);
                    nested(won, false);
                }))
                .containsExactly(before.id(), won.id());
    }

    @Test
    void aLostTryThatWasTheFirstToAnnounceAnythingIsNotAnnounced() {
        StockLevelChanged won = level("won");
        assertThat(announcedBy(() -> {
                    nested(level("lost"), true);
                    nested(won, false);
                }))
                .containsExactly(won.id());
    }

    private List<UUID> announcedBy(Runnable work) {
        List<UUID> announced = new ArrayList<>();
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            work.run();
            TransactionSynchronizationManager.registerSynchronization(new LookIntoOutbox(announced));
        });
        return announced;
    }

    private void nested(StockLevelChanged fact, boolean lose) {
        try {
            retried.run(() -> {
                events.publishEvent(fact);
                if (lose) {
                    throw new IllegalStateException("this part is lost");
                }
                return fact;
            });
        } catch (IllegalStateException lost) {
            assertThat(lose).isTrue();
        }
    }

    private static StockLevelChanged level(String sku) {
        Instant now = Instant.parse("2026-04-01T03:00:00Z");
        return new StockLevelChanged(
                UUID.randomUUID(),
                sku,
                "nowhere",
                1,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ONE,
                "RECEIVED",
                null,
                now,
                now,
                now);
    }

    /** Looks as the last of all, from inside the transaction, at what this transaction has written. */
    private final class LookIntoOutbox implements TransactionSynchronization {
        private final List<UUID> announced;

        LookIntoOutbox(List<UUID> announced) {
            this.announced = announced;
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            announced.addAll(jdbc.sql("""
                            select (told.fact ->> 'id')::uuid from integration.outbox o
                            cross join lateral (
                                select packed.value -> 'fact' as fact, n
                                from jsonb_array_elements(case when facts > 1 then payload::jsonb else '[]' end)
                                    with ordinality as packed (value, n)
                                union all
                                select payload::jsonb, 1 where facts = 1) told
                            where o.xmin = pg_current_xact_id()::xid order by o.id, told.n
                            """).query(UUID.class).list());
        }
    }
}
