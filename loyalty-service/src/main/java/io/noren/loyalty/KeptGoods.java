package io.noren.loyalty;

import io.noren.loyalty.Netting.Back;
import io.noren.loyalty.Netting.Line;
import io.noren.loyalty.Netting.Sold;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out how much of what a member bought was brought back. Most bring nothing back, and that is seen at once. */
@Component
class KeptGoods {
    private final JdbcClient sql;

    KeptGoods(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * @param accounts of one member, for a parameter that is cast to {@code uuid[]}
     * @param sales of these accounts
     * @param items that are in them
     * @return lines of these sales, and perhaps of others, of which something came back
     */
    Map<Line, BigDecimal> broughtBack(String[] accounts, Collection<UUID> sales, Collection<String> items) {
        if (sales.isEmpty() || items.isEmpty()) {
            return Map.of();
        }
        String[] ofSales = sales.stream().map(UUID::toString).toArray(String[]::new);
        List<Back> back = back(accounts, ofSales, items.toArray(String[]::new));
        String[] returned = back.stream().map(Back::item).distinct().toArray(String[]::new);
        return back.isEmpty() ? Map.of() : Netting.broughtBack(sold(accounts, returned), back);
    }

    /** What the member brought back, and what others brought back of these sales. */
    private List<Back> back(String[] accounts, String[] sales, String[] items) {
        return sql.sql("""
                        select r.id, l.line, r.source, r.return_of, r.occurred_at, l.item, l.quantity
                        from loyalty.purchase r join loyalty.purchase_line l on l.purchase = r.id
                        where r.account = any(:accounts::uuid[]) and r.kind = 'RETURN' and l.item = any(:items)
                        union
                        select r.id, l.line, r.source, r.return_of, r.occurred_at, l.item, l.quantity
                        from loyalty.purchase s
                            join loyalty.purchase r on r.source = s.source and r.return_of = s.source_transaction
                            join loyalty.purchase_line l on l.purchase = r.id
                        where s.id = any(:sales::uuid[])
                        """)
                .param("accounts", accounts)
                .param("items", items)
                .param("sales", sales)
                .query((row, number) -> new Back(
                        row.getString("source"),
                        row.getString("return_of"),
                        row.getTimestamp("occurred_at").toInstant(),
                        row.getString("item"),
                        row.getBigDecimal("quantity")))
                .list();
    }

    /** Wherever in the timeline: a return that names no sale may be of one long ago. */
    private List<Sold> sold(String[] accounts, String[] items) {
        return sql.sql("""
                        select l.purchase, l.line, p.source, p.source_transaction, p.occurred_at, l.item, l.quantity
                        from loyalty.purchase_line l join loyalty.purchase p on p.id = l.purchase
                        where l.account = any(:accounts::uuid[]) and l.item = any(:items) and p.kind = 'SALE'
                        """)
                .param("accounts", accounts)
                .param("items", items)
                .query((row, number) -> sold(row))
                .list();
    }

    private static Sold sold(ResultSet row) throws SQLException {
        return new Sold(
                new Line(row.getObject("purchase", UUID.class), row.getInt("line")),
                row.getString("source"),
                row.getString("source_transaction"),
                row.getTimestamp("occurred_at").toInstant(),
                row.getString("item"),
                row.getBigDecimal("quantity"));
    }
}
