package io.noren.integration.webshop;

import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Status;
import io.noren.integration.webshop.ShopTurns.Turn;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A shop that stands in the tables only: the application leaves it alone, because the turn is ours, and calls nobody. */
@HubTest
abstract class ShopInTables {
    static final UUID US = UUID.randomUUID();
    static final UUID OTHERS = UUID.randomUUID();
    /** Before the shop was connected. */
    static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    final String shop = "readings-" + UUID.randomUUID();
    final String cup = shop + "-cup";

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Webshops shops;

    @Autowired
    OrderIntake intake;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @BeforeEach
    void aShopThatSellsCups() {
        items.put(new Item(cup, null, List.of(), new LocalizedName(cup, cup), Item.EACH, null, null, null, null, true));
        locations.put(new Location(
                shop, null, shop, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        jdbc.sql("""
                        insert into integration.webshop (id, name, system, url, channel, mode, places, options, credentials,
                            active, orders_every, reconcile_every, connected_at, changed_at, orders_from, orders_due_at,
                            reconcile_due_at, retry_at)
                        values (:id, 'any', 'medusa', 'http://localhost', 'web', 'CHANNEL', '{"": "here"}', '{}', '{}', true,
                            1000, 1000, now(), now(), '2026-11-24T00:00:00Z', now(), now(), now() + interval '1 h')
                        """).param("id", shop).update();
        theTurnIs(US);
    }

    @AfterEach
    void isForgotten() {
        jdbc.sql("delete from integration.webshop where id = :id")
                .param("id", shop)
                .update();
    }

    void theTurnIs(UUID whose) {
        jdbc.sql(
                        "update integration.webshop set leased_by = :whose, leased_until = now() + interval '1 h' where id = :id")
                .param("whose", whose)
                .param("id", shop)
                .update();
    }

    Turn turn() {
        return new Turn(US, shops.find(shop).orElseThrow().value(), 1, 0, null, null);
    }

    ShopOrder order(int quantity, int sent, Instant changed) {
        Line line = new Line("1", cup, null, BigDecimal.valueOf(quantity), BigDecimal.valueOf(sent));
        return new ShopOrder("o-1", "1", Status.OPEN, NOON, changed, List.of(line));
    }
}
