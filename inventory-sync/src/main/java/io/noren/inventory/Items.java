package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What the retailer sells. Plain data, replaced as a whole; {@link ItemChanged} tells of every real change. */
@Component
public class Items {

    private static final int MOST_FOUND = 200;

    private final JdbcClient jdbc;
    private final BundleParts bundles;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Items(JdbcClient jdbc, BundleParts bundles, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.bundles = bundles;
        this.events = events;
        this.clock = clock;
    }

    /** Stores the item as it is now, whatever was there before. */
    @Transactional
    public Item put(Item item) {
        return put(item, null).value();
    }

    /**
     * Stores the item if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code BAD_GTIN}, {@code CODE_TAKEN}, {@code PART_OF_BUNDLE}, …
     */
    @Transactional
    public Versioned<Item> put(Item given, @Nullable Long seen) {
        Item item = ItemRules.checked(given);
        Optional<Versioned<Item>> present = findVersioned(item.sku());
        long presentVersion = present.map(Versioned::version).orElse(0L);
        if (seen != null && seen != presentVersion) {
            throw stale(item.sku(), present.orElse(null));
        }
        if (present.isPresent() && present.get().value().equals(item)) {
            return present.get();
        }
        Instant now = Sql.micros(clock.instant());
        boolean wasBundle =
                present.isPresent() && !present.get().value().parts().isEmpty();
        long version = write(item, seen, now)
                .orElseThrow(() -> stale(item.sku(), findVersioned(item.sku()).orElse(null)));
        if (wasBundle || !item.parts().isEmpty()) {
            bundles.write(item);
        }
        writeCodes(item);
        events.publishEvent(new ItemChanged(UUID.randomUUID(), item, now));
        return new Versioned<>(item, version);
    }

