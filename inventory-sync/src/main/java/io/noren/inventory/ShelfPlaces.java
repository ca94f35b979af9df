package io.noren.inventory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where in a store its items stand, as its own people call the places: what a planogram says, and replaced with it. */
@Component
public class ShelfPlaces {
    /** Of one store. */
    public static final int MOST = 100_000;

    private static final int LONGEST = 40;

    private final JdbcClient jdbc;

    ShelfPlaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * These places and no others.
     *
     * @param places by SKU, such as {@code A-12} or {@code 2F 茶}
     * @throws Refusal {@code NO_SUCH_LOCATION}, {@code NO_SUCH_ITEM}, {@code BAD_SHELF_PLACE}
     */
    @Transactional
    public void put(String location, Map<String, String> places) {
        Map<String, String> wanted = new TreeMap<>();
        places.forEach((sku, place) -> wanted.put(sku, checked(sku, place)));
        if (wanted.size() > MOST) {
            throw Refusal.ofField("BAD_SHELF_PLACE", "places", "A store has at most " + MOST + " places.");
        }
        // One planogram after the other.
        List<String> there = jdbc.sql("select id from inventory.location where id = :location for no key update")
                .param("location", location)
                .query(String.class)
                .list();
        if (there.isEmpty()) {
            throw new Refusal("NO_SUCH_LOCATION", "There is no location " + location + ".");
        }
        String[] skus = wanted.keySet().toArray(String[]::new);
        unknown(skus).ifPresent(sku -> {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".", "places", Map.of("sku", sku));
        });
        jdbc.sql("delete from inventory.shelf_place where location = :location and sku <> all(:skus)")
                .param("location", location)
                .param("skus", skus)
                .update();
        jdbc.sql("""
                insert into inventory.shelf_place as s (location, sku, place)
                select :location, sku, place from unnest(:skus::text[], :places::text[]) as given (sku, place)
                on conflict (location, sku) do update set place = excluded.place where s.place <> excluded.place
                """)
                .param("location", location)
                .param("skus", skus)
                .param("places", wanted.values().toArray(String[]::new))
                .update();
    }

    /** Those of these items that are known, by SKU. */
    @Transactional(readOnly = true)
    public Map<String, String> of(String location, Collection<String> skus) {
        Map<String, String> places = new HashMap<>();
        jdbc.sql("select sku, place from inventory.shelf_place where location = :location and sku = any(:skus)")
                .param("location", location)
                .param("skus", skus.toArray(String[]::new))
                .query(row -> {
                    places.put(row.getString("sku"), row.getString("place"));
                });
        return places;
    }

    /**
     * All of a store, by SKU.
     *
     * @throws Refusal {@code NO_SUCH_LOCATION}
     */
    @Transactional(readOnly = true)
    public Map<String, String> of(String location) {
        Map<String, String> places = new TreeMap<>();
        jdbc.sql("select sku, place from inventory.shelf_place where location = :location")
                .param("location", location)
                .query(row -> {
                    places.put(row.getString("sku"), row.getString("place"));
                });
        if (places.isEmpty() && !isLocation(location)) {
            throw new Refusal("NO_SUCH_LOCATION", "There is no location " + location + ".");
        }
        return places;
    }

    private boolean isLocation(String id) {
        return jdbc.sql("select exists (select from inventory.location where id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private Optional<String> unknown(String[] skus) {
        List<String> unknown =
                jdbc.sql("""
                select sku from unnest(:skus::text[]) as given (sku)
                where not exists (select from inventory.item i where i.sku = given.sku) order by sku limit 1
                """).param("skus", skus).query(String.class).list();
        return unknown.stream().findFirst();
    }

    private static String checked(String sku, String place) {
        String plain = Objects.requireNonNull(place).strip();
        if (plain.isEmpty() || plain.length() > LONGEST || plain.indexOf('\0') >= 0) {
            throw Refusal.ofField(
                    "BAD_SHELF_PLACE",
                    "places",
                    "The place of " + sku + " has 1 to " + LONGEST + " characters, such as A-12.");
        }
        return plain;
    }
}
