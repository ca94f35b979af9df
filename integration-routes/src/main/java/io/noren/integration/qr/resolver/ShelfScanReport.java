package io.noren.integration.qr.resolver;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was scanned where and when. */
@Component
public class ShelfScanReport {
    private final JdbcClient jdbc;

    ShelfScanReport(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An hour of one item's code in one store.
     *
     * @param location absent: the code named no store of ours
     */
    public record Scans(Instant hour, @Nullable String location, String sku, long scans) {}

    /**
     * An hour of a week.
     *
     * @param day 1 for Monday to 7 for Sunday
     * @param hour 0 to 23, by the clock of the store
     */
    public record Heat(int day, int hour, long scans) {}

    /** An item with the sum of its scans. */
    public record Total(String sku, long scans) {}

    /** Row by row, in the order of hour, location and SKU. */
    @Transactional(readOnly = true)
    public List<Scans> rows(
            @Nullable String location,
            @Nullable String sku,
            Instant from,
            Instant to,
            @Nullable Scans after,
            int limit) {
        Scans place = Objects.requireNonNullElse(after, new Scans(Instant.EPOCH, null, "", 0));
        return jdbc.sql("""
                select * from integration.shelf_scan
                where hour >= :from and hour < :to
                    and location = coalesce(:location::text, location) and sku = coalesce(:sku::text, sku)
                    and (hour, location, sku) > (:hour, :afterLocation, :afterSku)
                order by hour, location, sku limit :limit
                """)
                .param("from", time(from))
                .param("to", time(to))
                .param("location", location)
                .param("sku", sku)
                .param("hour", time(place.hour()))
                .param("afterLocation", Objects.requireNonNullElse(place.location(), ""))
                .param("afterSku", place.sku())
                .param("limit", limit)
                .query(ShelfScanReport::scans)
                .list();
    }

    /** How a store's scans lie in the week. */
    @Transactional(readOnly = true)
    public List<Heat> week(String location, Instant from, ZoneId zone) {
        return jdbc.sql("""
                select extract(isodow from hour at time zone :zone)::integer as day,
                    extract(hour from hour at time zone :zone)::integer as hour, sum(scans)::bigint as scans
                from integration.shelf_scan where location = :location and hour >= :from
                group by 1, 2 order by 1, 2
                """)
                .param("zone", zone.getId())
                .param("location", location)
                .param("from", time(from))
                .query((row, number) -> new Heat(row.getInt("day"), row.getInt("hour"), row.getLong("scans")))
                .list();
    }

    /** What was scanned most in a store. */
    @Transactional(readOnly = true)
    public List<Total> most(String location, Instant from, int limit) {
        return jdbc.sql("""
                select sku, sum(scans)::bigint as scans
                from integration.shelf_scan where location = :location and hour >= :from
                group by sku order by 2 desc, sku limit :limit
                """)
                .param("location", location)
                .param("from", time(from))
                .param("limit", limit)
                .query((row, number) -> new Total(row.getString("sku"), row.getLong("scans")))
                .list();
    }

    private static Scans scans(ResultSet row, int number) throws SQLException {
        String location = row.getString("location");
        return new Scans(
                Objects.requireNonNull(Sql.instant(row, "hour")),
                location.isEmpty() ? null : location,
                row.getString("sku"),
                row.getLong("scans"));
    }
}
