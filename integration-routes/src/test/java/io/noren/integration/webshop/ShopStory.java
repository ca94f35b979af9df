package io.noren.integration.webshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.webshop.WebshopStates.ItemState;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.inventory.availability.Availability;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What every connected shop has to live through, told once; a shop system says how it happens there. The store is a
 * retailer's only one for this item, the shop a local one with its vendor's limits.
 *
 * @param <O> an order of that shop
 */
@HubTest
public abstract class ShopStory<O> {
    protected static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    protected final String shop = "story-shop-" + NUMBER.incrementAndGet();
    protected final String store = shop + "-store";
    protected final String cup = shop + "-cup";

    @Autowired
    private Items items;

    @Autowired
    private Locations locations;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private Availability availability;

    @Autowired
    private Webshops webshops;

    @Autowired
    private WebshopStates states;

    @Autowired
    private WebshopErrands errands;

    @Autowired
    private JdbcClient jdbc;

    @LocalServerPort
    private int port;

    // ---- how it happens in this shop

    protected abstract LocalShop local();

    protected abstract Instant now();

    protected abstract String system();

    protected abstract Webshop.Mode mode();

    protected abstract Map<String, String> places();

    protected abstract Map<String, String> credentials();

    /** How often it is asked for orders; long where it tells. */
    protected abstract Duration ordersEvery();

    /** The shop has this item, of which it thinks to have none. */
    protected abstract void lists(String sku);

    /** What a shopper can buy. */
    protected abstract int offered(String sku);

    /** How often we have changed a number in it. */
    protected abstract int written();

    /** Somebody writes another number by hand. */
    protected abstract void somebodySets(String sku, int number);

    /** From now on the shop does not take numbers of this item. */
    protected abstract void minds(String sku);

    /** The shop sends us away … */
    protected abstract void sendsAway();

    /** … and lets us come again. */
    protected abstract void letsIn();

    protected abstract O sells(String sku, int quantity);

    protected abstract void cancels(O order);

    protected abstract void sends(O order);

    /** The shop calls us about this order, if it does that; 200 where it does not. */
    protected abstract int tells(O order, URI hooks, boolean rightlySigned);

    // ---- the story

    @BeforeEach
    void aStoreWithFiveCups() {
        locations.put(new Location(
                store, null, store, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        item(cup);
        books(cup, 5, MovementReason.INITIAL);
        lists(cup);
    }

    @AfterEach
    void disconnect() {
        jdbc.sql("update integration.webshop set active = false where id = :shop")
                .param("shop", shop)
                .update();
        local().close();
    }

    private void item(String sku) {
        items.put(new Item(sku, null, List.of(), new LocalizedName(sku, sku), Item.EACH, null, null, null, null, true));
    }

    private void books(String sku, int quantity, MovementReason reason) {
        ledger.record(List.of(new Movement(
                UUID.randomUUID().toString(),
                ItemReference.sku(sku),
                store,
                BigDecimal.valueOf(quantity),
                reason,
                Instant.now(),
                null,
                null)));
    }

    private void connect() {
        webshops.put(
                new Webshop(
                        shop,
                        shop,
                        system(),
                        local().address(),
                        "web",
                        mode(),
                        places(),
                        Map.of("requestsPerSecond", "5000"),
                        true,
                        ordersEvery(),
                        Duration.ofHours(1)),
                credentials(),
                now(),
                0L);
        eventuallyOffers(cup, 5);
        eventuallyAllIsTold();
    }

    private URI hooks() {
        return URI.create("http://localhost:" + port + "/hooks/webshops/" + shop + "/orders");
    }

    private void eventuallyOffers(String sku, int number) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(offered(sku)).isEqualTo(number));
    }

