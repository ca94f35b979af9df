package io.noren.inventory.shipment;

import static io.noren.inventory.Sql.instant;

import io.noren.inventory.Quantities;
import io.noren.inventory.shipment.Shipment.Came;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Discrepancy;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.Line;
import io.noren.inventory.shipment.Shipment.Receipt;
import io.noren.inventory.shipment.Shipment.State;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads shipments with all that belongs to them. */
@Component
class ShipmentReader {

    private final JdbcClient jdbc;

    ShipmentReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Shipment> find(UUID id, Kind kind) {
        return whole(jdbc.sql("select * from inventory.shipment where id = :id and kind = :kind")
                        .param("id", id)
                        .param("kind", kind.name())
                        .query(ShipmentReader::bare)
                        .list())
                .stream()
                .findFirst();
    }

    /** See {@link Shipments#named}. */
    List<Shipment> named(Collection<String> references, String place) {
        return whole(jdbc.sql("""
                select * from inventory.shipment
                where reference = any(:references) and :place in (location, source) and state <> 'CANCELLED'
                order by created_at, id limit 10
                """)
                .param("references", references.toArray(String[]::new))
                .param("place", place)
                .query(ShipmentReader::bare)
                .list());
    }

    /** See {@link Shipments#list}. */
    List<Shipment> list(
            Kind kind,
            @Nullable String from,
            @Nullable String to,
            Collection<State> states,
            @Nullable UUID after,
            int limit) {
        return whole(jdbc.sql("""
                select * from inventory.shipment
                where kind = :kind and (:from::text is null or source = :from) and (:to::text is null or location = :to)
                    and (:all or state = any(:states))
                    and (:after::uuid is null or (created_at, id) > (
                        select created_at, id from inventory.shipment where id = :after::uuid))
                order by created_at, id limit :limit
                """)
                .param("kind", kind.name())
                .param("from", from)
                .param("to", to)
                .param("all", states.isEmpty())
                .param("states", states.stream().map(State::name).toArray(String[]::new))
                .param("after", after == null ? null : after.toString())
                .param("limit", limit)
                .query(ShipmentReader::bare)
                .list());
    }

    /** See {@link Shipments#ended}. */
    List<Shipment> ended(Collection<String> places, @Nullable UUID before, int limit) {
        // Of each place no more than a page, by its own index, however many have ended there.
        return whole(jdbc.sql("""
                with found as (
                    select distinct ended.id from unnest(:places::text[]) as p (place), lateral (
                        (select id from inventory.shipment
                            where location = p.place and ended_at is not null and (:before::uuid is null
                                or (ended_at, id) < (select ended_at, id from inventory.shipment where id = :before::uuid))
                            order by ended_at desc, id desc limit :limit)
                        union all
                        (select id from inventory.shipment
                            where source = p.place and ended_at is not null and (:before::uuid is null
                                or (ended_at, id) < (select ended_at, id from inventory.shipment where id = :before::uuid))
                            order by ended_at desc, id desc limit :limit)) ended)
                select s.* from inventory.shipment s join found using (id)
                order by s.ended_at desc, s.id desc limit :limit
                """)
                .param("places", places.toArray(String[]::new))
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query(ShipmentReader::bare)
                .list());
    }

    private List<Shipment> whole(List<Shipment> bare) {
        if (bare.isEmpty()) {
            return bare;
        }
        UUID[] ids = bare.stream().map(Shipment::id).toArray(UUID[]::new);
        Map<UUID, List<Line>> lines = lines(ids);
        Map<UUID, List<Receipt>> receipts = receipts(ids);
        Map<UUID, List<Discrepancy>> discrepancies = discrepancies(ids);
        return bare.stream()
                .map(shipment -> new Shipment(
                        shipment.id(),
                        shipment.kind(),
                        shipment.reference(),
                        shipment.from(),
                        shipment.supplier(),
                        shipment.to(),
                        shipment.state(),
                        shipment.expectedAt(),
                        lines.getOrDefault(shipment.id(), List.of()),
                        receipts.getOrDefault(shipment.id(), List.of()),
                        discrepancies.getOrDefault(shipment.id(), List.of()),
                        shipment.createdBy(),
                        shipment.createdAt(),
                        shipment.dispatchedAt(),
                        shipment.endedAt()))
                .toList();
    }

