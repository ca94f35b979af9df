package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.ConnectedShop.ShopNews;
import io.noren.integration.webshop.Webshops.WorkForShop;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What somebody, or the shop itself, wants done now rather than when it is due. */
@Component
class WebshopErrands {
    private final JdbcClient jdbc;
    private final OrderIntake intake;
    private final ShopConnections connections;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    WebshopErrands(
            JdbcClient jdbc,
            OrderIntake intake,
            ShopConnections connections,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.intake = intake;
        this.connections = connections;
        this.events = events;
        this.clock = clock;
    }

    /** Compares now, also a shop that is being left alone; asks for its orders first. */
    @Transactional
    void reconcile(String shop) {
        jdbc.sql("""
                        update integration.webshop set reconcile_due_at = :now, orders_due_at = :now, retry_at = null
                        where id = :shop
                        """)
                .param("shop", shop)
                .param("now", time(Sql.micros(clock.instant())))
                .update();
        events.publishEvent(new WorkForShop(shop));
    }

    /**
     * Reads what the shop sent.
     *
     * @throws ShopTrouble {@code CLOSED} when it is not from the shop, {@code OBJECTS} when it cannot be read
     */
    @Transactional
    void hear(Versioned<Webshop> shop, ShopHook hook) {
        ShopNews news = connections.beside(shop).heard(hook);
        String id = shop.value().id();
        intake.take(id, news.orders());
        if (news.look()) {
            jdbc.sql("update integration.webshop set orders_due_at = :now where id = :shop")
                    .param("shop", id)
                    .param("now", time(Sql.micros(clock.instant())))
                    .update();
            events.publishEvent(new WorkForShop(id));
        }
    }
}
