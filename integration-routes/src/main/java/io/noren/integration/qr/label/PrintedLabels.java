package io.noren.integration.qr.label;

import io.noren.inventory.Item;
import io.noren.inventory.ItemChanged;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which price was printed for which shelf, and which labels say another one by now.
 *
 * <p>What a label should say is written by whoever changes an item, in that transaction; what it does say by the job that
 * printed it, with its file. Neither reads the other's, so a price that changes while its label is being drawn is found
 * whichever of the two commits first.
 */
@Component
public class PrintedLabels {
    private static final String NO_PRICE = "-";
    private static final String CHANGED = """
            from integration.printed_label printed join integration.label_price price using (sku)
            where printed.location = :location and printed.said <> price.says
            """;

    private final JdbcClient jdbc;

    PrintedLabels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All that a label of this item says of its price. */
    static String said(Item item) {
        return ShelfPrice.of(item).map(ShelfPrice::said).orElse(NO_PRICE);
    }

    @EventListener
    void on(ItemChanged change) {
        jdbc.sql("""
                insert into integration.label_price as price (sku, says, changed_at) values (:sku, :says, :at)
                on conflict (sku) do update set says = excluded.says, changed_at = excluded.changed_at
                where price.says <> excluded.says
                """)
                .param("sku", change.item().sku())
                .param("says", said(change.item()))
                .param("at", Timestamp.from(change.changedAt()))
                .update();
    }

    /** How many labels of this store tell another price than they should. */
    public int countChanged(String location) {
        return jdbc.sql("select count(*) " + CHANGED)
                .param("location", location)
                .query(Integer.class)
                .single();
    }

    /** The SKUs of those labels, in their order. */
    public List<String> changed(String location, int limit) {
        return jdbc.sql("select printed.sku " + CHANGED + " order by printed.sku limit :limit")
                .param("location", location)
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /** Items whose price, tax or content was changed then or later, in the order of their SKUs. */
    List<String> changedSince(Instant since, int limit) {
        return jdbc.sql("""
                select sku from integration.label_price where changed_at >= :since order by sku limit :limit
                """)
                .param("since", Timestamp.from(since))
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /**
     * These labels hang there from now on; in the transaction of their file.
     *
     * @param said by SKU, in one order for all, so that two jobs do not wait for each other in a circle
     */
    void remember(String location, UUID job, SortedMap<String, String> said, Instant at) {
        String[] skus = said.keySet().toArray(String[]::new);
        String[] texts = said.values().toArray(String[]::new);
        jdbc.sql("""
                insert into integration.printed_label (location, sku, said, job, printed_at)
                select :location, sku, said, :job, :at
                from unnest(:skus::text[], :said::text[]) as printed (sku, said)
                on conflict (location, sku) do update set said = excluded.said, job = excluded.job,
                    printed_at = excluded.printed_at
                """)
                .param("location", location)
                .param("job", job)
                .param("at", Timestamp.from(at))
                .param("skus", skus)
                .param("said", texts)
                .update();
        // Only what is not there yet: to run into a row that is being changed would be to wait for whoever changes it.
        jdbc.sql("""
                insert into integration.label_price (sku, says, changed_at)
                select sku, said, '-infinity' from unnest(:skus::text[], :said::text[]) as printed (sku, said)
                where not exists (select from integration.label_price price where price.sku = printed.sku)
                on conflict (sku) do nothing
                """).param("skus", skus).param("said", texts).update();
    }

    /** There is no such item any more, so nothing is to be printed again. */
    void forget(String location, Collection<String> skus) {
        jdbc.sql("delete from integration.printed_label where location = :location and sku = any(:skus)")
                .param("location", location)
                .param("skus", skus.toArray(String[]::new))
                .update();
    }

    /** The labels of this job were thrown away: what hangs instead nobody knows, so they are to be printed again. */
    void thrownAway(UUID job) {
        jdbc.sql("update integration.printed_label set said = '' where job = :job")
                .param("job", job)
                .update();
    }
}
