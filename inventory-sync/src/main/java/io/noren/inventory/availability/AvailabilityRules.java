package io.noren.inventory.availability;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.MasterData;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.AvailabilityRule.Scope;
import io.noren.inventory.availability.AvailabilityRule.StaleFeed;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The rules as they are stored; {@link RuleBook} says which of them count. */
@Component
public class AvailabilityRules {

    private final JdbcClient jdbc;
    private final MasterData masterData;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AvailabilityRules(JdbcClient jdbc, MasterData masterData, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.masterData = masterData;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the rule if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code SCOPE_TAKEN}, {@code UNKNOWN_CHANNEL}, {@code BAD_BUFFER}, …
     */
    @Transactional
    public Versioned<AvailabilityRule> put(AvailabilityRule given, @Nullable Long seen) {
        AvailabilityRule rule = RuleChecks.checked(given);
        Optional<Versioned<AvailabilityRule>> present = find(rule.id());
        SellingIds.checkVersion("Rule " + rule.id(), seen, present);
        if (present.isPresent() && present.get().value().equals(rule)) {
            return present.get();
        }
        checkNames(rule.scope());
        long version = write(rule, seen)
                .orElseThrow(() ->
                        SellingIds.stale("Rule " + rule.id(), find(rule.id()).orElse(null)));
        events.publishEvent(new SellingTermsChanged());
        return new Versioned<>(rule, version);
    }

    /** A rule about what does not exist would lie there unnoticed. */
    private void checkNames(Scope scope) {
        check(scope.channel(), name -> exists("sales_channel", name), "UNKNOWN_CHANNEL", "scope.channel");
        check(
                scope.locationGroup(),
                name -> exists("location_group", name),
                "UNKNOWN_LOCATION_GROUP",
                "scope.locationGroup");
        check(scope.sku(), masterData::isItem, "UNKNOWN_ITEM", "scope.sku");
    }

    private static void check(@Nullable String name, Predicate<String> exists, String code, String field) {
        if (name != null && (name.indexOf('\0') >= 0 || !exists.test(name))) {
            throw SellingIds.refusal(code, field, "There is no " + name + ": create it first.");
        }
    }

