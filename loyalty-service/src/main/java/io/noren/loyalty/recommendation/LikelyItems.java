package io.noren.loyalty.recommendation;

import io.noren.loyalty.Privacy.Sight;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what a look-up needs: a few rows by index, however much somebody has bought. */
@Component
class LikelyItems {
    private static final int LATEST_PURCHASES = 100;
    private static final int LATEST_ITEMS = 50;

    private final JdbcClient sql;

    LikelyItems(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * An item that customers bought who bought the same.
     *
     * @param because of what they have, the item that says the most for it
     * @param together customers who have both
     */
    record Likely(String item, String because, int together) {}

    /** What they bought last and still have, the latest first, as receipts call it. */
    List<String> latest(Sight sight) {
        return sql.sql("""
                        with latest as (
                            select p.id, p.occurred_at
                            from unnest(:accounts::uuid[]) as a (account)
                                cross join lateral (
                                    select p.id, p.occurred_at from loyalty.purchase p
                                    where p.account = a.account and p.kind = 'SALE'
                                      and (:everything or p.channel = 'STORE')
                                    order by p.occurred_at desc, p.id desc
                                    limit :purchases) p
                            order by p.occurred_at desc, p.id desc
                            limit :purchases),
                        returned as (
                            select distinct coalesce(i.item, l.item) as item
                            from loyalty.purchase p
                                join loyalty.purchase_line l on l.purchase = p.id
                                left join loyalty.item_alias i on i.code = l.item
                            where p.account = any(:accounts::uuid[]) and p.kind = 'RETURN'),
                        gone as (
                            select r.item
                            from returned r
                                cross join lateral (
                                    select r.item as code
                                    union all select i.code from loyalty.item_alias i where i.item = r.item) c
                                join loyalty.purchase_line l
                                    on l.account = any(:accounts::uuid[]) and l.item = c.code
                                join loyalty.purchase p on p.id = l.purchase
                            group by r.item
                            having sum(case p.kind when 'SALE' then l.quantity else -l.quantity end) <= 0)
                        select coalesce(i.item, l.item) as item
                        from latest
                            join loyalty.purchase_line l on l.purchase = latest.id
                            left join loyalty.item_alias i on i.code = l.item
                        where coalesce(i.item, l.item) not in (select item from gone)
                        group by 1
                        order by max(latest.occurred_at) desc, 1
                        limit :items
                        """)
                .param("accounts", sight.accountsAsTexts())
                .param("everything", !sight.storesOnly())
                .param("purchases", LATEST_PURCHASES)
                .param("items", LATEST_ITEMS)
                .query(String.class)
                .list();
    }

    /**
     * What goes with these and was never bought on any of the accounts, not even to be brought back; the likeliest
     * first.
     */
    // Each candidate is looked up by index, the best first, until there are enough: "not exists" without the "select"
    // around it would be a join with everything that the member ever bought.
    List<Likely> related(Sight sight, Collection<String> to, int limit) {
        return sql.sql("""
                        select r.related, r.because, r.together
                        from (select related collate "C" as related, sum(score) as score,
                                  (array_agg(item order by score desc, item collate "C"))[1] as because,
                                  (array_agg(together order by score desc, item collate "C"))[1] as together
                              from loyalty.item_relation
                              where item = any(:items) and related <> all(:items)
                              group by 1
                              order by 2 desc, 1
                              offset 0) r
                        where not (select exists (
                                select from loyalty.purchase_line l
                                where l.account = any(:accounts::uuid[]) and l.item = r.related collate "default"))
                          and not (select exists (
                                select from loyalty.item_alias i
                                    join loyalty.purchase_line l
                                        on l.item = i.code and l.account = any(:accounts::uuid[])
                                where i.item = r.related collate "default"))
                        order by r.score desc, r.related
                        limit :limit
                        """)
                .param("items", to.toArray(String[]::new))
                .param("accounts", sight.accountsAsTexts())
                .param("limit", limit)
                .query((row, number) ->
                        new Likely(row.getString("related"), row.getString("because"), row.getInt("together")))
                .list();
    }

    /** What goes with one item, whoever has it; the likeliest first. */
    List<Likely> goingWith(String item, int limit) {
        return sql.sql("""
                        select related, item, together from loyalty.item_relation
                        where item = :item order by score desc, related limit :limit
                        """)
                .param("item", item)
                .param("limit", limit)
                .query((row, number) ->
                        new Likely(row.getString("related"), row.getString("item"), row.getInt("together")))
                .list();
    }
}
