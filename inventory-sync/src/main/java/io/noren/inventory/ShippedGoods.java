package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The only door through which {@code incoming} moves, and through which goods leave and come by shipments.
 *
 * <p>All steps belong to the caller's transaction: the shipment's own state says whether they were done before, so its
 * row is locked first, and its cells after it.
 */
@Component
public class ShippedGoods {

    /** A scanner's clock may be a little ahead. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final Promises promises;
    private final StockLevels levels;
    private final Clock clock;

    ShippedGoods(JdbcClient jdbc, MasterData masterData, Promises promises, StockLevels levels, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.promises = promises;
        this.levels = levels;
        this.clock = clock;
    }

    /** One number of a cell that moves. */
    public record Moved(
            String sku, String location, QuantityName quantityName, BigDecimal delta, MovementReason reason) {

        Cell cell() {
            return new Cell(sku, location);
        }
    }

    /**
     * Refuses an unknown place.
     *
     * @param field where the request names it
     * @throws Refusal {@code UNKNOWN_LOCATION}
     */
    public void checkLocation(String location, String field) {
        if (!masterData.isLocation(location)) {
            throw Refusal.ofField("UNKNOWN_LOCATION", field, "No location " + location + ".");
        }
    }

    /**
     * Refuses unknown items and quantities that are none.
     *
     * @param field the request's list, as for {@link Promises#check}
     */
    public void check(List<Promise> goods, String field) {
        promises.check(goods, field);
    }

    /**
     * When it happened; now where nobody says.
     *
     * @throws Refusal {@code OCCURRED_IN_FUTURE}
     */
    public Instant occurred(@Nullable Instant given) {
        Instant now = Sql.micros(clock.instant());
        if (given != null && given.isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw Refusal.ofField(
                    "OCCURRED_IN_FUTURE",
                    "occurredAt",
                    "It occurred more than a minute from now: check the sender's clock.");
        }
        return given == null ? now : Sql.micros(given);
    }

    /**
     * How much of each item nobody was promised and may leave a location. The cells, and those of the same items at the
     * other end, are locked from here on, in the order in which everyone locks them. A hold that has ended keeps nothing,
     * whether or not it was tidied.
     *
     * @param to the other end
     * @return by SKU; never below zero
     */
    @InCallersTransaction
    public Map<String, BigDecimal> free(Collection<String> skus, String location, String to) {
        Set<Cell> cells = new HashSet<>();
        skus.forEach(sku -> {
            cells.add(new Cell(sku, location));
            cells.add(new Cell(sku, to));
        });
        levels.lock(cells);
        Map<String, BigDecimal> free = new HashMap<>();
        jdbc.sql("""
                select l.sku, l.on_hand - (l.reserved - coalesce(hold.ended, 0)) - l.committed
                    - l.damaged - l.quality_control - l.display as free,
                    exists (select from inventory.not_found missed
                        where missed.sku = l.sku and missed.location = l.location and missed.ended_at is null
                            and (l.counted_at is null or l.counted_at < missed.reported_at)) as not_found
                from inventory.stock_level l
                left join lateral (
                    select sum(r.quantity) as ended from inventory.reservation_line r
                    where l.reserved > 0 and r.sku = l.sku and r.location = l.location and r.state = 'HELD'
                        and r.expires_at <= :now) hold on true
                where l.sku = any(:skus) and l.location = :location
                """)
                .param("now", time(Sql.micros(clock.instant())))
                .param("skus", skus.toArray(String[]::new))
                .param("location", location)
                .query(row -> {
                    BigDecimal left = row.getBoolean("not_found") ? BigDecimal.ZERO : row.getBigDecimal("free");
                    free.put(row.getString("sku"), Quantities.plain(left.max(BigDecimal.ZERO)));
                });
        return free;
    }

    /**
     * Goods that are kept for somebody from the moment that they come.
     *
     * @param reservation that keeps them
     * @param document what the ledger calls it
     */
    public record Kept(UUID reservation, String document, List<Promise> promises) {}

    /**
     * How much of each item at a location nobody was promised; below zero where more is promised than is there. The cells
     * are locked from here on.
     */
    @InCallersTransaction
    public Map<String, BigDecimal> left(Collection<String> skus, String location) {
        Map<String, BigDecimal> left = new HashMap<>();
        levels.lock(skus.stream().distinct().map(sku -> new Cell(sku, location)).toList())
                .forEach((cell, level) -> left.put(cell.sku(), level.left()));
        return left;
    }

    /** The same as {@link #move(List, String, String, Instant, List)} where nothing of it is kept for anybody. */
    @InCallersTransaction
    public void move(List<Moved> goods, String key, String document, Instant occurredAt) {
        move(goods, key, document, occurredAt, List.of());
    }

    /**
     * Moves the numbers in the given order, all or none.
     *
     * @param kept what is promised of it in the same step: whoever follows sees too little for sale, never too much
     * @param key stands in the ledger as the movements' id; whether they happen once is the shipment's state to say
     * @throws Refusal {@code LEVEL_TOO_LARGE}
     */
    @InCallersTransaction
    public void move(List<Moved> goods, String key, String document, Instant occurredAt, List<Kept> kept) {
        Instant now = Sql.micros(clock.instant());
        Writer writer = Writer.here();
        List<LevelChange> changes = new ArrayList<>();
        kept.forEach(each -> changes.addAll(promises.kept(each.promises(), each.document(), occurredAt)));
        goods.stream()
                .filter(moved -> moved.delta().signum() != 0)
                .map(moved -> new LevelChange(
                        key,
                        moved.cell(),
                        moved.quantityName(),
                        Quantities.plain(moved.delta()),
                        moved.reason(),
                        document,
                        occurredAt,
                        now,
                        writer))
                .forEach(changes::add);
        Map<String, Level.Objection> objections = levels.apply(changes);
        objections.values().stream().findFirst().ifPresent(objection -> {
            MovementResult why = objection.of(key);
            throw new Refusal(Objects.toString(why.code()), Objects.toString(why.detail()));
        });
    }
}
