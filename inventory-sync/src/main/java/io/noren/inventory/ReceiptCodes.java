package io.noren.inventory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which items receipts mean, many at once, for whoever only wants to speak of them. */
@Component
public class ReceiptCodes {

    private final JdbcClient jdbc;

    ReceiptCodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** As much of an item as one needs to speak of it. */
    public record Named(
            String sku, LocalizedName name, @Nullable String category, boolean stocked) {}

    /**
     * By SKU first, then by GTIN in any length, then by a code that all till systems use for it. Codes of one till system
     * alone are not looked at: a receipt that was kept no longer says which one.
     *
     * @return by the code that was asked for; one that leads nowhere is absent
     */
    @Transactional(readOnly = true)
    public Map<String, Named> named(Collection<String> codes) {
        List<String> asked = codes.stream().distinct().toList();
        Map<String, Named> named = new HashMap<>();
        jdbc.sql("""
                select c.code, i.sku, i.name_ja, i.name_en, i.category, i.stocked
                from unnest(:codes::text[], :gtins::text[]) as c (code, gtin)
                    join inventory.item i on i.sku = coalesce(
                        (select s.sku from inventory.item s where s.sku = c.code),
                        (select o.sku from inventory.item_code o
                         where o.source = '' and (o.scheme, o.value) in (
                             ('GTIN', c.gtin), ('PLU', c.code), ('RCN', c.code), ('SOURCE', c.code))
                         order by o.scheme limit 1))
                """)
                .param("codes", asked.toArray(String[]::new))
                .param("gtins", asked.stream().map(ReceiptCodes::gtin14).toArray(String[]::new))
                .query(row -> {
                    named.put(
                            row.getString("code"),
                            new Named(
                                    row.getString("sku"),
                                    new LocalizedName(row.getString("name_ja"), row.getString("name_en")),
                                    row.getString("category"),
                                    row.getBoolean("stocked")));
                });
        return named;
    }

    private static @Nullable String gtin14(String code) {
        return Gs1Number.isGtin(code) ? Gs1Number.toGtin14(code) : null;
    }
}