    private void eventuallyAllIsTold() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(states.of(shop).waiting()).isZero();
            assertThat(states.reconciles(shop, 1))
                    .extracting(WebshopStates.Reconcile::endedAt)
                    .doesNotContainNull()
                    .hasSize(1);
        });
    }

    private BigDecimal onHand() {
        return availability.forChannel("web", List.of(cup), List.of(store)).items().stream()
                .flatMap(item -> item.locations().stream())
                .map(at -> at.onHand())
                .findFirst()
                .orElseThrow();
    }

    private List<String> kept() {
        return jdbc.sql("select state || ' ' || quantity::int from integration.webshop_order_piece where shop = :shop")
                .param("shop", shop)
                .query(String.class)
                .list();
    }

    private void eventuallyKeeps(String... pieces) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kept()).containsExactly(pieces));
    }

    private WebshopStates.Reconcile reconciled() {
        int before = states.reconciles(shop, 20).size();
        errands.reconcile(shop);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<WebshopStates.Reconcile> all = states.reconciles(shop, 20);
            assertThat(all).hasSizeGreaterThan(before);
            assertThat(all.get(0).endedAt()).isNotNull();
        });
        return states.reconciles(shop, 1).get(0);
    }

    @Test
    void aNumberIsWrittenOnceAndNotAgain() {
        connect();
        assertThat(written()).isEqualTo(1);

        assertThat(reconciled().different()).isZero();

        eventuallyAllIsTold();
        assertThat(written()).isEqualTo(1);
    }

    @Test
    void whatTillsSellIsToldAndTheLastNumberStays() {
        connect();
        books(cup, 50, MovementReason.RECEIVED);
        eventuallyOffers(cup, 55);

        for (int n = 0; n < 30; n++) {
            books(cup, -1, MovementReason.SALE);
        }

        eventuallyOffers(cup, 25);
        eventuallyAllIsTold();
        assertThat(offered(cup)).isEqualTo(25);
    }

    @Test
    void anItemThatTheShopMindsIsSetApartAndTheOthersGoOn() {
        String saucer = shop + "-saucer";
        item(saucer);
        books(saucer, 7, MovementReason.INITIAL);
        lists(saucer);
        connect();
        eventuallyOffers(saucer, 7);
        minds(saucer);

        books(saucer, 1, MovementReason.RECEIVED);
        books(cup, 1, MovementReason.RECEIVED);

        eventuallyOffers(cup, 6);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states.items(shop, ItemState.QUARANTINED, "", "", 10))
                        .extracting(WebshopStates.Item::sku)
                        .containsExactly(saucer));
        assertThat(states.items(shop, ItemState.QUARANTINED, "", "", 10).get(0).reason())
                .isNotBlank();
    }

    @Test
    void sentAwayWeComeAgain() {
        connect();
        sendsAway();

        books(cup, 1, MovementReason.RECEIVED);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states.of(shop).failingSince()).isNotNull());
        letsIn();
        eventuallyOffers(cup, 6);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(states.of(shop).failingSince()).isNull());
    }

    @Test
    void whatTheShopSoldIsKeptOnceHoweverOftenItTells() {
        connect();
        int before = written();

        O order = sells(cup, 2);
        assertThat(tells(order, hooks(), true)).isEqualTo(200);
        assertThat(tells(order, hooks(), true)).isEqualTo(200);

        eventuallyKeeps("COMMITTED 2");
        eventuallyOffers(cup, 3);
        eventuallyAllIsTold();
        assertThat(tells(order, hooks(), true)).isEqualTo(200);
        assertThat(kept()).containsExactly("COMMITTED 2");
        assertThat(offered(cup)).as("subtracted once").isEqualTo(3);
        assertThat(written()).as("the shop has lowered its number itself").isEqualTo(before);
    }

    @Test
    void aCancelledOrderFreesItsGoods() {
        connect();
        O order = sells(cup, 2);
        tells(order, hooks(), true);
        eventuallyKeeps("COMMITTED 2");

        cancels(order);
        tells(order, hooks(), true);

        eventuallyKeeps("RELEASED 2");
        eventuallyOffers(cup, 5);
    }

    @Test
    void whatTheShopHasSentHasLeftOnce() {
        connect();
        O order = sells(cup, 2);
        tells(order, hooks(), true);
        eventuallyKeeps("COMMITTED 2");

        sends(order);
        tells(order, hooks(), true);

        eventuallyKeeps("FULFILLED 2");
        assertThat(onHand()).isEqualByComparingTo("3");
        eventuallyAllIsTold();
        eventuallyOffers(cup, 3);
    }

    @Test
    void whatIsNotSignedByTheShopIsRefused() {
        connect();
        O order = sells(cup, 2);

        int status = tells(order, hooks(), false);

        assertThat(status).isIn(200, 401);
        if (status == 401) {
            assertThat(kept()).isEmpty();
        }
    }

    @Test
    void anotherNumberInTheShopIsFoundAndMended() {
        connect();
        somebodySets(cup, 99);

        assertThat(reconciled().different()).isEqualTo(1);

        eventuallyOffers(cup, 5);
    }
}