    private static Shipment bare(ResultSet row, int index) throws SQLException {
        return new Shipment(
                row.getObject("id", UUID.class),
                Kind.valueOf(row.getString("kind")),
                row.getString("reference"),
                row.getString("source"),
                row.getString("supplier"),
                row.getString("location"),
                State.valueOf(row.getString("state")),
                instant(row, "expected_at"),
                List.of(),
                List.of(),
                List.of(),
                row.getString("created_by"),
                Objects.requireNonNull(instant(row, "created_at")),
                instant(row, "dispatched_at"),
                instant(row, "ended_at"));
    }

    private Map<UUID, List<Line>> lines(UUID[] ids) {
        Map<UUID, List<Line>> lines = new HashMap<>();
        jdbc.sql("select * from inventory.shipment_line where shipment = any(:ids) order by shipment, place")
                .param("ids", ids)
                .query(row -> {
                    lines.computeIfAbsent(row.getObject("shipment", UUID.class), any -> new ArrayList<>())
                            .add(new Line(
                                    row.getString("line"),
                                    row.getString("sku"),
                                    plain(row, "quantity"),
                                    plain(row, "sent"),
                                    plain(row, "received"),
                                    plain(row, "damaged"),
                                    plain(row, "returned"),
                                    plain(row, "missing"),
                                    plain(row, "over"),
                                    plain(row, "outstanding"),
                                    instant(row, "expected_at")));
                });
        return lines;
    }

    private Map<UUID, List<Receipt>> receipts(UUID[] ids) {
        Map<UUID, Map<String, List<Came>>> came = new HashMap<>();
        jdbc.sql("""
                select * from inventory.shipment_receipt_line where shipment = any(:ids)
                order by shipment, receipt, place
                """).param("ids", ids).query(row -> {
            came.computeIfAbsent(row.getObject("shipment", UUID.class), any -> new HashMap<>())
                    .computeIfAbsent(row.getString("receipt"), any -> new ArrayList<>())
                    .add(new Came(
                            row.getString("line"),
                            row.getString("sku"),
                            row.getBigDecimal("quantity"),
                            row.getBigDecimal("damaged"),
                            row.getBigDecimal("over")));
        });
        Map<UUID, List<Receipt>> receipts = new HashMap<>();
        jdbc.sql("""
                select * from inventory.shipment_receipt where shipment = any(:ids)
                order by shipment, recorded_at, receipt
                """).param("ids", ids).query(row -> {
            UUID shipment = row.getObject("shipment", UUID.class);
            String receipt = row.getString("receipt");
            receipts.computeIfAbsent(shipment, any -> new ArrayList<>())
                    .add(new Receipt(
                            receipt,
                            row.getString("location"),
                            Objects.requireNonNull(instant(row, "occurred_at")),
                            row.getString("actor"),
                            Objects.requireNonNull(instant(row, "recorded_at")),
                            came.getOrDefault(shipment, Map.of()).getOrDefault(receipt, List.of())));
        });
        return receipts;
    }

    private Map<UUID, List<Discrepancy>> discrepancies(UUID[] ids) {
        Map<UUID, List<Discrepancy>> discrepancies = new HashMap<>();
        jdbc.sql("select * from inventory.shipment_discrepancy where shipment = any(:ids) order by id")
                .param("ids", ids)
                .query(row -> {
                    discrepancies
                            .computeIfAbsent(row.getObject("shipment", UUID.class), any -> new ArrayList<>())
                            .add(new Discrepancy(
                                    Difference.valueOf(row.getString("kind")),
                                    row.getString("line"),
                                    row.getString("sku"),
                                    plain(row, "quantity"),
                                    row.getString("receipt"),
                                    row.getString("note"),
                                    row.getString("actor"),
                                    Objects.requireNonNull(instant(row, "named_at"))));
                });
        return discrepancies;
    }

    private static BigDecimal plain(ResultSet row, String column) throws SQLException {
        return Quantities.plain(row.getBigDecimal(column));
    }
}
