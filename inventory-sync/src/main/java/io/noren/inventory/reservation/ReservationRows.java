package io.noren.inventory.reservation;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reservations as rows. */
@Component
class ReservationRows {

    private final JdbcClient jdbc;

    ReservationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes a held reservation. Of two that ask for the same owner and line at the same moment the later waits here
     * until the earlier is done.
     *
     * @return false when one of the lines belongs to another open reservation of the owner; then nothing is written
     */
    boolean insert(UUID id, HoldRequest request, Instant expiresAt, Instant now) {
        List<HoldRequest.Line> lines = request.lines();
        int inserted = jdbc.sql("""
                with reservation as (
                    insert into inventory.reservation (id, owner, channel, state, expires_at, created_at)
                    values (:id, :owner, :channel, 'HELD', :expiresAt, :now))
                insert into inventory.reservation_line
                    (reservation, line, owner, sku, location, quantity, state, expires_at)
                select :id, line, :owner, sku, location, quantity, 'HELD', :expiresAt
                from unnest(:lines::text[], :skus::text[], :locations::text[], :quantities::numeric[])
                    as wanted (line, sku, location, quantity)
                order by line
                on conflict (owner, line) where state in ('HELD', 'COMMITTED') do nothing
                """)
                .param("id", id)
                .param("owner", request.owner())
                .param("channel", request.channel())
                .param("expiresAt", time(expiresAt))
                .param("now", time(now))
                .param("lines", column(lines, HoldRequest.Line::line))
                .param("skus", column(lines, HoldRequest.Line::sku))
                .param("locations", column(lines, HoldRequest.Line::location))
                .param("quantities", column(lines, HoldRequest.Line::quantity))
                .update();
        if (inserted == lines.size()) {
            return true;
        }
        jdbc.sql("delete from inventory.reservation where id = :id")
                .param("id", id)
                .update();
        return false;
    }

    void deleteLines(UUID id, List<String> lines) {
        jdbc.sql("delete from inventory.reservation_line where reservation = :id and line = any(:lines)")
                .param("id", id)
                .param("lines", lines.toArray(String[]::new))
                .update();
    }

    Optional<Reservation> find(UUID id) {
        return load("where r.id = any(:ids::uuid[])", new String[] {id.toString()}).stream()
                .findFirst();
    }

    /** As {@link #find}, and nobody else changes it until this transaction ends. */
    Optional<Reservation> findForUpdate(UUID id) {
        jdbc.sql("select id from inventory.reservation where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        return find(id);
    }

    /** The owner's reservations, the latest first. */
    List<Reservation> ofOwner(String owner, int limit) {
        return load("""
                where r.id in (select id from inventory.reservation where owner = any(:ids)
                    order by created_at desc limit %d)
                """.formatted(limit), new String[] {owner});
    }

    /** The owner's open reservations that already have one of these lines. */
    List<Reservation> open(String owner, Collection<String> lines) {
        List<String> ids = jdbc.sql("""
                select distinct reservation::text from inventory.reservation_line
                where owner = :owner and line = any(:lines) and state in ('HELD', 'COMMITTED')
                """)
                .param("owner", owner)
                .param("lines", lines.toArray(String[]::new))
                .query(String.class)
                .list();
        return load("where r.id = any(:ids::uuid[])", ids.toArray(String[]::new));
    }

    /** Ended holds that still occupy these cells. */
    List<UUID> endedAt(List<Promise> cells, Instant now) {
        return jdbc.sql("""
                select distinct l.reservation from inventory.reservation_line l
                join unnest(:skus::text[], :locations::text[]) as cell (sku, location) using (sku, location)
                where l.state = 'HELD' and l.expires_at <= :now
                """)
                .param("skus", column(cells, Promise::sku))
                .param("locations", column(cells, Promise::location))
                .param("now", time(now))
                .query(UUID.class)
                .list();
    }

    /** Ended holds, locked; those that someone else is resolving are left to them. */
    List<UUID> lockEnded(Instant now, int limit) {
        return jdbc.sql("""
                select r.id from inventory.reservation r
                where r.state = 'HELD' and r.id in (
                    select reservation from inventory.reservation_line
                    where state = 'HELD' and expires_at <= :now order by expires_at limit :limit)
                for update skip locked
                """)
                .param("now", time(now))
                .param("limit", limit)
                .query(UUID.class)
                .list();
    }

    /** Of these, the ones that have ended and are still held, locked in a common order. */
    List<Reservation> lockEnded(Collection<UUID> ids, Instant now) {
        String[] texts = ids.stream().map(UUID::toString).toArray(String[]::new);
        String[] locked = jdbc.sql("""
                select id::text from inventory.reservation
                where id = any(:ids::uuid[]) and state = 'HELD' and expires_at <= :now order by id for update
                """)
                .param("ids", texts)
                .param("now", time(now))
                .query(String.class)
                .list()
                .toArray(String[]::new);
        return load("where r.id = any(:ids::uuid[])", locked);
    }

    /** Moves to a state; when open still, with its end, else resolved now. */
    void changeState(Collection<UUID> ids, Reservation.State state, @Nullable Instant expiresAt, Instant now) {
        jdbc.sql("""
                with line as (
                    update inventory.reservation_line
                    set state = :state, expires_at = case when :keepsEnd then expires_at else :expiresAt::timestamptz end
                    where reservation = any(:ids::uuid[]))
                update inventory.reservation
                set state = :state, expires_at = case when :keepsEnd then expires_at else :expiresAt::timestamptz end,
                    resolved_at = case when :open then null else :now::timestamptz end
                where id = any(:ids::uuid[])
                """)
                .param("state", state.name())
                .param("open", state.isOpen())
                .param("keepsEnd", !state.isOpen())
                .param("expiresAt", time(expiresAt))
                .param("now", time(now))
                .param("ids", ids.stream().map(UUID::toString).toArray(String[]::new))
                .update();
    }

    private List<Reservation> load(String where, String[] ids) {
        Map<UUID, Reservation> found = new LinkedHashMap<>();
        jdbc.sql("""
                select r.id, r.owner, r.channel, r.state, r.expires_at, r.created_at,
                    l.line, l.sku, l.location, l.quantity
                from inventory.reservation r join inventory.reservation_line l on l.reservation = r.id
                """ + where + " order by r.created_at desc, r.id, l.line")
                .param("ids", ids)
                .query(row -> {
                    UUID id = row.getObject("id", UUID.class);
                    Reservation reservation = found.get(id);
                    if (reservation == null) {
                        reservation = withoutLines(row, id);
                        found.put(id, reservation);
                    }
                    reservation
                            .lines()
                            .add(new Reservation.Line(
                                    row.getString("line"),
                                    row.getString("sku"),
                                    row.getString("location"),
                                    Quantities.plain(row.getBigDecimal("quantity"))));
                });
        return List.copyOf(found.values());
    }

    private static Reservation withoutLines(ResultSet row, UUID id) throws SQLException {
        return new Reservation(
                id,
                row.getString("owner"),
                row.getString("channel"),
                Reservation.State.valueOf(row.getString("state")),
                new ArrayList<>(),
                instant(row, "expires_at"),
                Objects.requireNonNull(instant(row, "created_at")),
                List.of());
    }
}
