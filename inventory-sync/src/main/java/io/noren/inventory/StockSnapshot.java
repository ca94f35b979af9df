package io.noren.inventory;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/**
 * All levels of a location, for a subscriber that begins or wants to know whether it is equal, and a digest of them by
 * buckets, so that it fetches only what differs.
 *
 * <p>A snapshot is read page by page, and nothing is kept open while it is sent: each level is at least as new as the
 * cursor that was taken before the first. Whoever goes on from there and keeps the highest sequence of each cell ends
 * equal.
 */
@Component
public class StockSnapshot {

    public static final int BUCKETS = 256;
    static final int PAGE = 1_000;

    private static final String BUCKET = "get_byte(sha256(convert_to(sku, 'UTF8')), 0)";

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final ChangeFeed feed;
    private final Clock clock;

    StockSnapshot(JdbcClient jdbc, MasterData masterData, ChangeFeed feed, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.feed = feed;
        this.clock = clock;
    }

    /** @param cursor where to go on in the feed, once all rows are read */
    public record Begin(String location, String cursor, Instant at) {}

    public record Row(
            String sku,
            long sequence,
            BigDecimal onHand,
            BigDecimal reserved,
            BigDecimal committed,
            BigDecimal unavailable,
            BigDecimal incoming,
            BigDecimal available) {}

    /**
     * @param cursor everything up to there is in it
     * @param buckets those that have cells
     */
    public record Digest(String location, String cursor, Instant at, long cells, List<Bucket> buckets) {}

    /**
     * Of the cells whose SKU's SHA-256 (of its UTF-8) begins with the byte {@code bucket}.
     *
     * @param digest SHA-256, in hex, of the line {@code sku \t sequence \t onHand \t reserved \t committed \t
     *     unavailable \n} of each, in the order of the SKUs' bytes, numbers without trailing zeros
     */
    public record Bucket(int bucket, long cells, String digest) {}

    /** @throws Refusal {@code NO_SUCH_LOCATION} */
    public Begin begin(String location) {
        check(location);
        return new Begin(location, feed.end().toString(), Sql.micros(clock.instant()));
    }

    /**
     * The next levels in the order of their SKUs, at most 1,000; empty at the end.
     *
     * @param afterSku the last one's, empty to begin
     * @param buckets empty for all
     */
    @Transactional(readOnly = true)
    public List<Row> page(String location, Collection<Integer> buckets, String afterSku) {
        return jdbc.sql("""
                select sku, sequence, on_hand as on_hand_after, reserved as reserved_after,
                    committed as committed_after, damaged + quality_control + display as unavailable_after,
                    incoming as incoming_after
                from inventory.stock_level
                where location = :location and sku > :after and sequence > 0
                    and (:all or {bucket} = any(:buckets::integer[]))
                order by sku limit :page
                """.replace("{bucket}", BUCKET))
                .param("location", location)
                .param("after", afterSku)
                .param("all", buckets.isEmpty())
                .param("buckets", buckets.stream().map(String::valueOf).toArray(String[]::new))
                .param("page", PAGE)
                .query(StockSnapshot::row)
                .list();
    }

    /** @throws Refusal {@code NO_SUCH_LOCATION} */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Digest digest(String location) {
        check(location);
        FeedCursor end = feed.end();
        List<Bucket> buckets = jdbc.sql("""
                select {bucket} as bucket, count(*) as cells,
                    encode(sha256(convert_to(string_agg(concat_ws(E'\\t', sku, sequence, trim_scale(on_hand),
                        trim_scale(reserved), trim_scale(committed), trim_scale(damaged + quality_control + display))
                        || E'\\n', '' order by sku collate "C"), 'UTF8')), 'hex') as digest
                from inventory.stock_level where location = :location and sequence > 0
                group by 1 order by 1
                """.replace("{bucket}", BUCKET))
                .param("location", location)
                .query((row, index) -> new Bucket(row.getInt("bucket"), row.getLong("cells"), row.getString("digest")))
                .list();
        long cells = buckets.stream().mapToLong(Bucket::cells).sum();
        return new Digest(location, end.toString(), Sql.micros(clock.instant()), cells, buckets);
    }

    private void check(String location) {
        if (!masterData.isLocation(location)) {
            throw Refusal.ofField("NO_SUCH_LOCATION", "location", "There is no location " + location + ".");
        }
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        LevelNumbers numbers = LevelNumbers.after(row);
        return new Row(
                row.getString("sku"),
                row.getLong("sequence"),
                numbers.onHand(),
                numbers.reserved(),
                numbers.committed(),
                numbers.unavailable(),
                numbers.incoming(),
                numbers.available());
    }
}
