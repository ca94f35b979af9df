package io.noren.loyalty.recommendation;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** An assortment in which every code is an item of which every store has five, unless a test says otherwise. */
@Component
class ShelfOfTests implements Assortment {
    static final Stock FIVE = new Stock(new BigDecimal(5), false);
    static final Stock NONE = new Stock(BigDecimal.ZERO, false);
    static final Stock TO_ORDER = new Stock(BigDecimal.ZERO, true);

    final Map<String, Known> items = new ConcurrentHashMap<>();
    final Map<String, Stock> stock = new ConcurrentHashMap<>();
    volatile boolean broken;

    @Override
    public Map<String, Known> known(Collection<String> codes) {
        if (broken) {
            throw new IllegalStateException("nobody answers");
        }
        if (codes.size() > MOST) {
            throw new IllegalArgumentException("too many codes");
        }
        Map<String, Known> known = new HashMap<>();
        codes.forEach(code -> known.put(code, items.getOrDefault(code, item(code, null))));
        return known;
    }

    @Override
    public Map<String, Stock> stock(String location, Collection<String> skus) {
        Map<String, Stock> here = new HashMap<>();
        skus.forEach(sku -> here.put(sku, stock.getOrDefault(sku, FIVE)));
        return here;
    }

    static Known item(String sku, String category) {
        return new Known(sku, "名" + sku, "Name " + sku, category, true);
    }
}
