package io.noren.loyalty.recommendation;

import io.noren.loyalty.recommendation.Assortment.Known;
import io.noren.loyalty.recommendation.CoOccurrence.Relation;
import java.sql.ResultSet;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Computes which items are bought by the same customers, once a night and by one copy of the application. Everything is
 * one transaction: until it ends whoever looks something up sees last night's relations, and if it fails they stay.
 *
 * <p>What counts is what customers still have, over all accounts that are one member. Of each only the items bought last
 * are looked at, {@link RecommendationSettings#itemsPerMember}: the work is the square of their number, and one wholesaler
 * with ten thousand items would say more than all others together.
 */
@Component
class ItemRelations {
    private static final int FETCHED_AT_ONCE = 10_000;
    private static final int WRITTEN_AT_ONCE = 10_000;

    private final JdbcClient sql;
    private final Assortment assortment;
    private final SensitiveGoods sensitive;
    private final RecommendationSettings settings;
    private final Clock clock;

    ItemRelations(
            JdbcClient sql,
            Assortment assortment,
            SensitiveGoods sensitive,
            RecommendationSettings settings,
            Clock clock) {
        this.sql = sql;
        this.assortment = assortment;
        this.sensitive = sensitive;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What a night came to.
     *
     * @param customers who have at least one item that may be recommended
     * @param purchases pairs of a customer and an item that they have
     */
    record Night(LocalDate day, long customers, long purchases, long relations) {}

    /** @return nothing where that night was done before, or another copy is at it */
    @Transactional
    Optional<Night> compute(LocalDate day) {
        Instant began = now();
        if (!isOurs() || isDone(day)) {
            return Optional.empty();
        }
        Numbers numbers = numbers();
        Baskets baskets = baskets(numbers);
        replaceAliases(numbers);
        long relations = replaceRelations(numbers, baskets);
        Night night = new Night(day, baskets.customers(), baskets.pairs(), relations);
        sql.sql("""
                        insert into loyalty.recommendation_run
                            (day, started_at, finished_at, customers, purchases, relations)
                        values (?, ?::timestamptz, ?::timestamptz, ?, ?, ?)
                        """)
                .params(day, began.toString(), now().toString(), night.customers(), night.purchases(), relations)
                .update();
        return Optional.of(night);
    }

    private boolean isOurs() {
        return sql.sql("select pg_try_advisory_xact_lock(hashtext('noren.loyalty.recommendations'))")
                .query(Boolean.class)
                .single();
    }

    private boolean isDone(LocalDate day) {
        return sql.sql("select exists (select from loyalty.recommendation_run where day = ?)")
                .param(day)
                .query(Boolean.class)
                .single();
    }

    /**
     * Items by number, in the order of their SKUs so that the same purchases give the same relations.
     *
     * @param byCode what receipts call them
     */
    private record Numbers(List<String> skus, Map<String, Integer> byCode) {}

    /** Of what was ever bought: all that the retailer knows, recommends, and may speak of. */
    private Numbers numbers() {
        List<String> codes = sql.sql("select distinct item from loyalty.purchase_line")
                .query(String.class)
                .list();
        SensitiveGoods.Rules rules = sensitive.rules();
        Map<String, String> skuOf = new HashMap<>();
        for (int from = 0; from < codes.size(); from += Assortment.MOST) {
            Map<String, Known> known =
                    assortment.known(codes.subList(from, Math.min(codes.size(), from + Assortment.MOST)));
            known.forEach((code, item) -> {
                if (item.goods() && !rules.include(item.sku(), item.category())) {
                    skuOf.put(code, item.sku());
                }
            });
        }
        Map<String, Integer> numberOf = new TreeMap<>();
        skuOf.values().forEach(sku -> numberOf.put(sku, 0));
        List<String> skus = List.copyOf(numberOf.keySet());
        for (int number = 0; number < skus.size(); number++) {
            numberOf.put(skus.get(number), number);
        }
        Map<String, Integer> byCode = new HashMap<>();
        skuOf.forEach((code, sku) -> byCode.put(code, numberOf.get(sku)));
        return new Numbers(skus, byCode);
    }

    private Baskets baskets(Numbers numbers) {
        Baskets baskets = new Baskets(numbers.skus().size());
        OneMember member = new OneMember(baskets, settings.itemsPerMember());
        sql.sql("""
                        select coalesce(m.part_of, m.id) as member, l.item,
                            (1000 * sum(case p.kind when 'SALE' then l.quantity else -l.quantity end))::bigint as kept,
                            (1000 * extract(epoch from max(p.occurred_at) filter (where p.kind = 'SALE')))::bigint as at
                        from loyalty.purchase_line l
                            join loyalty.purchase p on p.id = l.purchase
                            join loyalty.member m on m.id = l.account
                        group by 1, 2
                        order by 1
                        """).withFetchSize(FETCHED_AT_ONCE).query((ResultSet row) -> {
            Integer number = numbers.byCode().get(row.getString("item"));
            if (number != null) {
                member.has(row.getString("member"), number, row.getLong("kept"), row.getLong("at"));
            }
        });
        member.end();
        return baskets;
    }

    private void replaceAliases(Numbers numbers) {
        List<Map.Entry<String, Integer>> aliases = numbers.byCode().entrySet().stream()
                .filter(code -> !code.getKey().equals(numbers.skus().get(code.getValue())))
                .toList();
        sql.sql("delete from loyalty.item_alias").update();
        sql.sql("insert into loyalty.item_alias (code, item) select * from unnest(?::text[], ?::text[])")
                .param(column(aliases, Map.Entry::getKey))
                .param(column(aliases, code -> numbers.skus().get(code.getValue())))
                .update();
    }

    private long replaceRelations(Numbers numbers, Baskets baskets) {
        sql.sql("delete from loyalty.item_relation").update();
        List<Relation> some = new ArrayList<>();
        long[] written = new long[1];
        new CoOccurrence(baskets, settings.leastCustomers(), settings.relatedPerItem()).each(relation -> {
            some.add(relation);
            if (some.size() == WRITTEN_AT_ONCE) {
                written[0] += write(some, numbers.skus());
                some.clear();
            }
        });
        return written[0] + write(some, numbers.skus());
    }

    private int write(List<Relation> relations, List<String> skus) {
        return sql.sql("""
                        insert into loyalty.item_relation
                            (item, related, score, together, item_customers, related_customers)
                        select * from unnest(?::text[], ?::text[], ?::double precision[], ?::int[], ?::int[], ?::int[])
                        """)
                .param(column(relations, relation -> skus.get(relation.item())))
                .param(column(relations, relation -> skus.get(relation.related())))
                .param(column(relations, Relation::score))
                .param(column(relations, Relation::together))
                .param(column(relations, Relation::itemCustomers))
                .param(column(relations, Relation::relatedCustomers))
                .update();
    }

    private static <T> String[] column(List<T> rows, Function<T, Object> value) {
        return rows.stream().map(row -> String.valueOf(value.apply(row))).toArray(String[]::new);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
