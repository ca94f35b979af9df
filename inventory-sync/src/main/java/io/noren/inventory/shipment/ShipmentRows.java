package io.noren.inventory.shipment;

import static io.noren.inventory.Sql.column;
import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.shipment.Shipment.Came;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Shipments as rows, and each change of them. */
@Component
class ShipmentRows {

    private final JdbcClient jdbc;

    ShipmentRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Writes a new shipment. Of two with the same reference at the same moment the later waits here for the earlier.
     *
     * @return empty when the reference is taken
     */
    Optional<UUID> insert(NewShipment shipment, Instant now) {
        boolean isPurchase = shipment.kind() == Kind.PURCHASE;
        Optional<UUID> inserted = jdbc.sql("""
                insert into inventory.shipment
                    (id, kind, reference, digest, source, supplier, location, state, expected_at, created_by, created_at)
                values (gen_random_uuid(), :kind, :reference, :digest, :from, :supplier, :to, :state, :expectedAt,
                    :actor, :now)
                on conflict (kind, supplier, reference) do nothing
                returning id
                """)
                .param("kind", shipment.kind().name())
                .param("reference", shipment.reference())
                .param("digest", shipment.digest())
                .param("from", shipment.from())
                .param("supplier", shipment.supplier())
                .param("to", shipment.to())
                .param("state", (isPurchase ? State.EXPECTED : State.DRAFT).name())
                .param("expectedAt", time(shipment.expectedAt()))
                .param("actor", Actor.current())
                .param("now", time(now))
                .query(UUID.class)
                .optional();
        inserted.ifPresent(id -> insertLines(id, shipment, isPurchase));
        return inserted;
    }

    private void insertLines(UUID id, NewShipment shipment, boolean isPurchase) {
        List<NewShipment.Line> lines = shipment.lines();
        jdbc.sql("""
                insert into inventory.shipment_line (shipment, line, place, sku, location, expected_at, quantity, sent)
                select :id, line, n, sku, :to, coalesce(expected_at, :expectedAt::timestamptz), quantity,
                    case when :isPurchase then quantity else 0 end
                from unnest(:lines::text[], :skus::text[], :times::timestamptz[], :quantities::numeric[])
                    with ordinality as new (line, sku, expected_at, quantity, n)
                """)
                .param("id", id)
                .param("to", shipment.to())
                .param("isPurchase", isPurchase)
                .param("expectedAt", time(shipment.expectedAt()))
                .param("lines", column(lines, NewShipment.Line::line))
                .param("skus", column(lines, NewShipment.Line::sku))
                .param("times", column(lines, NewShipment.Line::expectedAt))
                .param("quantities", column(lines, NewShipment.Line::quantity))
                .update();
    }

    /** The one that has the reference, and what it was asked for with. */
    record Known(UUID id, UUID digest) {}

    Known withReference(NewShipment shipment) {
        return jdbc.sql("""
                select id, digest from inventory.shipment
                where kind = :kind and supplier is not distinct from :supplier and reference = :reference
                """)
                .param("kind", shipment.kind().name())
                .param("supplier", shipment.supplier())
                .param("reference", shipment.reference())
                .query((row, index) -> new Known(row.getObject("id", UUID.class), row.getObject("digest", UUID.class)))
                .single();
    }

    /** Locks the shipment until the end of the transaction. */
    boolean lock(UUID id, Kind kind) {
        return jdbc.sql("select id from inventory.shipment where id = :id and kind = :kind for update")
                .param("id", id)
                .param("kind", kind.name())
                .query(UUID.class)
                .optional()
                .isPresent();
    }

    void dispatched(UUID id, Map<String, BigDecimal> sent, @Nullable Instant expectedAt, Instant at) {
        List<Map.Entry<String, BigDecimal>> lines = List.copyOf(sent.entrySet());
        jdbc.sql("""
                with shipment as (
                    update inventory.shipment set state = 'DISPATCHED', dispatched_at = :at,
                        expected_at = coalesce(:expectedAt::timestamptz, expected_at)
                    where id = :id)
                update inventory.shipment_line l
                set sent = new.sent, expected_at = coalesce(:expectedAt::timestamptz, l.expected_at)
                from unnest(:lines::text[], :sents::numeric[]) as new (line, sent)
                where l.shipment = :id and l.line = new.line
                """)
                .param("id", id)
                .param("at", time(at))
                .param("expectedAt", time(expectedAt))
                .param("lines", column(lines, Map.Entry::getKey))
                .param("sents", column(lines, Map.Entry::getValue))
                .update();
    }

