package io.noren.loyalty.recommendation;

import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is nobody's business: never recommended, and never the reason for it. What is added here is honoured by the next
 * answer, not only after the next night.
 */
@Component
public class SensitiveGoods {
    /** Most rows of the list. */
    public static final int MOST = 10_000;

    private static final int LONGEST = 100;

    private final JdbcClient sql;

    SensitiveGoods(JdbcClient sql) {
        this.sql = sql;
    }

    /** How goods are named. */
    public enum Kind {
        /** One item, by its SKU. */
        ITEM,
        /** All items whose SKU begins so. */
        PREFIX,
        /** All items of a category, as the retailer calls it. */
        CATEGORY
    }

    /** One row of the list. */
    public record Named(Kind kind, String value) {}

    /** The list, in order. */
    @Transactional(readOnly = true)
    public List<Named> all() {
        return sql.sql("select kind, value from loyalty.sensitive_goods order by kind, value collate \"C\"")
                .query((row, number) -> new Named(Kind.valueOf(row.getString("kind")), row.getString("value")))
                .list();
    }

    /**
     * Replaces the list as a whole.
     *
     * @throws Refusal {@code TOO_MANY_VALUES}, {@code SENSITIVE_VALUE_REQUIRED}, {@code TEXT_TOO_LONG}, {@code
     *     TEXT_UNREADABLE}
     */
    @Transactional
    public List<Named> replace(Collection<Named> goods) {
        if (goods.size() > MOST) {
            throw Refusal.at("goods", "TOO_MANY_VALUES", "At most " + MOST + " can be listed; name categories.");
        }
        List<Named> checked = goods.stream()
                .map(named -> new Named(
                        named.kind(),
                        PlainText.required("goods.value", named.value(), LONGEST, "SENSITIVE_VALUE_REQUIRED")))
                .distinct()
                .toList();
        // Whoever else replaces it does so before or after.
        sql.sql("lock table loyalty.sensitive_goods in share row exclusive mode")
                .update();
        sql.sql("delete from loyalty.sensitive_goods").update();
        sql.sql("insert into loyalty.sensitive_goods (kind, value) select * from unnest(?::text[], ?::text[])")
                .param(checked.stream().map(named -> named.kind().name()).toArray(String[]::new))
                .param(checked.stream().map(Named::value).toArray(String[]::new))
                .update();
        return all();
    }

    /** The list, to ask. */
    Rules rules() {
        Set<String> items = new HashSet<>();
        Set<String> prefixes = new HashSet<>();
        Set<String> categories = new HashSet<>();
        all().forEach(named -> (switch (named.kind()) {
                    case ITEM -> items;
                    case PREFIX -> prefixes;
                    case CATEGORY -> categories;
                })
                .add(named.value()));
        return new Rules(items, prefixes, categories);
    }

    record Rules(Set<String> items, Set<String> prefixes, Set<String> categories) {
        boolean include(String sku, @Nullable String category) {
            return items.contains(sku)
                    || (category != null && categories.contains(category))
                    || prefixes.stream().anyMatch(sku::startsWith);
        }
    }
}
