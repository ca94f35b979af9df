package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import io.noren.inventory.availability.SellingTermsChanged;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When other rules decide what may be sold, the shops' numbers are looked at again, marked in the transaction of the
 * change and read when every copy of the application goes by the new rules.
 */
@Component
class SellingRulesToShops {
    /** Twice as long as a copy may go by the old ones. */
    private static final Duration UNTIL_EVERYBODY_KNOWS = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final WebshopItems items;
    private final Clock clock;

    SellingRulesToShops(JdbcClient jdbc, WebshopItems items, Clock clock) {
        this.jdbc = jdbc;
        this.items = items;
        this.clock = clock;
    }

    @EventListener
    void on(SellingTermsChanged change) {
        String sku = change.sku();
        if (sku != null) {
            items.markLater(sku, UNTIL_EVERYBODY_KNOWS);
            return;
        }
        jdbc.sql("""
                        update integration.webshop set recheck_at = :due
                        where id in (select id from integration.webshop order by id for update)
                        """)
                .param("due", time(Sql.micros(clock.instant().plus(UNTIL_EVERYBODY_KNOWS))))
                .update();
    }
}
