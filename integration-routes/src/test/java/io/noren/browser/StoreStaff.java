package io.noren.browser;

import io.noren.integration.security.ApiKeys;
import io.noren.integration.security.Staff;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.beans.factory.annotation.Autowired;

/** Stores, goods and people of one story, that no other story has. */
class StoreStaff {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String PASSWORD = "a-long-enough-password";

    @Autowired
    private Items items;

    @Autowired
    private Locations locations;

    @Autowired
    private StockLedger ledger;

    @Autowired
    private Staff staff;

    record Store(String id, String name) {}

    record Goods(String sku, String japanese, String english) {}

    Store store(String name) {
        return store(name, List.of());
    }

    Store storeWithTill(String name, String till) {
        return store(name, List.of(till));
    }

    private Store store(String name, List<String> tills) {
        String id = "floor-" + NUMBERS.incrementAndGet();
        locations.put(
                new Location(id, null, name, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, tills));
        return new Store(id, name);
    }

    Goods goods(String japanese, String english, String unit, Store store, String opening) {
        String sku = "F-%04d".formatted(NUMBERS.incrementAndGet());
        items.put(new Item(
                sku, null, List.of(), new LocalizedName(japanese, english), unit, null, null, null, "tea", true));
        Goods goods = new Goods(sku, japanese, english);
        moreOf(goods, store, opening);
        return goods;
    }

    /** The same in another store, too. */
    void moreOf(Goods goods, Store store, String quantity) {
        ledger.record(List.of(new Movement(
                "browser/floor/" + goods.sku() + "/" + store.id(),
                ItemReference.sku(goods.sku()),
                store.id(),
                new BigDecimal(quantity),
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
    }

    /** Somebody who works in these stores and in no other, signed in on their own device. */
    Visitor signIn(Visitor visitor, String name, Store... stores) {
        return signIn(visitor, name, false, stores);
    }

    /** The same for somebody who may decide what is parked. */
    Visitor signInAsAdministrator(Visitor visitor, String name, Store... stores) {
        return signIn(visitor, name, true, stores);
    }

    /** Somebody who works in every store. */
    Visitor signInEverywhere(Visitor visitor, String name) {
        return signIn(visitor, name, false, List.of(ApiKeys.ANYWHERE));
    }

    /** The same for somebody who may decide everything. */
    Visitor signInAsAdministratorEverywhere(Visitor visitor, String name) {
        return signIn(visitor, name, true, List.of(ApiKeys.ANYWHERE));
    }

    private Visitor signIn(Visitor visitor, String name, boolean administrator, Store... stores) {
        return signIn(
                visitor,
                name,
                administrator,
                List.of(stores).stream().map(Store::id).toList());
    }

    private Visitor signIn(Visitor visitor, String name, boolean administrator, List<String> locations) {
        String username = name + NUMBERS.incrementAndGet();
        staff.put(username, PASSWORD, name, administrator, locations);
        return visitor.signedIn(username, PASSWORD);
    }
}
