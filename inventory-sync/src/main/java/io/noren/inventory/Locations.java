package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Stores and warehouses. Plain data, replaced as a whole; {@link LocationChanged} tells of every real change. */
@Component
public class Locations {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Locations(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /** Stores the location as it is now, whatever was there before. */
    @Transactional
    public Location put(Location location) {
        return put(location, null).value();
    }

    /**
     * Stores the location if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code BAD_GLN}, {@code GLN_TAKEN}, …
     */
    @Transactional
    public Versioned<Location> put(Location location, @Nullable Long seen) {
        check(location);
        Optional<Versioned<Location>> present = findVersioned(location.id());
        long presentVersion = present.map(Versioned::version).orElse(0L);
        if (seen != null && seen != presentVersion) {
            throw stale(location.id(), present.orElse(null));
        }
        if (present.isPresent() && present.get().value().equals(location)) {
            return present.get();
        }
        Instant now = Sql.micros(clock.instant());
        long version = write(location, seen, now)
                .orElseThrow(
                        () -> stale(location.id(), findVersioned(location.id()).orElse(null)));
        events.publishEvent(new LocationChanged(UUID.randomUUID(), location, now));
        return new Versioned<>(location, version);
    }

    @Transactional(readOnly = true)
    public Optional<Location> find(String id) {
        return findVersioned(id).map(Versioned::value);
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<Location>> findVersioned(String id) {
        return jdbc.sql("select * from inventory.location where id = :id")
                .param("id", id)
                .query(Locations::location)
                .optional();
    }

    @Transactional(readOnly = true)
    public Optional<Location> findByGln(String gln) {
        return jdbc.sql("select * from inventory.location where gln = :gln")
                .param("gln", gln)
                .query(Locations::location)
                .optional()
                .map(Versioned::value);
    }

    /** All of them, by id. */
    @Transactional(readOnly = true)
    public List<Location> all() {
        return allVersioned().stream().map(Versioned::value).toList();
    }

    @Transactional(readOnly = true)
    public List<Versioned<Location>> allVersioned() {
        return jdbc.sql("select * from inventory.location order by id")
                .query(Locations::location)
                .list();
    }

    private void check(Location location) {
        if (!ID.matcher(location.id()).matches()) {
            throw Refusal.ofField(
                    "BAD_LOCATION_ID", "id", "A location's id has 1 to 60 letters, digits, dots, dashes, underscores.");
        }
        if (location.name().isBlank()) {
            throw Refusal.ofField("NAME_MISSING", "name", "Give the location a name.");
        }
        String gln = location.gln();
        if (gln == null) {
            return;
        }
        if (!Gs1Number.isGln(gln)) {
            throw Refusal.ofField("BAD_GLN", "gln", "'" + gln + "' is no GLN: 13 digits with a right check digit.");
        }
        findByGln(gln).filter(other -> !other.id().equals(location.id())).ifPresent(other -> {
            throw new Refusal(
                    "GLN_TAKEN", "GLN " + gln + " already names location " + other.id() + ".", "gln", Map.of());
        });
    }

    private static Versioned<Location> location(ResultSet row, int index) throws SQLException {
        double latitude = row.getDouble("latitude");
        GeoPoint position = row.wasNull() ? null : new GeoPoint(latitude, row.getDouble("longitude"));
        Location location = new Location(
                row.getString("id"),
                row.getString("gln"),
                row.getString("name"),
                Location.Kind.valueOf(row.getString("kind")),
                ZoneId.of(row.getString("zone")),
                row.getString("opening_hours"),
                row.getBoolean("pickup_enabled"),
                position,
                List.of((String[]) row.getArray("tills").getArray()));
        return new Versioned<>(location, row.getLong("version"));
    }

    private Optional<Long> write(Location location, @Nullable Long seen, Instant now) {
        GeoPoint position = location.position();
        return jdbc.sql("""
                insert into inventory.location as l (id, gln, name, kind, zone, opening_hours, pickup_enabled, latitude,
                    longitude, tills, changed_at)
                values (:id, :gln, :name, :kind, :zone, :hours, :pickup, :latitude, :longitude, :tills, :now)
                on conflict (id) do update set gln = excluded.gln, name = excluded.name, kind = excluded.kind,
                    zone = excluded.zone, opening_hours = excluded.opening_hours,
                    pickup_enabled = excluded.pickup_enabled, latitude = excluded.latitude,
                    longitude = excluded.longitude, tills = excluded.tills, changed_at = excluded.changed_at,
                    version = l.version + 1
                where l.version = coalesce(:seen::bigint, l.version)
                returning version
                """)
                .param("id", location.id())
                .param("gln", location.gln())
                .param("name", location.name())
                .param("kind", location.kind().name())
                .param("zone", location.zone().getId())
                .param("hours", location.openingHours())
                .param("pickup", location.pickupEnabled())
                .param("latitude", position == null ? null : position.latitude())
                .param("longitude", position == null ? null : position.longitude())
                .param("tills", location.tills().toArray(String[]::new))
                .param("now", time(now))
                .param("seen", seen)
                .query(Long.class)
                .optional();
    }

    private static Refusal stale(String id, @Nullable Versioned<Location> present) {
        return new Refusal(
                "STALE_VERSION",
                "Location " + id + " has changed since: read it again, then write.",
                null,
                present == null ? Map.of() : Map.of("present", present));
    }
}
