package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What bundles are made of. An item has one role, so that no bundle is ever a part, whoever writes at the same moment. */
@Component
class BundleParts {

    private final JdbcClient jdbc;

    BundleParts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<String, List<Item.Part>> of(Collection<String> bundles) {
        Map<String, List<Item.Part>> parts = new HashMap<>();
        jdbc.sql("select * from inventory.bundle_part where bundle = any(:bundles) order by bundle, part")
                .param("bundles", bundles.toArray(String[]::new))
                .query(row -> {
                    parts.computeIfAbsent(row.getString("bundle"), bundle -> new ArrayList<>())
                            .add(new Item.Part(row.getString("part"), row.getBigDecimal("quantity")));
                });
        return parts;
    }

    /**
     * Replaces the parts of an item whose row this transaction has written, and so locked.
     *
     * @throws Refusal {@code UNKNOWN_PART}, {@code BAD_PARTS}, {@code PART_OF_BUNDLE}, {@code ITEM_HAS_STOCK}
     */
    void write(Item item) {
        jdbc.sql("delete from inventory.bundle_part where bundle = :sku")
                .param("sku", item.sku())
                .update();
        if (item.parts().isEmpty()) {
            jdbc.sql("delete from inventory.bundle_role where sku = :sku and role = 'BUNDLE'")
                    .param("sku", item.sku())
                    .update();
            return;
        }
        checkParts(item.parts());
        checkStock(item.sku());
        takeRoles(item);
        jdbc.sql("""
                insert into inventory.bundle_part (bundle, part, quantity)
                select :bundle, part, quantity from unnest(:parts::text[], :quantities::numeric[]) as p (part, quantity)
                """)
                .param("bundle", item.sku())
                .param("parts", column(item.parts(), Item.Part::sku))
                .param("quantities", column(item.parts(), Item.Part::quantity))
                .update();
    }

    private void checkParts(List<Item.Part> parts) {
        Map<String, String> units = new HashMap<>();
        jdbc.sql("select sku, unit from inventory.item where sku = any(:skus)")
                .param("skus", column(parts, Item.Part::sku))
                .query(row -> {
                    units.put(row.getString("sku"), row.getString("unit"));
                });
        for (int i = 0; i < parts.size(); i++) {
            Item.Part part = parts.get(i);
            String unit = units.get(part.sku());
            String at = "parts[" + i + "].";
            if (unit == null) {
                throw Refusal.ofField(
                        "UNKNOWN_PART", at + "sku", "There is no item " + part.sku() + ": create it first.");
            } else if (unit.equals(Item.EACH) && !Quantities.isWhole(part.quantity())) {
                throw Refusal.ofField(
                        "BAD_PARTS", at + "quantity", part.sku() + " is counted in pieces: give a whole number.");
            }
        }
    }

    private void checkStock(String sku) {
        boolean hasStock = jdbc.sql("""
                select exists (select from inventory.stock_level
                    where sku = :sku and (on_hand, reserved, committed, damaged, quality_control, display, incoming)
                        <> (0, 0, 0, 0, 0, 0, 0))
                """).param("sku", sku).query(Boolean.class).single();
        if (hasStock) {
            throw Refusal.ofField(
                    "ITEM_HAS_STOCK",
                    "parts",
                    "There is stock of " + sku + " itself: bring it to nothing first, a bundle has none.");
        }
    }

    /** In the order of SKUs, as everyone does who wants several. */
    private void takeRoles(Item bundle) {
        List<String> skus = Stream.concat(
                        Stream.of(bundle.sku()), bundle.parts().stream().map(Item.Part::sku))
                .sorted()
                .toList();
        jdbc.sql("""
                insert into inventory.bundle_role (sku, role)
                select sku, case when sku = :bundle then 'BUNDLE' else 'PART' end from unnest(:skus::text[]) as sku
                order by sku
                on conflict do nothing
                """)
                .param("bundle", bundle.sku())
                .param("skus", column(skus, sku -> sku))
                .update();
        jdbc.sql("select from inventory.bundle_role where sku = any(:skus) order by sku for update")
                .param("skus", column(skus, sku -> sku))
                .query(row -> {});
        // It may have been a part of something once.
        jdbc.sql("""
                update inventory.bundle_role set role = 'BUNDLE'
                where sku = :bundle and role = 'PART'
                    and not exists (select from inventory.bundle_part where part = :bundle)
                """).param("bundle", bundle.sku()).update();
        jdbc.sql("select sku, role from inventory.bundle_role where sku = any(:skus)")
                .param("skus", column(skus, sku -> sku))
                .query(row -> {
                    check(bundle.sku(), row.getString("sku"), row.getString("role"));
                });
    }

    private static void check(String bundle, String sku, String role) {
        if (sku.equals(bundle) && !role.equals("BUNDLE")) {
            throw Refusal.ofField(
                    "PART_OF_BUNDLE", "parts", sku + " is in another bundle itself: take it out there first.");
        } else if (!sku.equals(bundle) && !role.equals("PART")) {
            throw Refusal.ofField("BAD_PARTS", "parts", sku + " is a bundle itself: name its parts.");
        }
    }
}
