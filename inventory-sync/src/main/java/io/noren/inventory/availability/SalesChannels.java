package io.noren.inventory.availability;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Channels and where their goods come from. A channel that is not here sells from everywhere, by the general rules. */
@Component
public class SalesChannels {

    private static final String SELECT = """
            select c.id, c.name, c.version,
                array(select p.location_group from inventory.sales_channel_place p
                    where p.channel = c.id and p.location_group is not null) as location_groups,
                array(select p.location from inventory.sales_channel_place p
                    where p.channel = c.id and p.location is not null) as locations
            from inventory.sales_channel c
            """;

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    SalesChannels(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores the channel if it still has the version the writer saw.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code UNKNOWN_LOCATION_GROUP}, {@code UNKNOWN_LOCATION}, …
     */
    @Transactional
    public Versioned<SalesChannel> put(SalesChannel channel, @Nullable Long seen) {
        SellingIds.check(channel.id());
        SellingIds.checkName(channel.name());
        Optional<Versioned<SalesChannel>> present = find(channel.id());
        SellingIds.checkVersion("Channel " + channel.id(), seen, present);
        if (present.isPresent() && present.get().value().equals(channel)) {
            return present.get();
        }
        long version = jdbc.sql("""
                insert into inventory.sales_channel as c (id, name, changed_at) values (:id, :name, :now)
                on conflict (id) do update set name = excluded.name, changed_at = excluded.changed_at,
                    version = c.version + 1
                where c.version = coalesce(:seen::bigint, c.version)
                returning version
                """)
                .param("id", channel.id())
                .param("name", channel.name())
                .param("now", time(Sql.micros(clock.instant())))
                .param("seen", seen)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> SellingIds.stale(
                        "Channel " + channel.id(), find(channel.id()).orElse(null)));
        jdbc.sql("delete from inventory.sales_channel_place where channel = :id")
                .param("id", channel.id())
                .update();
        place(channel, "location_group", channel.locationGroups(), "UNKNOWN_LOCATION_GROUP", "locationGroups");
        place(channel, "location", channel.locations(), "UNKNOWN_LOCATION", "locations");
        events.publishEvent(new SellingTermsChanged());
        return new Versioned<>(channel, version);
    }

    /** @param table of the same name as the column */
    private void place(SalesChannel channel, String table, Set<String> ids, String code, String field) {
        List<String> known = jdbc.sql("""
                insert into inventory.sales_channel_place (channel, %1$s)
                select :channel, place.id from inventory.%1$s place where place.id = any(:ids) order by place.id
                returning %1$s
                """.formatted(table))
                .param("channel", channel.id())
                .param("ids", ids.toArray(String[]::new))
                .query(String.class)
                .list();
        SellingIds.missing(ids, known).ifPresent(id -> {
            throw SellingIds.refusal(code, field, "There is no " + id + ": create it first.");
        });
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<SalesChannel>> find(String id) {
        return jdbc.sql(SELECT + " where c.id = :id")
                .param("id", id)
                .query(SalesChannels::channel)
                .optional();
    }

    /** In the order of ids. */
    @Transactional(readOnly = true)
    public List<Versioned<SalesChannel>> after(String id, int limit) {
        return jdbc.sql(SELECT + " where c.id > :id order by c.id limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query(SalesChannels::channel)
                .list();
    }

    List<SalesChannel> all() {
        return jdbc.sql(SELECT).query(SalesChannels::channel).list().stream()
                .map(Versioned::value)
                .toList();
    }

    /**
     * A channel that a rule speaks of stays.
     *
     * @return false when there is none
     * @throws Refusal {@code STALE_VERSION}, {@code CHANNEL_IN_USE}
     */
    @Transactional
    public boolean delete(String id, @Nullable Long seen) {
        Optional<Versioned<SalesChannel>> present = find(id);
        if (present.isEmpty()) {
            return false;
        }
        SellingIds.checkVersion("Channel " + id, seen, present);
        try {
            int deleted = jdbc.sql("delete from inventory.sales_channel where id = :id and version = :version")
                    .param("id", id)
                    .param("version", present.get().version())
                    .update();
            if (deleted == 0) {
                throw SellingIds.stale("Channel " + id, find(id).orElse(null));
            }
        } catch (DataIntegrityViolationException inUse) {
            Refusal refusal =
                    new Refusal("CHANNEL_IN_USE", "A rule speaks of channel " + id + ": change or delete that first.");
            refusal.initCause(inUse);
            throw refusal;
        }
        events.publishEvent(new SellingTermsChanged());
        return true;
    }

    private static Versioned<SalesChannel> channel(ResultSet row, int index) throws SQLException {
        return new Versioned<>(
                new SalesChannel(
                        row.getString("id"),
                        row.getString("name"),
                        LocationGroups.texts(row, "location_groups"),
                        LocationGroups.texts(row, "locations")),
                row.getLong("version"));
    }
}