    /** The digest under which a receipt is known, if it is. */
    Optional<UUID> receipt(UUID id, String receipt) {
        return jdbc.sql("select digest from inventory.shipment_receipt where shipment = :id and receipt = :receipt")
                .param("id", id)
                .param("receipt", receipt)
                .query(UUID.class)
                .optional();
    }

    /**
     * Writes what came in one go. The database refuses a line that would take more than is outstanding.
     *
     * @param back it came back to where it was sent from
     */
    void came(UUID id, Receiving receiving, List<Came> lines, String location, boolean back, Instant at, Instant now) {
        jdbc.sql("""
                insert into inventory.shipment_receipt
                    (shipment, receipt, digest, location, occurred_at, actor, recorded_at)
                values (:id, :receipt, :digest, :location, :at, :actor, :now)
                """)
                .param("id", id)
                .param("receipt", receiving.receipt())
                .param("digest", receiving.digest())
                .param("location", location)
                .param("at", time(at))
                .param("actor", Actor.current())
                .param("now", time(now))
                .update();
        jdbc.sql("""
                with came as (
                    select * from unnest(:lines::text[], :skus::text[], :quantities::numeric[], :damageds::numeric[],
                        :overs::numeric[]) with ordinality as came (line, sku, quantity, damaged, over, n)),
                line as (
                    update inventory.shipment_line l
                    set received = l.received + case when :back then 0 else came.quantity end,
                        damaged = l.damaged + case when :back then 0 else came.damaged end,
                        returned = l.returned + case when :back then came.quantity + came.damaged else 0 end,
                        over = l.over + came.over
                    from came where l.shipment = :id and l.line = came.line)
                insert into inventory.shipment_receipt_line
                    (shipment, receipt, place, line, sku, quantity, damaged, over)
                select :id, :receipt, n, line, sku, quantity, damaged, over from came
                """)
                .param("id", id)
                .param("receipt", receiving.receipt())
                .param("back", back)
                .param("lines", column(lines, Came::line))
                .param("skus", column(lines, Came::sku))
                .param("quantities", column(lines, Came::quantity))
                .param("damageds", column(lines, Came::damaged))
                .param("overs", column(lines, Came::over))
                .update();
    }

    /** A difference that is being named. */
    record Named(
            Difference kind,
            @Nullable String line,
            String sku,
            BigDecimal quantity,
            @Nullable String note) {}

    void name(UUID id, @Nullable String receipt, List<Named> differences, Instant now) {
        if (differences.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into inventory.shipment_discrepancy
                    (shipment, kind, line, sku, quantity, receipt, note, actor, named_at)
                select :id, kind, line, sku, quantity, :receipt, note, :actor, :now
                from unnest(:kinds::text[], :lines::text[], :skus::text[], :quantities::numeric[], :notes::text[])
                    with ordinality as named (kind, line, sku, quantity, note, n)
                order by n
                """)
                .param("id", id)
                .param("receipt", receipt)
                .param("actor", Actor.current())
                .param("now", time(now))
                .param("kinds", column(differences, Named::kind))
                .param("lines", column(differences, Named::line))
                .param("skus", column(differences, Named::sku))
                .param("quantities", column(differences, Named::quantity))
                .param("notes", column(differences, Named::note))
                .update();
    }

    /** What is outstanding is outstanding no more: named as missing, or called off. */
    void writeOff(UUID id) {
        jdbc.sql("""
                update inventory.shipment_line set missing = missing + outstanding
                where shipment = :id and outstanding > 0
                """).param("id", id).update();
    }

    void changeState(UUID id, State state, Instant now) {
        boolean ends = state == State.RECEIVED || state == State.CANCELLED;
        jdbc.sql("""
                update inventory.shipment set state = :state,
                    ended_at = case when :ends then coalesce(ended_at, :now) end
                where id = :id
                """)
                .param("id", id)
                .param("state", state.name())
                .param("ends", ends)
                .param("now", time(now))
                .update();
    }

    /** Lines that are expected at another time from now on. */
    void reschedule(UUID id, @Nullable Instant whole, List<String> lines, List<Instant> times) {
        jdbc.sql("""
                with shipment as (
                    update inventory.shipment set expected_at = coalesce(:whole::timestamptz, expected_at)
                    where id = :id)
                update inventory.shipment_line l set expected_at = new.expected_at
                from unnest(:lines::text[], :times::timestamptz[]) as new (line, expected_at)
                where l.shipment = :id and l.line = new.line
                """)
                .param("id", id)
                .param("whole", time(whole))
                .param("lines", lines.toArray(String[]::new))
                .param("times", column(IntStream.range(0, times.size()).boxed().toList(), times::get))
                .update();
    }
}
