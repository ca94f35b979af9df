package io.noren.integration.qr.resolver;

import io.noren.inventory.Item;
import io.noren.inventory.ItemChanged;
import io.noren.inventory.LocalizedName;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Remembers which item carried a GTIN, in the transaction in which it is given one. An item goes at once; its labels stay
 * on shelves until somebody takes them down.
 */
@Component
class ShelfCodes {
    private final JdbcClient jdbc;

    ShelfCodes(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The item that carried it last, by what it was called then. */
    record Carrier(String sku, LocalizedName name) {}

    Optional<Carrier> lastCarrier(String gtin) {
        return jdbc.sql("select * from integration.shelf_code where gtin = :gtin")
                .param("gtin", gtin)
                .query((row, number) -> new Carrier(
                        row.getString("sku"), new LocalizedName(row.getString("name_ja"), row.getString("name_en"))))
                .optional();
    }

    @EventListener
    void on(ItemChanged changed) {
        Item item = changed.item();
        String[] gtins = Stream.concat(
                        Stream.ofNullable(item.gtin()),
                        item.codes().stream()
                                .filter(code -> code.scheme() == Item.Scheme.GTIN)
                                .map(Item.Code::value))
                .distinct()
                .sorted()
                .toArray(String[]::new);
        if (gtins.length == 0) {
            return;
        }
        jdbc.sql("""
                insert into integration.shelf_code as c (gtin, sku, name_ja, name_en)
                select gtin, :sku, :ja, :en from unnest(:gtins::text[]) as given (gtin) order by gtin
                on conflict (gtin) do update set sku = excluded.sku, name_ja = excluded.name_ja, name_en = excluded.name_en
                where (c.sku, c.name_ja, c.name_en) is distinct from (excluded.sku, excluded.name_ja, excluded.name_en)
                """)
                .param("gtins", gtins)
                .param("sku", item.sku())
                .param("ja", item.name().ja())
                .param("en", item.name().en())
                .update();
    }
}
