package io.noren.loyalty;

import io.noren.loyalty.Purchases.Recorded;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Every purchase and return that was told, once, in {@code loyalty.purchase}. */
@Component
class PurchaseLog {
    private final JdbcClient sql;

    PurchaseLog(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A told purchase and what it does to the points of an account.
     *
     * @param member to whom the account belongs
     * @param perPoint the amount that one point stands for
     * @param rules the version of the rules that it goes by
     */
    record Worth(ToldPurchase told, UUID account, UUID member, BigDecimal perPoint, long rules, long points) {}

    /**
     * A sale that is in the log.
     *
     * @param rules the version of the rules that it earned by
     */
    record Sale(UUID account, String currency, BigDecimal total, BigDecimal perPoint, long rules) {

        /** The points that it is worth when so much of it has come back. */
        long worthAfter(BigDecimal returned, PointsRounding rounding) {
            return rounding.points(total.subtract(returned).max(BigDecimal.ZERO), perPoint);
        }
    }

    /** What came back before its sale was told, to the account that the sale is for. */
    record Early(BigDecimal returned, long taken) {
        static final Early NONE = new Early(BigDecimal.ZERO, 0);
    }

    record Key(String source, String transaction, UUID account, String currency) {
        static Key of(ToldPurchase sale, UUID account) {
            return new Key(
                    sale.source(),
                    sale.sourceTransaction(),
                    account,
                    sale.total().currency());
        }
    }

    /** Sales and their returns, at whatever door and copy, see each other or wait: until this transaction ends. */
    void oneAtATime(List<List<String>> sales) {
        sql.sql("""
                        select pg_advisory_xact_lock(sale)
                        from (select distinct hashtextextended(name, 0) as sale from unnest(?::text[]) as name
                              order by sale offset 0) in_one_order
                        """)
                .param(sales.stream()
                        .map(sale -> "loyalty.purchase/" + String.join("/", sale))
                        .toArray(String[]::new))
                .query(row -> {});
    }

    Map<Key, Early> returnedEarly(List<ToldPurchase> sales) {
        Map<Key, Early> early = new HashMap<>();
        sql.sql("""
                        select source, return_of, account, currency, sum(total) as returned, -sum(points) as taken
                        from loyalty.purchase
                        where (source, return_of) in (select * from unnest(?::text[], ?::text[]))
                        group by source, return_of, account, currency
                        """)
                .param(texts(sales, ToldPurchase::source))
                .param(texts(sales, ToldPurchase::sourceTransaction))
                .query(row -> {
                    early.put(
                            new Key(
                                    row.getString("source"),
                                    row.getString("return_of"),
                                    row.getObject("account", UUID.class),
                                    row.getString("currency")),
                            new Early(row.getBigDecimal("returned"), row.getLong("taken")));
                });
        return early;
    }

    /** The sales that goods come back from, as far as they are known, by {@link ToldPurchase#saleKey}. */
    Map<List<String>, Sale> sales(List<ToldPurchase> returns) {
        List<ToldPurchase> ofSales =
                returns.stream().filter(goods -> goods.saleKey() != null).toList();
        Map<List<String>, Sale> known = new HashMap<>();
        sql.sql("""
                        select source, source_transaction, account, currency, total, points_per, points_rules
                        from loyalty.purchase
                        where kind = 'SALE'
                          and (source, source_transaction) in (select * from unnest(?::text[], ?::text[]))
                        """)
                .param(texts(ofSales, ToldPurchase::source))
                .param(texts(ofSales, ToldPurchase::returnOf))
                .query(row -> {
                    known.put(
                            List.of(row.getString("source"), row.getString("source_transaction")),
                            new Sale(
                                    row.getObject("account", UUID.class),
                                    row.getString("currency"),
                                    row.getBigDecimal("total"),
                                    row.getBigDecimal("points_per"),
                                    row.getLong("points_rules")));
                });
        return known;
    }

    /** What came back of the same sale, without this return. */
    BigDecimal returnedBefore(ToldPurchase goods) {
        return sql.sql("""
                        select coalesce(sum(total), 0) from loyalty.purchase
                        where source = ? and return_of = ? and source_transaction <> ?
                        """)
                .param(goods.source())
                .param(goods.returnOf())
                .param(goods.sourceTransaction())
                .query(BigDecimal.class)
                .single();
    }

    /**
     * Keeps what is new.
     *
     * @return in the given order
     * @throws Refusal {@code PURCHASE_CONFLICT} if a source told something else under the same key before
     */
    List<Recorded> keep(List<Worth> purchases, Instant now) {
        List<UUID> ids =
                Stream.generate(UUID::randomUUID).limit(purchases.size()).toList();
        List<ToldPurchase> told = purchases.stream().map(Worth::told).toList();
        Set<UUID> fresh = Set.copyOf(sql.sql("""
                        insert into loyalty.purchase
                            (id, account, kind, source, source_transaction, return_of, channel, location,
                             occurred_at, currency, total, points_per, points_rules, points, content,
                             recorded_at)
                        select told.*, ?::timestamptz
                        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                ?::timestamptz[], ?::text[], ?::numeric[], ?::numeric[], ?::bigint[], ?::bigint[],
                                ?::text[]) as told
                        on conflict (source, source_transaction, kind) do nothing
                        returning id
                        """)
                .param(now.toString())
                .param(texts(ids, id -> id))
                .param(texts(purchases, Worth::account))
                .param(texts(told, ToldPurchase::kind))
                .param(texts(told, ToldPurchase::source))
                .param(texts(told, ToldPurchase::sourceTransaction))
                .param(texts(told, ToldPurchase::returnOf))
                .param(texts(told, ToldPurchase::channel))
                .param(texts(told, ToldPurchase::location))
                .param(texts(told, ToldPurchase::occurredAt))
                .param(texts(told, one -> one.total().currency()))
                .param(texts(told, one -> one.total().amount().toPlainString()))
                .param(texts(purchases, one -> one.perPoint().toPlainString()))
                .param(texts(purchases, Worth::rules))
                .param(texts(purchases, Worth::points))
                .param(texts(told, ToldPurchase::content))
                .query(UUID.class)
                .list());
        keepLines(purchases, ids, fresh);
        Map<List<Object>, Before> before = fresh.size() == ids.size() ? Map.of() : toldBefore(told);
        List<Recorded> kept = new ArrayList<>();
        for (int n = 0; n < ids.size(); n++) {
            kept.add(
                    fresh.contains(ids.get(n))
                            ? new Recorded(
                                    ids.get(n),
                                    purchases.get(n).member(),
                                    purchases.get(n).points(),
                                    false)
                            : same(told.get(n), before));
        }
        return kept;
    }

    private void keepLines(List<Worth> purchases, List<UUID> ids, Set<UUID> fresh) {
        record Line(UUID purchase, UUID account, PurchaseLine line) {}
        List<Line> lines = new ArrayList<>();
        for (int n = 0; n < ids.size(); n++) {
            UUID purchase = ids.get(n);
            if (fresh.contains(purchase)) {
                UUID account = purchases.get(n).account();
                purchases.get(n).told().lines().forEach(line -> lines.add(new Line(purchase, account, line)));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        sql.sql("""
                        insert into loyalty.purchase_line (purchase, account, line, item, quantity, amount)
                        select * from unnest(?::uuid[], ?::uuid[], ?::integer[], ?::text[], ?::numeric[], ?::numeric[])
                        """)
                .param(texts(lines, Line::purchase))
                .param(texts(lines, Line::account))
                .param(texts(lines, one -> one.line().line()))
                .param(texts(lines, one -> one.line().item()))
                .param(texts(lines, one -> one.line().quantity().toPlainString()))
                .param(texts(lines, one -> plain(one.line().amount())))
                .update();
    }

    private record Before(Recorded recorded, String content) {}

    private static Recorded same(ToldPurchase told, Map<List<Object>, Before> before) {
        Before known = before.get(List.of(told.source(), told.sourceTransaction(), told.kind()));
        if (known == null) {
            throw new IllegalStateException("A purchase that was told before is gone: " + told.sourceTransaction());
        }
        if (!known.content().equals(told.content())) {
            throw new Refusal(
                    "PURCHASE_CONFLICT",
                    "This source told something else under the same key before; nothing was changed. Compare the two.");
        }
        return known.recorded();
    }

    private Map<List<Object>, Before> toldBefore(List<ToldPurchase> told) {
        Map<List<Object>, Before> before = new HashMap<>();
        sql.sql("""
                        select p.source, p.source_transaction, p.kind, p.id, coalesce(m.part_of, m.id) as member,
                               p.points, p.content
                        from loyalty.purchase p join loyalty.member m on m.id = p.account
                        where (p.source, p.source_transaction, p.kind) in (
                            select * from unnest(?::text[], ?::text[], ?::text[]))
                        """)
                .param(texts(told, ToldPurchase::source))
                .param(texts(told, ToldPurchase::sourceTransaction))
                .param(texts(told, ToldPurchase::kind))
                .query(row -> {
                    before.put(
                            List.of(
                                    row.getString("source"),
                                    row.getString("source_transaction"),
                                    ToldPurchase.Kind.valueOf(row.getString("kind"))),
                            new Before(
                                    new Recorded(
                                            row.getObject("id", UUID.class),
                                            row.getObject("member", UUID.class),
                                            row.getLong("points"),
                                            true),
                                    row.getString("content")));
                });
        return before;
    }

    private static <T> String[] texts(List<T> all, Function<T, @Nullable Object> value) {
        return all.stream()
                .map(value)
                .map(one -> one == null ? null : one.toString())
                .toArray(String[]::new);
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }
}
