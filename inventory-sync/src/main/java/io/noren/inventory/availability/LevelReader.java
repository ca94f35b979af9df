package io.noren.inventory.availability;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Item;
import io.noren.inventory.Quantities;
import io.noren.inventory.availability.AvailabilityAnswer.Incoming;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads levels, each statement from one moment. A hold that has ended counts no longer from that instant, whether or
 * not its row was tidied.
 */
@Component
class LevelReader {

    // Holds are looked up only where something is reserved, dates only where something is incoming.
    private static final String LEVELS = """
            select l.sku, l.location, l.on_hand, l.reserved - coalesce(hold.ended, 0) as reserved, l.committed,
                l.damaged, l.quality_control, l.display, l.incoming, coming.expected, l.sequence, hold.next_end, i.category,
                i.unit
            from inventory.stock_level l
            join inventory.item i on i.sku = l.sku
            left join lateral (
                select sum(r.quantity) filter (where r.expires_at <= :now) as ended,
                    min(r.expires_at) filter (where r.expires_at > :now) as next_end
                from inventory.reservation_line r
                where l.reserved > 0 and r.sku = l.sku and r.location = l.location and r.state = 'HELD') hold on true
            left join lateral (
                select string_agg(quantity || ' ' || coalesce(expected_at::text, ''), ',' order by expected_at) as expected
                from (
                    select trim_scale(sum(s.outstanding)) as quantity,
                        (extract(epoch from s.expected_at) * 1000000)::bigint as expected_at
                    from inventory.shipment_line s
                    where l.incoming > 0 and s.sku = l.sku and s.location = l.location and s.outstanding > 0
                    group by s.expected_at order by s.expected_at limit 10) dates) coming on true
            where l.sku = any(:skus)
            """;

    private final JdbcClient jdbc;

    LevelReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An item's levels.
     *
     * @param cells in the order of locations
     */
    record ItemLevels(@Nullable String category, boolean inPieces, List<CellLevel> cells) {

        static final ItemLevels NONE = new ItemLevels(null, false, List.of());
    }

    /**
     * By SKU, in the order of locations; an item that has no level there is absent.
     *
     * @param locations null for all
     */
    Map<String, ItemLevels> levels(Collection<String> skus, @Nullable Collection<String> locations, Instant now) {
        Map<String, ItemLevels> found = new HashMap<>();
        JdbcClient.StatementSpec statement = jdbc.sql(
                        locations == null
                                ? LEVELS + " order by l.sku, l.location"
                                : LEVELS + " and l.location = any(:locations) order by l.sku, l.location")
                .param("now", time(now))
                .param("skus", skus.toArray(String[]::new));
        if (locations != null) {
            statement = statement.param("locations", locations.toArray(String[]::new));
        }
        statement.query(row -> {
            String sku = row.getString("sku");
            ItemLevels item = found.get(sku);
            if (item == null) {
                item = new ItemLevels(
                        row.getString("category"), Item.EACH.equals(row.getString("unit")), new ArrayList<>());
                found.put(sku, item);
            }
            item.cells().add(cell(row));
        });
        return found;
    }

    private static CellLevel cell(ResultSet row) throws SQLException {
        return new CellLevel(
                row.getString("location"),
                Quantities.plain(row.getBigDecimal("on_hand")),
                Quantities.plain(row.getBigDecimal("reserved")),
                Quantities.plain(row.getBigDecimal("committed")),
                Quantities.plain(row.getBigDecimal("damaged")),
                Quantities.plain(row.getBigDecimal("quality_control")),
                Quantities.plain(row.getBigDecimal("display")),
                Quantities.plain(row.getBigDecimal("incoming")),
                expected(row.getString("expected")),
                row.getLong("sequence"),
                instant(row, "next_end"));
    }

    /** Pairs of a quantity and microseconds since 1970, which are empty where nobody has said when. */
    private static List<Incoming> expected(@Nullable String pairs) {
        if (pairs == null) {
            return List.of();
        }
        List<Incoming> expected = new ArrayList<>();
        for (String pair : pairs.split(",", -1)) {
            int space = pair.indexOf(' ');
            String at = pair.substring(space + 1);
            expected.add(new Incoming(
                    new BigDecimal(pair.substring(0, space)),
                    at.isEmpty() ? null : Instant.EPOCH.plus(Long.parseLong(at), ChronoUnit.MICROS)));
        }
        return List.copyOf(expected);
    }
}
