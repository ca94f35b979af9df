package io.noren.inventory;

import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One inventory over one database for all stories; each story uses items and stores of its own. */
@SpringBootTest(classes = InventoryAlone.class)
@AutoConfigureMockMvc
public abstract class InventoryTest {

    @Autowired
    protected Items items;

    @Autowired
    protected Locations locations;

    @Autowired
    protected StockLedger ledger;

    @Autowired
    protected Availability availability;

    @Autowired
    protected JdbcClient jdbc;

    @Autowired
    protected TestClock clock;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", TestDatabase::url);
        registry.add("spring.datasource.hikari.maximum-pool-size", () -> 40);
        // Stories tidy by hand, when they say so.
        registry.add("noren.inventory.sweep-millis", () -> 3_600_000);
        registry.add("noren.inventory.pickup-sweep-millis", () -> 3_600_000);
        registry.add("noren.inventory.pickup-late-watch-millis", () -> 3_600_000);
        registry.add("noren.inventory.pickup-rescue-millis", () -> 3_600_000);
        registry.add("noren.imports.poll-millis", () -> 3_600_000);
        registry.add("noren.imports.max-unpacked", () -> "64MB");
        registry.add("noren.data", () -> "target/data");
        registry.add("noren.inventory.audit-millis", () -> 3_600_000);
        registry.add("noren.inventory.not-found-sweep-millis", () -> 3_600_000);
        registry.add("noren.inventory.oversold-sweep-millis", () -> 3_600_000);
        registry.add("spring.flyway.out-of-order", () -> true);
        registry.add("spring.jpa.hibernate.ddl-auto", () -> "validate");
        registry.add("spring.jpa.open-in-view", () -> false);
    }

    @AfterEach
    void letTheClockRun() {
        clock.run();
    }

    /** An item nobody else uses. */
    protected String anyItem() {
        return anItemIn(Item.EACH);
    }

    protected String anItemIn(String unit) {
        String sku = "item-" + UUID.randomUUID();
        items.put(new Item(sku, null, List.of(), new LocalizedName("品", "Thing"), unit, null, null, null, null, true));
        return sku;
    }

    /** A store nobody else uses. */
    protected String anyStore() {
        String id = "store-" + UUID.randomUUID();
        locations.put(new Location(
                id, null, "Any store", Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of("1")));
        return id;
    }

    protected Movement movement(String id, String sku, String location, long delta) {
        return new Movement(
                id,
                ItemReference.sku(sku),
                location,
                BigDecimal.valueOf(delta),
                delta < 0 ? MovementReason.SALE : MovementReason.RECEIVED,
                Instant.parse("2026-03-01T01:02:03.123456Z"),
                null,
                null);
    }

    protected void stock(String sku, String location, long quantity) {
        ledger.record(List.of(movement("stock-" + UUID.randomUUID(), sku, location, quantity)));
    }

    protected AvailabilityAnswer.AtLocation level(String sku, String location) {
        return availability
                .forChannel("web", List.of(sku), List.of(location))
                .items()
                .get(0)
                .locations()
                .get(0);
    }
}
