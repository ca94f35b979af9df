package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Does not believe everything that is counted: an empty file must not empty a store. */
@Component
public class CountGuard {

    public static final String SUSPICIOUS = "SUSPICIOUS_COUNT";

    private final JdbcClient jdbc;
    private final Limits limits;

    CountGuard(JdbcClient jdbc, Limits limits) {
        this.jdbc = jdbc;
        this.limits = limits;
    }

    /**
     * What is believed without asking.
     *
     * @param rowUnits a count may differ from what was expected by so many units of the item
     * @param rowShare or by this share of what was expected, whichever is more
     * @param cells counts of fewer cells of one location are never held as a whole
     * @param zeroedShare of the location's stocked cells may be counted as empty
     * @param changedShare of the location's units may come or go
     */
    @ConfigurationProperties("noren.inventory.count-guard")
    public record Limits(
            @DefaultValue("20") BigDecimal rowUnits,
            @DefaultValue("0.5") BigDecimal rowShare,
            @DefaultValue("20") int cells,
            @DefaultValue("0.2") BigDecimal zeroedShare,
            @DefaultValue("0.5") BigDecimal changedShare) {}

    /** One cell's count, or what an import says it is to become. */
    public record Counted(String sku, String location, BigDecimal counted) {}

    /**
     * What counts would do to a location; of several batches the sums can be added up and judged together.
     *
     * @param cells counted
     * @param zeroed cells that had stock and would have none
     * @param changed units that would come or go
     */
    public record Effect(long cells, long zeroed, BigDecimal changed) {

        public Effect plus(Effect other) {
            return new Effect(cells + other.cells, zeroed + other.zeroed, changed.add(other.changed));
        }
    }

    /** Why one count is not believed, if it is not. */
    public Optional<String> objection(BigDecimal counted, @Nullable BigDecimal expected) {
        if (expected == null) {
            return Optional.empty();
        }
        BigDecimal difference = counted.subtract(expected).abs();
        return difference.compareTo(limits.rowUnits()) > 0
                        && difference.compareTo(limits.rowShare().multiply(expected)) > 0
                ? Optional.of("Counted " + counted.toPlainString() + " where " + expected.toPlainString()
                        + " were expected: a person must approve it.")
                : Optional.empty();
    }

    /** What these counts would do to each location, against what is on hand now. */
    public Map<String, Effect> effects(List<Counted> counts) {
        Map<String, Effect> effects = new HashMap<>();
        jdbc.sql("""
                select c.location, count(*) as cells,
                    count(*) filter (where l.on_hand > 0 and c.counted = 0) as zeroed,
                    sum(abs(c.counted - coalesce(l.on_hand, 0))) as changed
                from unnest(:skus::text[], :locations::text[], :counted::numeric[]) as c (sku, location, counted)
                left join inventory.stock_level l using (sku, location)
                group by c.location
                """)
                .param("skus", column(counts, Counted::sku))
                .param("locations", column(counts, Counted::location))
                .param("counted", column(counts, Counted::counted))
                .query(row -> {
                    effects.put(
                            row.getString("location"),
                            new Effect(row.getLong("cells"), row.getLong("zeroed"), row.getBigDecimal("changed")));
                });
        return effects;
    }

    /** Why what is counted of a location is not believed as a whole, if it is not. */
    public Optional<String> objection(String location, Effect effect) {
        return effect.cells() < limits.cells() ? Optional.empty() : objectionToMany(location, effect);
    }

    private Optional<String> objectionToMany(String location, Effect effect) {
        return jdbc.sql("""
                select count(*) filter (where on_hand > 0) as stocked, coalesce(sum(abs(on_hand)), 0) as units
                from inventory.stock_level where location = :location
                """)
                .param("location", location)
                .query((row, index) -> {
                    long stocked = row.getLong("stocked");
                    BigDecimal units = row.getBigDecimal("units");
                    // A location without any stock is being taken into the books: there is nothing to lose yet.
                    if (units.signum() > 0 && exceeds(effect.zeroed(), limits.zeroedShare(), stocked)) {
                        return effect.zeroed() + " of " + stocked + " stocked items would be empty";
                    } else if (units.signum() > 0
                            && effect.changed().compareTo(limits.changedShare().multiply(units)) > 0) {
                        return Quantities.plain(effect.changed()).toPlainString() + " units would come or go where "
                                + Quantities.plain(units).toPlainString() + " are";
                    }
                    return "";
                })
                .optional()
                .filter(objection -> !objection.isEmpty())
                .map(objection -> "At " + location + " " + objection + ": a person must approve it.");
    }

    private static boolean exceeds(long part, BigDecimal share, long whole) {
        return BigDecimal.valueOf(part).compareTo(share.multiply(BigDecimal.valueOf(whole))) > 0;
    }
}
