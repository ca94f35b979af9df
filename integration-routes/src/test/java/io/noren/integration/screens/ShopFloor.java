package io.noren.integration.screens;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

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
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Stores, goods and staff that no other story has. */
class ShopFloor {
    @Autowired
    private Items items;

    @Autowired
    private Locations locations;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private Availability availability;

    String store(String name) {
        String id = name + "-" + UUID.randomUUID();
        locations.put(new Location(
                id, null, name, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        return id;
    }

    /** @param hours in OpenStreetMap's notation */
    void open(String store, String hours) {
        locations.put(new Location(
                store, null, "ginza", Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), hours, true, null, List.of()));
    }

    String item(String english, String japanese, String unit) {
        String sku = english + "-" + UUID.randomUUID();
        items.put(new Item(
                sku, null, List.of(), new LocalizedName(japanese, english), unit, null, null, null, null, true));
        return sku;
    }

    void delivered(String sku, String store, int quantity) {
        moved("shop-floor/" + sku + "/" + store, sku, store, quantity, MovementReason.RECEIVED);
    }

    void sold(String sku, String store, int quantity) {
        moved("shop-floor/" + UUID.randomUUID(), sku, store, -quantity, MovementReason.SALE);
    }

    private void moved(String id, String sku, String store, int delta, MovementReason reason) {
        ledger.record(List.of(new Movement(
                id, ItemReference.sku(sku), store, BigDecimal.valueOf(delta), reason, Instant.now(), null, null)));
    }

    AtLocation at(String store, String sku) {
        return availability
                .forChannel("web", List.of(sku), List.of(store))
                .items()
                .get(0)
                .locations()
                .get(0);
    }

    /** Somebody who works in this store and in no other. */
    static RequestPostProcessor staff(String store) {
        return user("staff of " + store).authorities(() -> "staff", () -> "location:" + store);
    }
}
