package io.noren.integration.webshop;

import io.noren.integration.webshop.Webshop.Mode;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What a shop may sell at this moment: what its channel may promise, and what of it is promised to the shop's own orders,
 * both from one moment. Read from the books, not from memory, since what is told later must not be older.
 */
@Component
class ShopNumbers {
    private final Availability availability;
    private final JdbcClient jdbc;
    private final TransactionTemplate oneMoment;

    ShopNumbers(Availability availability, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.availability = availability;
        this.jdbc = jdbc;
        this.oneMoment = new TransactionTemplate(transactions);
        this.oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.oneMoment.setReadOnly(true);
    }

    /** By SKU and location; what is not in it is nothing. */
    record Numbers(Map<Key, BigDecimal> net, Map<Key, BigDecimal> ordered) {

        StockNumber of(String sku, String location) {
            Key key = new Key(sku, location);
            return new StockNumber(net.getOrDefault(key, BigDecimal.ZERO), ordered.getOrDefault(key, BigDecimal.ZERO));
        }
    }

    record Key(String sku, String location) {}

    /** In mode {@code LOCATION} a threshold, which is kept once, stays where there is most. */
    Numbers now(Webshop shop, Collection<String> skus) {
        return Objects.requireNonNull(oneMoment.execute(status -> {
            Map<Key, BigDecimal> net = new HashMap<>();
            if (shop.mode() == Mode.CHANNEL) {
                availability
                        .forChannel(shop.channel(), skus, null)
                        .items()
                        .forEach(item -> net.put(new Key(item.sku(), Webshop.ALL_LOCATIONS), item.available()));
            } else {
                availability
                        .forChannel(shop.channel(), skus, shop.places().keySet())
                        .items()
                        .forEach(item -> spread(item, net));
            }
            return new Numbers(net, ordered(shop, skus));
        }));
    }

    private static void spread(OfItem item, Map<Key, BigDecimal> net) {
        BigDecimal keep = item.promisable().subtract(item.available());
        List<AtLocation> mostFirst = item.locations().stream()
                .sorted(Comparator.comparing(AtLocation::promisable).reversed().thenComparing(AtLocation::location))
                .toList();
        for (AtLocation at : mostFirst) {
            BigDecimal kept = keep.min(at.promisable());
            keep = keep.subtract(kept);
            net.put(new Key(item.sku(), at.location()), at.promisable().subtract(kept));
        }
    }

    private Map<Key, BigDecimal> ordered(Webshop shop, Collection<String> skus) {
        Map<Key, BigDecimal> ordered = new HashMap<>();
        jdbc.sql("""
                        select sku, location, sum(quantity) as quantity from integration.webshop_order_piece
                        where shop = :shop and state = 'COMMITTED' and sku = any(:skus)
                        group by sku, location
                        """)
                .param("shop", shop.id())
                .param("skus", skus.toArray(String[]::new))
                .query(row -> {
                    String location = shop.mode() == Mode.CHANNEL ? Webshop.ALL_LOCATIONS : row.getString("location");
                    ordered.merge(
                            new Key(row.getString("sku"), location), row.getBigDecimal("quantity"), BigDecimal::add);
                });
        return ordered;
    }
}
