package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.StockAudit;
import io.noren.testing.HubTest;
import io.noren.testing.TestServers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;

/** A visitor starts the demo and looks for a minute. */
@HubTest
@DirtiesContext
@ContextConfiguration(initializers = {TestServers.class, DemoTest.WithDemo.class})
class DemoTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Autowired
    private Demo demo;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private StockAudit audit;

    static final class WithDemo implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("noren.demo=true").applyTo(context);
        }
    }

    @Test
    void withinAMinuteTillsSellTheShopIsToldMembersEarnAndStaffPick() {
        await("sales lower stock")
                .atMost(PATIENCE)
                .until(() -> count("inventory.stock_movement where reason = 'SALE'") >= 5);
        await("the web shop acknowledges")
                .atMost(PATIENCE)
                .until(() -> count("integration.webhook_delivery where state = 'DELIVERED'") >= 5);
        await("a member earns points").atMost(PATIENCE).until(() -> count("loyalty.points_entry") >= 1);
        await("staff work on a pickup order")
                .atMost(PATIENCE)
                .until(() -> count("inventory.pickup_order where state <> 'PLACED'") >= 1);

        demo.stop();

        assertThat(demo.isRunning()).isFalse();
        assertThat(count("pos.parked_transaction")).isZero();
        assertThat(count("integration.parked where code <> 'UNKNOWN_ITEM'")).isZero();
        // 503 is no harm: something that was told before the shop knew its secret, and is told again.
        assertThat(count("integration.webhook_delivery where last_status not in (204, 503)"))
                .isZero();
        assertThat(audit.check().differences()).isEmpty();
    }

    private long count(String rows) {
        return jdbc.sql("select count(*) from " + rows).query(Long.class).single();
    }
}
