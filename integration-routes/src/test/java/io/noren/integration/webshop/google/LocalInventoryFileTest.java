package io.noren.integration.webshop.google;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.security.ApiKeys;
import io.noren.integration.security.Scope;
import io.noren.integration.webshop.ShopClient;
import io.noren.integration.webshop.ShopClient.Answered;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@HubTest
class LocalInventoryFileTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @Autowired
    private Items items;

    @Autowired
    private Locations locations;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private ApiKeys keys;

    @LocalServerPort
    private int port;

    private final String story = "feed-" + NUMBER.incrementAndGet();
    private final String ginza = story + "-ginza";
    private final String shibuya = story + "-shibuya";
    private String key = "";

    @BeforeEach
    void twoStores() {
        Stream.of(ginza, shibuya)
                .forEach(id -> locations.put(new Location(
                        id, null, id, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of())));
        key = key(Set.of(Scope.INVENTORY_READ), ginza, shibuya);
    }

    private String key(Set<Scope> scopes, String... places) {
        return keys.create(story, scopes, List.of(places)).key();
    }

    private String item(String name, @Nullable Money price) {
        String sku = story + "-" + name;
        items.put(
                new Item(sku, null, List.of(), new LocalizedName(sku, sku), Item.EACH, null, null, price, null, true));
        return sku;
    }

    private void has(String store, String sku, int quantity) {
        ledger.record(List.of(movement(store, sku, quantity)));
    }

    private static Movement movement(String store, String sku, int quantity) {
        return new Movement(
                UUID.randomUUID().toString(),
                ItemReference.sku(sku),
                store,
                BigDecimal.valueOf(quantity),
                quantity > 0 ? MovementReason.INITIAL : MovementReason.SALE,
                Instant.now(),
                null,
                null);
    }

    private Answered fetch(String with, String query) {
        return new ShopClient(URI.create("http://localhost:" + port))
                .get("/feeds/google/" + with + "/local-inventory.tsv" + query);
    }

    @Test
    void everyItemOfEveryStoreHasALine() {
        String cup = item("cup", new Money(new BigDecimal("1980"), "JPY"));
        String plate = item("plate", null);
        has(ginza, cup, 5);
        has(shibuya, cup, 1);
        has(ginza, plate, 3);
        has(ginza, plate, -3);

        Answered answer = fetch(key, "?few=1&pickup=reserve&sla=same_day");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines())
                .containsExactly(
                        "store_code\tid\tquantity\tprice\tavailability\tpickup_method\tpickup_sla",
                        ginza + "\t" + cup + "\t5\t1980 JPY\tin_stock\treserve\tsame_day",
                        ginza + "\t" + plate + "\t0\t\tout_of_stock\treserve\tsame_day",
                        shibuya + "\t" + cup + "\t1\t1980 JPY\tlimited_availability\treserve\tsame_day");
    }

    @Test
    void moreThanAPageOfItemsIsWrittenToItsEnd() {
        List<Movement> movements = new ArrayList<>();
        for (int n = 0; n < 1_050; n++) {
            movements.add(movement(ginza, item("item-" + n, null), 2));
        }
        ledger.record(movements);

        assertThat(fetch(key, "").body().lines()).hasSize(1_051);
    }

    @Test
    void aKeyForOneStoreFetchesThatStoreAlone() {
        String cup = item("cup", null);
        has(ginza, cup, 5);
        has(shibuya, cup, 5);

        assertThat(fetch(key(Set.of(Scope.INVENTORY_READ), shibuya), "").body().lines())
                .containsExactly(
                        "store_code\tid\tquantity\tprice\tavailability\tpickup_method\tpickup_sla",
                        shibuya + "\t" + cup + "\t5\t\tin_stock\t\t");
    }

    @Test
    void withoutAKeyThereIsNoFileAndAPowerfulOneBelongsInNoAddress() {
        Answered guessed = fetch("nrn_guessed", "");
        Answered powerful = fetch(key(Set.of(Scope.INVENTORY_READ, Scope.RESERVATIONS), ginza), "");

        assertThat(guessed.status()).isEqualTo(404);
        assertThat(guessed.json().path("code").asString()).isEqualTo("NO_SUCH_FEED");
        assertThat(powerful.status()).isEqualTo(403);
        assertThat(powerful.json().path("code").asString()).isEqualTo("KEY_TOO_POWERFUL");
    }

    @Test
    void whatGoogleDoesNotKnowIsRefused() {
        Answered answer = fetch(key, "?sla=tomorrow");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isEqualTo("BAD_FEED");
    }
}
