package io.noren.inventory.pickup.promise;

import io.noren.inventory.GeoPoint;
import io.noren.inventory.OpeningHours;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores with what decides when they have an order ready, each by one statement. */
@Component
class PickupStores {
    private static final String STORES = """
            select l.id, l.name, l.zone, l.latitude, l.longitude, l.opening_hours, l.pickup_enabled,
                t.preparation_minutes, t.slot_minutes, t.orders_per_slot, t.cut_off, t.kept_days,
                p.since, p.until, p.reason, p.actor
            from inventory.location l
            left join inventory.pickup_terms t on t.location = l.id
            left join inventory.pickup_pause p on p.location = l.id
            """;

    private final JdbcClient jdbc;
    private final PickupTerms usual;

    PickupStores(JdbcClient jdbc, @Value("${noren.inventory.pickup-preparation:PT2H}") Duration usualPreparation) {
        this.jdbc = jdbc;
        this.usual = PickupTerms.usual(usualPreparation);
    }

    PickupTerms usualTerms() {
        return usual;
    }

    /** @throws Refusal {@code UNKNOWN_LOCATION} */
    PickupStore get(String location) {
        return jdbc.sql(STORES + "where l.id = :location")
                .param("location", location)
                .query((row, index) -> store(row))
                .optional()
                .orElseThrow(
                        () -> new Refusal("UNKNOWN_LOCATION", "No location " + location + ".", "location", Map.of()));
    }

    /** Those where something can be collected at all. */
    List<PickupStore> enabled() {
        return jdbc.sql(STORES + "where l.pickup_enabled order by l.id")
                .query((row, index) -> store(row))
                .list();
    }

    private PickupStore store(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        GeoPoint position = row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
        return new PickupStore(
                row.getString("id"),
                row.getString("name"),
                ZoneId.of(row.getString("zone")),
                position,
                OpeningHours.read(row.getString("opening_hours")),
                row.getBoolean("pickup_enabled"),
                row.getString("slot_minutes") == null ? usual : terms(row),
                pause(row));
    }

    static PickupTerms terms(ResultSet row) throws SQLException {
        return new PickupTerms(
                Duration.ofMinutes(row.getInt("preparation_minutes")),
                Duration.ofMinutes(row.getInt("slot_minutes")),
                row.getObject("orders_per_slot", Integer.class),
                row.getObject("cut_off", LocalTime.class),
                row.getInt("kept_days"));
    }

    private static @Nullable PickupPause pause(ResultSet row) throws SQLException {
        Optional<Instant> since = Optional.ofNullable(Sql.instant(row, "since"));
        return since.isEmpty()
                ? null
                : new PickupPause(
                        since.get(),
                        Sql.instant(row, "until"),
                        row.getString("reason"),
                        Objects.requireNonNull(row.getString("actor")));
    }
}
