package io.noren.inventory;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.AvailabilityAnswer.AtLocation;
import io.noren.inventory.AvailabilityAnswer.OfItem;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What may be sold, where. {@code available = max(0, onHand - reserved)} per location, and a channel may promise the
 * sum. A hold that has ended counts no longer from that instant, whether or not its row was tidied.
 */
@Component
public class Availability {

    private final JdbcClient jdbc;
    private final Clock clock;

    Availability(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One answer for all items, from one moment.
     *
     * @param skus in the order of the answer; an unknown one has nothing available and no locations
     * @param locations null for every location that ever had the item; else a line for each, zeros where it never did
     */
    @Transactional(readOnly = true)
    public AvailabilityAnswer forChannel(
            String channel, Collection<String> skus, @Nullable Collection<String> locations) {
        Instant now = Sql.micros(clock.instant());
        Map<String, List<AtLocation>> found = new LinkedHashMap<>();
        skus.forEach(sku -> found.put(sku, new ArrayList<>()));
        jdbc.sql("""
                select l.sku, l.location, l.on_hand, l.reserved - coalesce(ended.quantity, 0) as reserved, l.committed,
                    l.damaged + l.quality_control + l.display as unavailable, l.sequence, f.heard_at
                from inventory.stock_level l
                left join (
                    select sku, location, sum(quantity) as quantity from inventory.reservation_line
                    where state = 'HELD' and expires_at <= :now
                    group by sku, location) ended using (sku, location)
                left join inventory.location_feed f on f.location = l.location
                where l.sku = any(:skus) and (:everywhere or l.location = any(:locations))
                order by l.sku, l.location
                """)
                .param("now", time(now))
                .param("skus", found.keySet().toArray(String[]::new))
                .param("everywhere", locations == null)
                .param("locations", locations == null ? new String[0] : locations.toArray(String[]::new))
                .query(row -> {
                    List<AtLocation> cells = found.get(row.getString("sku"));
                    if (cells != null) {
                        cells.add(cell(row, now));
                    }
                });
        if (locations != null) {
            found.values().forEach(cells -> addEmpty(cells, new LinkedHashSet<>(locations), now));
        }
        List<OfItem> items = new ArrayList<>(found.size());
        found.forEach((sku, cells) -> items.add(new OfItem(sku, promisable(cells), cells)));
        return new AvailabilityAnswer(now, channel, items);
    }

    private static BigDecimal promisable(List<AtLocation> cells) {
        return Quantities.plain(cells.stream().map(AtLocation::available).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static AtLocation cell(ResultSet row, Instant now) throws SQLException {
        LevelNumbers numbers = new LevelNumbers(
                row.getBigDecimal("on_hand"),
                row.getBigDecimal("reserved"),
                row.getBigDecimal("committed"),
                row.getBigDecimal("unavailable"));
        Instant heardAt = instant(row, "heard_at");
        return new AtLocation(
                row.getString("location"),
                numbers.onHand(),
                numbers.reserved(),
                numbers.committed(),
                numbers.unavailable(),
                BigDecimal.ZERO,
                numbers.available(),
                row.getLong("sequence"),
                now,
                heardAt == null ? null : age(heardAt, now));
    }

    private static Duration age(Instant heardAt, Instant now) {
        // Another copy's clock may be a little ahead; a store's word is never from the future.
        Duration age = Duration.ofSeconds(Duration.between(heardAt, now).toSeconds());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static void addEmpty(List<AtLocation> cells, Set<String> wanted, Instant now) {
        cells.forEach(cell -> wanted.remove(cell.location()));
        wanted.forEach(location -> cells.add(AtLocation.nothing(location, now)));
        cells.sort(Comparator.comparing(AtLocation::location));
    }
}