    @Transactional(readOnly = true)
    public Optional<Item> find(String sku) {
        return findVersioned(sku).map(Versioned::value);
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<Item>> findVersioned(String sku) {
        return load("where i.sku = :text", sku, 1).stream().findFirst();
    }

    /** By any of the item's GTINs (a case's too), in 8 to 14 digits; empty for what is no GTIN. */
    @Transactional(readOnly = true)
    public Optional<Item> findByGtin(String gtin) {
        if (!Gs1Number.isGtin(gtin)) {
            return Optional.empty();
        }
        String where =
                "where i.sku = (select sku from inventory.item_code where scheme = 'GTIN' and value = :text and source = '')";
        return load(where, Gs1Number.toGtin14(gtin), 1).stream()
                .map(Versioned::value)
                .findFirst();
    }

    /** Whether each of these is kept in stock; one that there is not is absent. */
    @Transactional(readOnly = true)
    public Map<String, Boolean> stocked(Collection<String> skus) {
        Map<String, Boolean> stocked = new HashMap<>();
        jdbc.sql("select sku, stocked from inventory.item where sku = any(:skus)")
                .param("skus", skus.toArray(String[]::new))
                .query(row -> {
                    stocked.put(row.getString("sku"), row.getBoolean("stocked"));
                });
        return stocked;
    }

    /** The items of these SKUs; one that there is not is absent. */
    @Transactional(readOnly = true)
    public Map<String, Item> of(Collection<String> skus) {
        Map<String, Item> items = new HashMap<>();
        load("where i.sku = any(:skus)", "", skus, skus.size())
                .forEach(found -> items.put(found.value().sku(), found.value()));
        return items;
    }

    /** What these cost; one without a price is absent. */
    @Transactional(readOnly = true)
    public Map<String, Money> prices(Collection<String> skus) {
        Map<String, Money> prices = new HashMap<>();
        jdbc.sql("select sku, price, currency from inventory.item where sku = any(:skus) and currency is not null")
                .param("skus", skus.toArray(String[]::new))
                .query(row -> {
                    prices.put(row.getString("sku"), new Money(row.getBigDecimal("price"), row.getString("currency")));
                });
        return prices;
    }

    /** In the order of SKUs, those after one. */
    @Transactional(readOnly = true)
    public List<Item> after(String sku, int limit) {
        return load("where i.sku > :text order by i.sku", sku, limit).stream()
                .map(Versioned::value)
                .toList();
    }

    /**
     * What a person or a scanner means by this text: the item with this SKU, those with this code (a GTIN in any length,
     * or what a till calls it), and those whose SKU, GTIN and names contain all of its words, whichever width their
     * letters have. The most exact first; at most 200.
     */
    @Transactional(readOnly = true)
    public List<Item> search(String text, int limit) {
        String where = """
                where normalize(concat_ws(' ', i.sku, i.gtin, i.name_ja, i.name_en), nfkc) ilike all (:words::text[])
                    or i.sku in (select c.sku from inventory.item_code c where c.value in (:text, :gtin))
                order by i.sku <> :text,
                    i.sku not in (select c.sku from inventory.item_code c where c.value in (:text, :gtin)), i.sku""";
        String plain = Normalizer.normalize(text.replace("\0", ""), Normalizer.Form.NFKC)
                .strip();
        return load(where, plain, Math.min(limit, MOST_FOUND)).stream()
                .map(Versioned::value)
                .toList();
    }

    private List<Versioned<Item>> load(String where, String text, int limit) {
        return load(where, text, List.of(), limit);
    }

    private List<Versioned<Item>> load(String where, String text, Collection<String> skus, int limit) {
        Set<String> made = new HashSet<>();
        List<Versioned<Item>> bare = jdbc.sql("""
                select i.*, exists (select from inventory.bundle_part p where p.bundle = i.sku) as is_bundle
                from inventory.item i
                """ + where + " limit :limit")
                .param("text", text)
                .param("skus", skus.toArray(String[]::new))
                .param("gtin", Gs1Number.isGtin(text) ? Gs1Number.toGtin14(text) : text)
                .param("words", column(List.of(text.split("\\s+")), Items::contained))
                .param("limit", limit)
                .query((row, index) -> {
                    if (row.getBoolean("is_bundle")) {
                        made.add(row.getString("sku"));
                    }
                    return bare(row);
                })
                .list();
        if (bare.isEmpty()) {
            return bare;
        }
        Map<String, List<Item.Code>> codes = new HashMap<>();
        jdbc.sql("""
                select c.* from inventory.item_code c join inventory.item i on i.sku = c.sku
                where c.sku = any(:skus) and not (c.scheme = 'GTIN' and c.value is not distinct from i.gtin)
                """).param("skus", column(bare, item -> item.value().sku())).query(row -> {
            codes.computeIfAbsent(row.getString("sku"), sku -> new ArrayList<>())
                    .add(code(row));
        });
        Map<String, List<Item.Part>> parts = made.isEmpty() ? Map.of() : bundles.of(made);
        return bare.stream()
                .map(item -> new Versioned<>(
                        complete(
                                item.value(),
                                codes.getOrDefault(item.value().sku(), List.of()),
                                parts.getOrDefault(item.value().sku(), List.of())),
                        item.version()))
                .toList();
    }

    private static String contained(String word) {
        return "%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }

    private static Item.Code code(ResultSet row) throws SQLException {
        String source = row.getString("source");
        return new Item.Code(
                Item.Scheme.valueOf(row.getString("scheme")),
                row.getString("value"),
                source.isEmpty() ? null : source,
                row.getBigDecimal("quantity"));
    }

    private static Item complete(Item item, List<Item.Code> codes, List<Item.Part> parts) {
        // Through the rules once more, for the one order in which codes are compared.
        return ItemRules.checked(new Item(
                item.sku(),
                item.gtin(),
                codes,
                item.name(),
                item.unit(),
                item.productUrl(),
                item.imageUrl(),
                item.price(),
                item.category(),
                item.stocked(),
                parts,
                item.taxRate(),
                item.content()));
    }

    private static Versioned<Item> bare(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        Item item = new Item(
                row.getString("sku"),
                row.getString("gtin"),
                List.of(),
                new LocalizedName(row.getString("name_ja"), row.getString("name_en")),
                row.getString("unit"),
                row.getString("product_url"),
                row.getString("image_url"),
                currency == null ? null : new Money(row.getBigDecimal("price"), currency),
                row.getString("category"),
                row.getBoolean("stocked"));
        return new Versioned<>(
                item.withTaxAndContent(row.getBigDecimal("tax_rate"), content(row)), row.getLong("version"));
    }

    private static Item.@Nullable Content content(ResultSet row) throws SQLException {
        BigDecimal quantity = row.getBigDecimal("content_quantity");
        return quantity == null
                ? null
                : new Item.Content(quantity, Item.Measure.valueOf(row.getString("content_measure")));
    }

    private Optional<Long> write(Item item, @Nullable Long seen, Instant now) {
        Money price = item.price();
        Item.Content content = item.content();
        return jdbc.sql("""
                insert into inventory.item as i (sku, gtin, name_ja, name_en, unit, product_url, image_url, price,
                    currency, category, stocked, tax_rate, content_quantity, content_measure, changed_at)
                values (:sku, :gtin, :ja, :en, :unit, :productUrl, :imageUrl, :price, :currency, :category, :stocked,
                    :taxRate, :contentQuantity, :contentMeasure, :now)
                on conflict (sku) do update set gtin = excluded.gtin, name_ja = excluded.name_ja,
                    name_en = excluded.name_en, unit = excluded.unit, product_url = excluded.product_url,
                    image_url = excluded.image_url, price = excluded.price, currency = excluded.currency,
                    category = excluded.category, stocked = excluded.stocked, tax_rate = excluded.tax_rate,
                    content_quantity = excluded.content_quantity, content_measure = excluded.content_measure,
                    changed_at = excluded.changed_at, version = i.version + 1
                where i.version = coalesce(:seen::bigint, i.version)
                returning version
                """)
                .param("sku", item.sku())
                .param("gtin", item.gtin())
                .param("ja", item.name().ja())
                .param("en", item.name().en())
                .param("unit", item.unit())
                .param("productUrl", item.productUrl())
                .param("imageUrl", item.imageUrl())
                .param("price", price == null ? null : price.amount())
                .param("currency", price == null ? null : price.currency())
                .param("category", item.category())
                .param("stocked", item.stocked())
                .param("taxRate", item.taxRate())
                .param("contentQuantity", content == null ? null : content.quantity())
                .param(
                        "contentMeasure",
                        content == null ? null : content.measure().name())
                .param("now", time(now))
                .param("seen", seen)
                .query(Long.class)
                .optional();
    }

    private void writeCodes(Item item) {
        List<Item.Code> codes = new ArrayList<>(item.codes());
        if (item.gtin() != null) {
            codes.add(new Item.Code(Item.Scheme.GTIN, item.gtin(), null));
        }
        jdbc.sql("delete from inventory.item_code where sku = :sku")
                .param("sku", item.sku())
                .update();
        jdbc.sql("""
                insert into inventory.item_code (scheme, value, source, sku, quantity)
                select scheme, value, source, :sku, quantity
                from unnest(:schemes::text[], :values::text[], :sources::text[], :quantities::numeric[])
                    as given (scheme, value, source, quantity)
                order by 1, 2, 3
                on conflict (scheme, value, source) do nothing
                """)
                .param("sku", item.sku())
                .param("schemes", column(codes, Item.Code::scheme))
                .param("values", column(codes, Item.Code::value))
                .param("sources", column(codes, code -> code.source() == null ? "" : code.source()))
                .param("quantities", column(codes, Item.Code::quantity))
                .update();
        refuseCodesOfOthers(item, codes);
    }

    private void refuseCodesOfOthers(Item item, List<Item.Code> codes) {
        Optional<Taken> taken = jdbc.sql("""
                select c.scheme || ' ' || c.value as code, c.sku from inventory.item_code c
                join unnest(:schemes::text[], :values::text[], :sources::text[]) as given (scheme, value, source)
                    using (scheme, value, source)
                where c.sku <> :sku limit 1
                """)
                .param("sku", item.sku())
                .param("schemes", column(codes, Item.Code::scheme))
                .param("values", column(codes, Item.Code::value))
                .param("sources", column(codes, code -> code.source() == null ? "" : code.source()))
                .query((row, index) -> new Taken(row.getString("code"), row.getString("sku")))
                .optional();
        taken.ifPresent(code -> {
            throw new Refusal(
                    "CODE_TAKEN",
                    code.code() + " already leads to item " + code.sku() + ": take it from there first.",
                    "codes",
                    Map.of("sku", code.sku()));
        });
    }

    /** A code and the other item that it leads to. */
    private record Taken(String code, String sku) {}

    private static Refusal stale(String sku, @Nullable Versioned<Item> present) {
        return new Refusal(
                "STALE_VERSION",
                "Item " + sku + " has changed since: read it again, then write.",
                null,
                present == null ? Map.of() : Map.of("present", present));
    }
}