    private boolean exists(String table, String id) {
        return jdbc.sql("select exists (select from inventory." + table + " where id = :id)")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private Optional<Long> write(AvailabilityRule rule, @Nullable Long seen) {
        Buffer buffer = rule.buffer();
        StaleFeed stale = rule.staleFeed();
        Buffer staleBuffer = stale == null ? null : stale.buffer();
        Duration after = stale == null ? null : stale.after();
        List<BigDecimal> bands = stale == null ? null : stale.bands();
        try {
            return jdbc.sql("""
                    insert into inventory.availability_rule as r (id, channel, location_group, category, sku,
                        safety_stock, buffer, buffer_share, threshold, pickup, ship, stale_after_seconds, stale_buffer,
                        stale_buffer_share, stale_bands, stale_pickup, changed_at)
                    values (:id, :channel, :group, :category, :sku, :safetyStock, :buffer, :bufferShare, :threshold,
                        :pickup, :ship, :staleAfter, :staleBuffer, :staleBufferShare, :staleBands::numeric[],
                        :stalePickup, :now)
                    on conflict (id) do update set channel = excluded.channel,
                        location_group = excluded.location_group, category = excluded.category, sku = excluded.sku,
                        safety_stock = excluded.safety_stock, buffer = excluded.buffer,
                        buffer_share = excluded.buffer_share, threshold = excluded.threshold,
                        pickup = excluded.pickup, ship = excluded.ship,
                        stale_after_seconds = excluded.stale_after_seconds, stale_buffer = excluded.stale_buffer,
                        stale_buffer_share = excluded.stale_buffer_share, stale_bands = excluded.stale_bands,
                        stale_pickup = excluded.stale_pickup, changed_at = excluded.changed_at,
                        version = r.version + 1
                    where r.version = coalesce(:seen::bigint, r.version)
                    returning version
                    """)
                    .param("id", rule.id())
                    .param("channel", rule.scope().channel())
                    .param("group", rule.scope().locationGroup())
                    .param("category", rule.scope().category())
                    .param("sku", rule.scope().sku())
                    .param("safetyStock", rule.safetyStock())
                    .param("buffer", buffer == null ? null : buffer.quantity())
                    .param("bufferShare", buffer == null ? null : buffer.share())
                    .param("threshold", rule.threshold())
                    .param("pickup", rule.pickup())
                    .param("ship", rule.ship())
                    .param("staleAfter", after == null ? null : after.toSeconds())
                    .param("staleBuffer", staleBuffer == null ? null : staleBuffer.quantity())
                    .param("staleBufferShare", staleBuffer == null ? null : staleBuffer.share())
                    .param("staleBands", bands == null ? null : Sql.column(bands, BigDecimal::toPlainString))
                    .param("stalePickup", stale == null ? null : stale.pickup())
                    .param("now", time(Sql.micros(clock.instant())))
                    .param("seen", seen)
                    .query(Long.class)
                    .optional();
        } catch (DuplicateKeyException taken) {
            Refusal refusal = new Refusal(
                    "SCOPE_TAKEN", "Another rule has exactly this scope: change that one instead.", "scope", Map.of());
            refusal.initCause(taken);
            throw refusal;
        }
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<AvailabilityRule>> find(String id) {
        return jdbc.sql("select * from inventory.availability_rule where id = :id")
                .param("id", id)
                .query(AvailabilityRules::rule)
                .optional();
    }

    /** In the order of ids. */
    @Transactional(readOnly = true)
    public List<Versioned<AvailabilityRule>> after(String id, int limit) {
        return jdbc.sql("select * from inventory.availability_rule where id > :id order by id limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query(AvailabilityRules::rule)
                .list();
    }

    List<AvailabilityRule> all() {
        return jdbc.sql("select * from inventory.availability_rule").query(AvailabilityRules::rule).list().stream()
                .map(Versioned::value)
                .toList();
    }

    /**
     * @return false when there is none
     * @throws Refusal {@code STALE_VERSION}
     */
    @Transactional
    public boolean delete(String id, @Nullable Long seen) {
        Optional<Versioned<AvailabilityRule>> present = find(id);
        if (present.isEmpty()) {
            return false;
        }
        SellingIds.checkVersion("Rule " + id, seen, present);
        int deleted = jdbc.sql("delete from inventory.availability_rule where id = :id and version = :version")
                .param("id", id)
                .param("version", present.get().version())
                .update();
        if (deleted == 0) {
            throw SellingIds.stale("Rule " + id, find(id).orElse(null));
        }
        events.publishEvent(new SellingTermsChanged());
        return true;
    }

    private static Versioned<AvailabilityRule> rule(ResultSet row, int index) throws SQLException {
        AvailabilityRule rule = new AvailabilityRule(
                row.getString("id"),
                new Scope(
                        row.getString("channel"),
                        row.getString("location_group"),
                        row.getString("category"),
                        row.getString("sku")),
                quantity(row, "safety_stock"),
                buffer(row, "buffer"),
                quantity(row, "threshold"),
                row.getObject("pickup", Boolean.class),
                row.getObject("ship", Boolean.class),
                staleFeed(row));
        return new Versioned<>(rule, row.getLong("version"));
    }

    private static @Nullable StaleFeed staleFeed(ResultSet row) throws SQLException {
        Long seconds = row.getObject("stale_after_seconds", Long.class);
        Buffer buffer = buffer(row, "stale_buffer");
        Array bands = row.getArray("stale_bands");
        Boolean pickup = row.getObject("stale_pickup", Boolean.class);
        return seconds == null && buffer == null && bands == null && pickup == null
                ? null
                : new StaleFeed(
                        seconds == null ? null : Duration.ofSeconds(seconds),
                        buffer,
                        bands == null
                                ? null
                                : Stream.of((BigDecimal[]) bands.getArray())
                                        .map(Quantities::plain)
                                        .toList(),
                        pickup);
    }

    private static @Nullable Buffer buffer(ResultSet row, String column) throws SQLException {
        BigDecimal fixed = quantity(row, column);
        BigDecimal share = quantity(row, column + "_share");
        return fixed == null && share == null ? null : new Buffer(fixed, share);
    }

    private static @Nullable BigDecimal quantity(ResultSet row, String column) throws SQLException {
        BigDecimal quantity = row.getBigDecimal(column);
        return quantity == null ? null : Quantities.plain(quantity);
    }
}
