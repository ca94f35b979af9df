package io.noren.inventory.pickup;

import io.noren.inventory.Refusal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What may be offered instead of an item that was not found, the best first. */
@Component
public class Substitutes {
    static final int MOST = 10;

    private final JdbcClient jdbc;

    Substitutes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * These and no others.
     *
     * @throws Refusal {@code BAD_SUBSTITUTES}, {@code NO_SUCH_ITEM}
     */
    @Transactional
    public List<String> put(String sku, List<String> substitutes) {
        if (substitutes.size() > MOST
                || new LinkedHashSet<>(substitutes).size() < substitutes.size()
                || substitutes.contains(sku)) {
            throw Refusal.ofField(
                    "BAD_SUBSTITUTES",
                    "substitutes",
                    "Give at most " + MOST + " other items, each once, the best first.");
        }
        for (String one : substitutes) {
            if (!isKnown(one)) {
                throw Refusal.ofField("BAD_SUBSTITUTES", "substitutes", "There is no item " + one + ".");
            }
        }
        if (!isKnown(sku)) {
            throw noSuchItem(sku);
        }
        jdbc.sql("delete from inventory.item_substitute where sku = :sku")
                .param("sku", sku)
                .update();
        for (int n = 0; n < substitutes.size(); n++) {
            jdbc.sql("insert into inventory.item_substitute (sku, substitute, rank) values (:sku, :substitute, :rank)")
                    .param("sku", sku)
                    .param("substitute", substitutes.get(n))
                    .param("rank", n + 1)
                    .update();
        }
        return List.copyOf(substitutes);
    }

    /** @throws Refusal {@code NO_SUCH_ITEM} */
    @Transactional(readOnly = true)
    public List<String> get(String sku) {
        List<String> there = of(List.of(sku)).getOrDefault(sku, List.of());
        if (there.isEmpty() && !isKnown(sku)) {
            throw noSuchItem(sku);
        }
        return there;
    }

    Map<String, List<String>> of(Collection<String> skus) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        jdbc.sql("""
                select sku, array_agg(substitute order by rank) as substitutes from inventory.item_substitute
                where sku = any(:skus) group by sku
                """).param("skus", skus.toArray(String[]::new)).query(row -> {
            found.put(row.getString("sku"), List.of((String[])
                    row.getArray("substitutes").getArray()));
        });
        return found;
    }

    private boolean isKnown(String sku) {
        return jdbc.sql("select exists (select from inventory.item where sku = :sku)")
                .param("sku", sku)
                .query(Boolean.class)
                .single();
    }

    private static Refusal noSuchItem(String sku) {
        return new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
    }
}
