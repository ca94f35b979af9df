package io.noren.integration.board;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.StockLevelChanged;
import io.noren.loyalty.PointsChanged;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Facts in the form that the board's page draws; {@code type} tells which. */
@Component
class BoardEvents {
    private final Items items;

    BoardEvents(Items items) {
        this.items = items;
    }

    record Sale(String type, String store, String till, int items, BigDecimal amount, String currency, Instant at) {}

    record Stock(
            String type,
            String sku,
            @Nullable LocalizedName name,
            String store,
            BigDecimal onHand,
            BigDecimal available,
            String cause,
            Instant at) {}

    record Told(String type, String sku, String store, double millis, Instant at) {}

    record Points(String type, long points, long balance, Instant at) {}

    record Pickup(String type, String order, String store, String state, Instant at) {}

    record Parked(String type, long count) {}

    Sale sale(SaleRecorded sale) {
        BigDecimal amount = sale.lines().stream()
                .map(SoldLine::amount)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Sale(
                "sale",
                sale.transaction().location(),
                sale.transaction().workstation(),
                sale.lines().size(),
                amount,
                sale.currency(),
                sale.receivedAt());
    }

    Stock stock(StockLevelChanged level) {
        LocalizedName name = items.find(level.sku()).map(Item::name).orElse(null);
        return new Stock(
                "stock",
                level.sku(),
                name,
                level.location(),
                level.onHand(),
                level.available(),
                level.cause(),
                level.recordedAt());
    }

    static Pickup pickup(String order, String store, String state, Instant at) {
        return new Pickup("pickup", order, store, state, at);
    }

    Points points(PointsChanged change) {
        return new Points("points", change.points(), change.spendable(), change.recordedAt());
    }
}
