package io.noren.inventory.reservation;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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

    /** So many ended holds are tidied at once on somebody's way; the next try finds the next. */
    private static final int MOST_ENDED = 500;

    private final JdbcClient jdbc;

    ReservationRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes new reservations with their lines. Of two that ask for the same owner and line at the same moment the later
     * waits here until the earlier is done.
     *
     * @return false when one of the lines belongs to another open reservation of its owner
     */
    boolean insert(List<Reservation> reservations) {
        List<NewLine> lines = reservations.stream()
                .flatMap(reservation -> reservation.lines().stream().map(line -> new NewLine(reservation, line)))
                .toList();
        if (lines.isEmpty()) {
            return true;
        }
        int inserted = jdbc.sql("""
                with reservation as (
                    insert into inventory.reservation
                        (id, owner, channel, state, expires_at, created_at, transferred_from)
                    select * from unnest(:ids::uuid[], :owners::text[], :channels::text[], :states::text[],
                        :ends::timestamptz[], :created::timestamptz[], :froms::uuid[]))
                insert into inventory.reservation_line
                    (reservation, line, owner, sku, location, quantity, backordered, state, expires_at)
                select * from unnest(:lineIds::uuid[], :lines::text[], :lineOwners::text[], :skus::text[],
                    :locations::text[], :quantities::numeric[], :backordereds::numeric[], :lineStates::text[],
                    :lineEnds::timestamptz[])
                    as new (reservation, line, owner, sku, location, quantity, backordered, state, expires_at)
                order by owner, line
                on conflict (owner, line) where state in ('HELD', 'COMMITTED') do nothing
                """)
                .param("ids", column(reservations, Reservation::id))
                .param("owners", column(reservations, Reservation::owner))
                .param("channels", column(reservations, Reservation::channel))
                .param("states", column(reservations, Reservation::state))
                .param("ends", column(reservations, Reservation::expiresAt))
                .param("created", column(reservations, Reservation::createdAt))
                .param("froms", column(reservations, Reservation::transferredFrom))
                .param("lineIds", column(lines, line -> line.of().id()))
                .param("lines", column(lines, line -> line.line().line()))
                .param("lineOwners", column(lines, line -> line.of().owner()))
                .param("skus", column(lines, line -> line.line().sku()))
                .param("locations", column(lines, line -> line.line().location()))
                .param("quantities", column(lines, line -> line.line().quantity()))
                .param("backordereds", column(lines, NewLine::backordered))
                .param("lineStates", column(lines, line -> line.of().state()))
                .param("lineEnds", column(lines, line -> line.of().expiresAt()))
                .update();
        return inserted == lines.size();
    }

    private record NewLine(Reservation of, Reservation.Line line) {

        BigDecimal backordered() {
            return Objects.requireNonNullElse(line.backordered(), BigDecimal.ZERO);
        }
    }

    /**
     * Writes the reservation that lines of another one have moved to; they say so from now on, and so does all of the
     * other one when none is left there.
     */
    void insertTransferred(Reservation to, List<String> lines, boolean all, Instant now) {
        jdbc.sql("""
                insert into inventory.reservation (id, owner, channel, state, expires_at, created_at, transferred_from)
                select :to, owner, channel, state, expires_at, :now, id from inventory.reservation where id = :from
                """)
                .param("to", to.id())
                .param("from", to.transferredFrom())
                .param("now", time(now))
                .update();
        jdbc.sql("""
                update inventory.reservation_line set state = 'TRANSFERRED', transferred_to = :to
                where reservation = :from and line = any(:lines) and state in ('HELD', 'COMMITTED')
                """)
                .param("from", to.transferredFrom())
                .param("to", to.id())
                .param("lines", lines.toArray(String[]::new))
                .update();
        insertLines(to);
        if (all) {
            jdbc.sql("update inventory.reservation set state = 'TRANSFERRED', resolved_at = :now where id = :from")
                    .param("from", to.transferredFrom())
                    .param("now", time(now))
                    .update();
        }
    }

    private void insertLines(Reservation reservation) {
        List<NewLine> lines = reservation.lines().stream()
                .map(line -> new NewLine(reservation, line))
                .toList();
        jdbc.sql("""
                insert into inventory.reservation_line
                    (reservation, line, owner, sku, location, quantity, backordered, state, expires_at)
                select :id, line, :owner, sku, location, quantity, backordered, :state, :end
                from unnest(:lines::text[], :skus::text[], :locations::text[], :quantities::numeric[],
                    :backordereds::numeric[]) as new (line, sku, location, quantity, backordered)
                """)
                .param("id", reservation.id())
                .param("owner", reservation.owner())
                .param("state", reservation.state().name())
                .param("end", time(reservation.expiresAt()))
                .param("lines", column(lines, line -> line.line().line()))
                .param("skus", column(lines, line -> line.line().sku()))
                .param("locations", column(lines, line -> line.line().location()))
                .param("quantities", column(lines, line -> line.line().quantity()))
                .param("backordereds", column(lines, NewLine::backordered))
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

    /** Ended holds that still occupy these cells, by SKU and location; the longest ended first, so many at once. */
    Map<List<String>, List<UUID>> endedAt(List<Promise> cells, Instant now) {
        Map<List<String>, List<UUID>> ended = new HashMap<>();
        jdbc.sql("""
                select cell.sku, cell.location, line.reservation
                from (select distinct * from unnest(:skus::text[], :locations::text[])) as cell (sku, location)
                cross join lateral (
                    select l.reservation from inventory.reservation_line l
                    where l.sku = cell.sku and l.location = cell.location
                        and l.state in ('HELD', 'COMMITTED') and l.expires_at <= :now and l.state = 'HELD'
                    order by l.expires_at limit :most) line
                """)
                .param("skus", column(cells, Promise::sku))
                .param("locations", column(cells, Promise::location))
                .param("now", time(now))
                .param("most", MOST_ENDED)
                .query(row -> {
                    ended.computeIfAbsent(
                                    List.of(row.getString("sku"), row.getString("location")), cell -> new ArrayList<>())
                            .add(row.getObject("reservation", UUID.class));
                });
        return ended;
    }

    /** The owner's ended holds that nobody has tidied. */
    List<UUID> endedOf(String owner, Instant now) {
        return jdbc.sql("""
                select distinct reservation from inventory.reservation_line
                where owner = :owner and state in ('HELD', 'COMMITTED') and state = 'HELD' and expires_at <= :now
                limit :most
                """)
                .param("owner", owner)
                .param("now", time(now))
                .param("most", MOST_ENDED)
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
                    where reservation = any(:ids::uuid[]) and state in ('HELD', 'COMMITTED'))
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

    /** So much more of lines that it has, or did not have. */
    void keepMore(UUID id, List<HoldRequest.Line> more) {
        jdbc.sql("""
                insert into inventory.reservation_line
                    (reservation, line, owner, sku, location, quantity, backordered, state)
                select r.id, more.line, r.owner, more.sku, more.location, more.quantity, 0, r.state
                from unnest(:lines::text[], :skus::text[], :locations::text[], :quantities::numeric[])
                    as more (line, sku, location, quantity)
                join inventory.reservation r on r.id = :id
                on conflict (reservation, line) do update
                set quantity = reservation_line.quantity + excluded.quantity
                """)
                .param("id", id)
                .param("lines", column(more, HoldRequest.Line::line))
                .param("skus", column(more, HoldRequest.Line::sku))
                .param("locations", column(more, HoldRequest.Line::location))
                .param("quantities", column(more, HoldRequest.Line::quantity))
                .update();
    }

    /** @param kept less than now; a line of which nothing is kept is released by itself */
    void keepLess(UUID id, String line, BigDecimal kept) {
        jdbc.sql("""
                update inventory.reservation_line
                set quantity = case when :kept > 0 then :kept else quantity end,
                    backordered = least(backordered, :kept),
                    state = case when :kept > 0 then state else 'RELEASED' end
                where reservation = :id and line = :line and state in ('HELD', 'COMMITTED')
                """).param("id", id).param("line", line).param("kept", kept).update();
    }

    // A line that was released by itself is no longer part of what the reservation keeps or gave.
    private List<Reservation> load(String where, String[] ids) {
        Map<UUID, Reservation> found = new LinkedHashMap<>();
        jdbc.sql("""
                select r.id, r.owner, r.channel, r.state, r.expires_at, r.created_at, r.transferred_from,
                    l.line, l.sku, l.location, l.quantity, l.backordered, l.transferred_to
                from inventory.reservation r
                join inventory.reservation_line l on l.reservation = r.id
                    and (l.state <> 'RELEASED' or r.state = 'RELEASED')
                """ + where + " order by r.created_at desc, r.id, l.line")
                .param("ids", ids)
                .query(row -> {
                    UUID id = row.getObject("id", UUID.class);
                    Reservation reservation = found.get(id);
                    if (reservation == null) {
                        reservation = withoutLines(row, id);
                        found.put(id, reservation);
                    }
                    reservation.lines().add(line(row));
                });
        return List.copyOf(found.values());
    }

    private static Reservation.Line line(ResultSet row) throws SQLException {
        BigDecimal backordered = row.getBigDecimal("backordered");
        return new Reservation.Line(
                row.getString("line"),
                row.getString("sku"),
                row.getString("location"),
                Quantities.plain(row.getBigDecimal("quantity")),
                backordered.signum() == 0 ? null : Quantities.plain(backordered),
                row.getObject("transferred_to", UUID.class));
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
                row.getObject("transferred_from", UUID.class),
                List.of());
    }
}
