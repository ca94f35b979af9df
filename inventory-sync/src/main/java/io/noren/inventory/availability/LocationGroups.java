package io.noren.inventory.availability;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Groups of locations. Plain data, replaced as a whole. */
@Component
public class LocationGroups {

    private static final String SELECT = """
            select g.id, g.name, g.version, array(
                select m.location from inventory.location_group_member m where m.location_group = g.id) as locations
            from inventory.location_group g
            """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LocationGroups(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the group if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code UNKNOWN_LOCATION}, …
     */
    @Transactional
    public Versioned<LocationGroup> put(LocationGroup group, @Nullable Long seen) {
        SellingIds.check(group.id());
        SellingIds.checkName(group.name());
        Optional<Versioned<LocationGroup>> present = find(group.id());
        SellingIds.checkVersion("Location group " + group.id(), seen, present);
        if (present.isPresent() && present.get().value().equals(group)) {
            return present.get();
        }
        long version = jdbc.sql("""
                insert into inventory.location_group as g (id, name, changed_at) values (:id, :name, :now)
                on conflict (id) do update set name = excluded.name, changed_at = excluded.changed_at,
                    version = g.version + 1
                where g.version = coalesce(:seen::bigint, g.version)
                returning version
                """)
                .param("id", group.id())
                .param("name", group.name())
                .param("now", time(Sql.micros(clock.instant())))
                .param("seen", seen)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> SellingIds.stale(
                        "Location group " + group.id(), find(group.id()).orElse(null)));
        writeMembers(group);
        events.publishEvent(new SellingTermsChanged());
        return new Versioned<>(group, version);
    }

    private void writeMembers(LocationGroup group) {
        String[] locations = group.locations().toArray(String[]::new);
        jdbc.sql("delete from inventory.location_group_member where location_group = :id")
                .param("id", group.id())
                .update();
        List<String> known = jdbc.sql("""
                insert into inventory.location_group_member (location_group, location)
                select :id, l.id from inventory.location l where l.id = any(:locations) order by l.id
                returning location
                """)
                .param("id", group.id())
                .param("locations", locations)
                .query(String.class)
                .list();
        SellingIds.missing(group.locations(), known).ifPresent(location -> {
            throw SellingIds.refusal("UNKNOWN_LOCATION", "locations", "No location " + location + ".");
        });
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<LocationGroup>> find(String id) {
        return jdbc.sql(SELECT + " where g.id = :id")
                .param("id", id)
                .query(LocationGroups::group)
                .optional();
    }

    /** In the order of ids. */
    @Transactional(readOnly = true)
    public List<Versioned<LocationGroup>> after(String id, int limit) {
        return jdbc.sql(SELECT + " where g.id > :id order by g.id limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query(LocationGroups::group)
                .list();
    }

    List<LocationGroup> all() {
        return jdbc.sql(SELECT).query(LocationGroups::group).list().stream()
                .map(Versioned::value)
                .toList();
    }

    /**
     * A group that a channel or a rule speaks of stays.
     *
     * @return false when there is none
     * @throws Refusal {@code STALE_VERSION}, {@code GROUP_IN_USE}
     */
    @Transactional
    public boolean delete(String id, @Nullable Long seen) {
        Optional<Versioned<LocationGroup>> present = find(id);
        if (present.isEmpty()) {
            return false;
        }
        SellingIds.checkVersion("Location group " + id, seen, present);
        try {
            int deleted = jdbc.sql("delete from inventory.location_group where id = :id and version = :version")
                    .param("id", id)
                    .param("version", present.get().version())
                    .update();
            if (deleted == 0) {
                throw SellingIds.stale("Location group " + id, find(id).orElse(null));
            }
        } catch (DataIntegrityViolationException inUse) {
            Refusal refusal = new Refusal(
                    "GROUP_IN_USE", "A channel or a rule speaks of group " + id + ": change or delete that first.");
            refusal.initCause(inUse);
            throw refusal;
        }
        events.publishEvent(new SellingTermsChanged());
        return true;
    }

    private static Versioned<LocationGroup> group(ResultSet row, int index) throws SQLException {
        return new Versioned<>(
                new LocationGroup(row.getString("id"), row.getString("name"), texts(row, "locations")),
                row.getLong("version"));
    }

    static Set<String> texts(ResultSet row, String column) throws SQLException {
        return new HashSet<>(List.of((String[]) row.getArray(column).getArray()));
    }
}
