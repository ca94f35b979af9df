package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much of an item may be promised: to one owner, and at a location beyond what is on hand. The database holds every
 * promise against them. A limit that is lowered takes nothing back that was promised before.
 */
@Component
public class PromiseLimits {

    private static final BigDecimal MOST = new BigDecimal("1000000");
    private static final int MOST_LOCATIONS = 1_000;

    private final JdbcClient jdbc;
    private final MasterData masterData;

    PromiseLimits(JdbcClient jdbc, MasterData masterData) {
        this.jdbc = jdbc;
        this.masterData = masterData;
    }

    /** @param maxPerOwner in open reservations, everywhere together; null for no limit */
    public record Limits(@Nullable BigDecimal maxPerOwner, List<BeyondStock> beyondStock) {

        public Limits {
            beyondStock = List.copyOf(beyondStock);
        }
    }

    /**
     * So much more than is on hand may be promised at a location.
     *
     * @param backorder from {@code availableFrom} on, or always when that is null
     * @param preorder until then
     */
    public record BeyondStock(
            String location,
            BigDecimal backorder,
            BigDecimal preorder,
            @Nullable Instant availableFrom) {}

    @Transactional(readOnly = true)
    public Limits of(String sku) {
        checkItem(sku);
        List<BeyondStock> beyond = jdbc.sql("""
                select location, backorder, preorder, available_from from inventory.backorder_limit
                where sku = :sku order by location
                """)
                .param("sku", sku)
                .query((row, n) -> new BeyondStock(
                        row.getString("location"),
                        Quantities.plain(row.getBigDecimal("backorder")),
                        Quantities.plain(row.getBigDecimal("preorder")),
                        instant(row, "available_from")))
                .list();
        return new Limits(
                jdbc.sql("select max_per_owner from inventory.owner_limit where sku = :sku")
                        .param("sku", sku)
                        .query(BigDecimal.class)
                        .optional()
                        .map(Quantities::plain)
                        .orElse(null),
                beyond);
    }

    /**
     * From now on these are the item's limits, and no others.
     *
     * @throws Refusal {@code NO_SUCH_ITEM}, {@code BAD_LIMIT}, {@code UNKNOWN_LOCATION}
     */
    @Transactional
    public void put(String sku, Limits limits) {
        checkItem(sku);
        check(limits);
        // One after the other: two that replace at the same moment must not leave a mixture.
        jdbc.sql("select sku from inventory.item where sku = :sku for no key update")
                .param("sku", sku)
                .query(String.class)
                .list();
        jdbc.sql("""
                with owner as (delete from inventory.owner_limit where sku = :sku)
                delete from inventory.backorder_limit where sku = :sku
                """).param("sku", sku).update();
        if (limits.maxPerOwner() != null) {
            jdbc.sql("insert into inventory.owner_limit (sku, max_per_owner) values (:sku, :most)")
                    .param("sku", sku)
                    .param("most", limits.maxPerOwner())
                    .update();
        }
        // Where there never was stock there is no level yet that could be promised from.
        List<BeyondStock> beyond = limits.beyondStock();
        jdbc.sql("""
                with level as (
                    insert into inventory.stock_level (sku, location)
                    select :sku, location from unnest(:locations::text[]) as new (location) order by location
                    on conflict (sku, location) do nothing)
                insert into inventory.backorder_limit (sku, location, backorder, preorder, available_from)
                select :sku, * from unnest(:locations::text[], :backorders::numeric[], :preorders::numeric[],
                    :froms::timestamptz[])
                """)
                .param("sku", sku)
                .param("locations", column(beyond, BeyondStock::location))
                .param("backorders", column(beyond, BeyondStock::backorder))
                .param("preorders", column(beyond, BeyondStock::preorder))
                .param("froms", column(beyond, BeyondStock::availableFrom))
                .update();
    }

    private void checkItem(String sku) {
        if (!masterData.isItem(sku)) {
            throw new Refusal("NO_SUCH_ITEM", "There is no item " + sku + ".");
        }
    }

    private void check(Limits limits) {
        BigDecimal most = limits.maxPerOwner();
        if (most != null && (most.signum() <= 0 || isBad(most))) {
            throw badLimit("maxPerOwner", "A limit for each owner is above 0, at most 1,000,000, with 3 decimals.");
        }
        if (limits.beyondStock().size() > MOST_LOCATIONS) {
            throw badLimit("beyondStock", "Limits for at most " + MOST_LOCATIONS + " locations.");
        }
        Set<String> known = masterData.locations(
                limits.beyondStock().stream().map(BeyondStock::location).collect(Collectors.toSet()));
        Set<String> seen = new HashSet<>();
        List<BeyondStock> beyond = new ArrayList<>(limits.beyondStock());
        for (int i = 0; i < beyond.size(); i++) {
            BeyondStock limit = beyond.get(i);
            String at = "beyondStock[" + i + "].";
            if (!known.contains(limit.location())) {
                throw Refusal.ofField("UNKNOWN_LOCATION", at + "location", "No location " + limit.location() + ".");
            } else if (!seen.add(limit.location())) {
                throw badLimit(at + "location", "Each location once.");
            } else if (limit.backorder().signum() < 0 || isBad(limit.backorder())) {
                throw badLimit(at + "backorder", "A limit is 0 to 1,000,000, with at most 3 decimals.");
            } else if (limit.preorder().signum() < 0 || isBad(limit.preorder())) {
                throw badLimit(at + "preorder", "A limit is 0 to 1,000,000, with at most 3 decimals.");
            }
        }
    }

    private static boolean isBad(BigDecimal limit) {
        return limit.compareTo(MOST) > 0 || Quantities.hasTooManyDecimals(limit);
    }

    private static Refusal badLimit(String field, String detail) {
        return Refusal.ofField("BAD_LIMIT", field, detail);
    }
}
