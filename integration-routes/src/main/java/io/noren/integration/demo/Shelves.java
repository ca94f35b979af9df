package io.noren.integration.demo;

import io.noren.integration.demo.NorenApi.Level;
import io.noren.integration.demo.NorenApi.Movement;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Keeps the stores from selling out: the warehouse sends what runs low, and a supplier refills the warehouse. */
final class Shelves {
    private static final BigDecimal LOW_IN_STORE = BigDecimal.valueOf(4);
    private static final BigDecimal FROM_WAREHOUSE = BigDecimal.valueOf(24);
    private static final BigDecimal LOW_IN_WAREHOUSE = BigDecimal.valueOf(100);
    private static final BigDecimal FROM_SUPPLIER = BigDecimal.valueOf(300);

    private final NorenApi noren;
    private final List<String> skus;
    private final Clock clock;

    Shelves(NorenApi noren, List<String> skus, Clock clock) {
        this.noren = noren;
        this.skus = skus;
        this.clock = clock;
    }

    /** Looks at every shelf once. */
    void refill() {
        List<Movement> movements = new ArrayList<>();
        for (NorenApi.ItemLevels item : noren.levels(skus, Stores.ids(Stores.all()))) {
            for (Level level : item.locations()) {
                refill(item.sku(), level, movements);
            }
        }
        if (!movements.isEmpty()) {
            noren.record(movements);
        }
    }

    private void refill(String sku, Level level, List<Movement> movements) {
        if (level.location().equals(Stores.WAREHOUSE.id())) {
            if (level.onHand().compareTo(LOW_IN_WAREHOUSE) < 0) {
                movements.add(movement(sku, level, level.location(), FROM_SUPPLIER, "RECEIVED"));
            }
        } else if (level.onHand().compareTo(LOW_IN_STORE) < 0) {
            movements.add(movement(sku, level, Stores.WAREHOUSE.id(), FROM_WAREHOUSE.negate(), "TRANSFER_OUT"));
            movements.add(movement(sku, level, level.location(), FROM_WAREHOUSE, "TRANSFER_IN"));
        }
    }

    /** Named after the state of the shelf that asked for it, so that looking twice does not send twice. */
    private Movement movement(String sku, Level asking, String location, BigDecimal delta, String reason) {
        String id = String.join("/", "demo/refill", asking.location(), sku, Long.toString(asking.version()), reason);
        return new Movement(id, sku, location, delta, reason, clock.instant().truncatedTo(ChronoUnit.MICROS));
    }
}
