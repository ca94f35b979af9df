package io.noren.inventory.shipment;

import io.noren.inventory.MovementReason;
import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.ShippedGoods;
import io.noren.inventory.ShippedGoods.Moved;
import io.noren.inventory.Sql;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.Line;
import io.noren.inventory.shipment.Shipment.State;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Shipments until they are on their way, and their dates; {@link Arrivals} is what comes after. Each step said again
 * changes nothing, and none is half done.
 *
 * <p>Order of locks: a shipment first, then its cells by SKU and location.
 */
@Component
public class Shipments {

    private final RetriedTransaction transaction;
    private final ShipmentRows rows;
    private final ShipmentReader reader;
    private final ShippedGoods goods;
    private final Clock clock;

    Shipments(
            RetriedTransaction transaction, ShipmentRows rows, ShipmentReader reader, ShippedGoods goods, Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.reader = reader;
        this.goods = goods;
        this.clock = clock;
    }

    /**
     * A transfer begins as a draft that moves nothing; a purchase is expected, and incoming, at once. The same reference
     * with the same content is the same shipment.
     *
     * @throws Refusal {@code REFERENCE_TAKEN} when it was used with other content; and bad requests by name
     */
    public Shipment create(NewShipment shipment) {
        shipment.checkShape();
        if (shipment.from() != null) {
            goods.checkLocation(shipment.from(), "from");
        }
        goods.checkLocation(shipment.to(), "to");
        goods.check(shipment.goods(), "lines");
        return transaction.run(() -> {
            Optional<UUID> created = rows.insert(shipment, now());
            if (created.isPresent()) {
                Shipment made = load(created.get(), shipment.kind());
                expect(made, made.lines(), "announced");
                return made;
            }
            ShipmentRows.Known known = rows.withReference(shipment);
            if (!known.digest().equals(shipment.digest())) {
                throw new Refusal(
                        "REFERENCE_TAKEN",
                        "The reference " + shipment.reference() + " was used with other content: choose another.",
                        "reference",
                        Map.of("id", known.id()));
            }
            return load(known.id(), shipment.kind());
        });
    }

    /** A line that there is not enough for. */
    public record Lacking(String line, String sku, String location, BigDecimal requested, BigDecimal available) {}

    /**
     * The goods leave: they are taken off their shelf, all or none, and never what is promised to others. From then on
     * they are incoming at the target and lie on no shelf. Said again it changes nothing.
     *
     * @param occurredAt now when null
     * @param expectedAt when they are expected, where it is another time than was said; or null
     * @param sent by line, when it is not what was asked for: a line that is not in it stays behind. Null for all
     * @throws Refusal {@code INSUFFICIENT_STOCK} with what is available for each line that lacks something;
     *     {@code WRONG_STEP} when it was called off; {@code UNKNOWN_LINE}, {@code NOTHING_SENT}
     */
    public Shipment dispatch(
            UUID id,
            @Nullable Instant occurredAt,
            @Nullable Instant expectedAt,
            @Nullable Map<String, BigDecimal> sent) {
        Instant at = goods.occurred(occurredAt);
        return step(id, Kind.TRANSFER, shipment -> {
            if (shipment.state() == State.CANCELLED) {
                throw wrongStep(shipment);
            } else if (shipment.state() != State.DRAFT) {
                return shipment;
            }
            Map<String, BigDecimal> leaving = leaving(shipment, sent);
            checkEnough(shipment, leaving);
            return leave(shipment, leaving, expectedAt, at);
        });
    }

    /**
     * A transfer of goods that are promised to whoever they are sent to: it leaves at once, and is not a draft before. The
     * promise keeps them from everybody else until the caller ends it, in this transaction.
     *
     * @throws Refusal {@code REFERENCE_TAKEN}; and bad requests by name
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Shipment send(NewShipment shipment) {
        shipment.checkShape();
        goods.check(shipment.goods(), "lines");
        return transaction.run(() -> {
            UUID id = rows.insert(shipment, now())
                    .orElseThrow(() -> new Refusal(
                            "REFERENCE_TAKEN",
                            "The reference " + shipment.reference() + " was used before.",
                            "reference",
                            Map.of()));
            Shipment draft = load(id, Kind.TRANSFER);
            return leave(draft, leaving(draft, null), null, now());
        });
    }

    private Shipment leave(
            Shipment shipment, Map<String, BigDecimal> leaving, @Nullable Instant expectedAt, Instant at) {
        rows.dispatched(shipment.id(), leaving, expectedAt == null ? null : Sql.micros(expectedAt), at);
        List<Moved> moved = new ArrayList<>();
        for (Line line : shipment.lines()) {
            BigDecimal quantity = leaving.getOrDefault(line.line(), BigDecimal.ZERO);
            moved.add(new Moved(
                    line.sku(),
                    Objects.requireNonNull(shipment.from()),
                    QuantityName.ON_HAND,
                    quantity.negate(),
                    MovementReason.TRANSFER_OUT));
            moved.add(new Moved(line.sku(), shipment.to(), QuantityName.INCOMING, quantity, MovementReason.EXPECTED));
        }
        goods.move(moved, shipment.document() + "/dispatched", shipment.document(), at);
        return load(shipment.id(), Kind.TRANSFER);
    }

    private Map<String, BigDecimal> leaving(Shipment shipment, @Nullable Map<String, BigDecimal> sent) {
        Map<String, BigDecimal> leaving = new LinkedHashMap<>();
        if (sent == null) {
            shipment.lines().forEach(line -> leaving.put(line.line(), line.quantity()));
            return leaving;
        }
        Map<String, Line> lines = shipment.lines().stream().collect(Collectors.toMap(Line::line, line -> line));
        List<Promise> checked = new ArrayList<>();
        sent.forEach((name, quantity) -> {
            Line line = lines.get(name);
            if (line == null) {
                throw unknownLine(name);
            }
            if (quantity.signum() != 0) {
                checked.add(new Promise(line.sku(), shipment.to(), quantity));
                leaving.put(name, Quantities.plain(quantity));
            }
        });
        goods.check(checked, "lines");
        if (leaving.isEmpty()) {
            throw new Refusal(
                    "NOTHING_SENT", "Nothing of it leaves: call the transfer off instead.", "lines", Map.of());
        }
        return leaving;
    }

    private void checkEnough(Shipment shipment, Map<String, BigDecimal> leaving) {
        String from = Objects.requireNonNull(shipment.from());
        Set<String> skus = shipment.lines().stream()
                .filter(line -> leaving.containsKey(line.line()))
                .map(Line::sku)
                .collect(Collectors.toSet());
        Map<String, BigDecimal> free = goods.free(skus, from, shipment.to());
        List<Lacking> lacking = new ArrayList<>();
        for (Line line : shipment.lines()) {
            BigDecimal wanted = leaving.getOrDefault(line.line(), BigDecimal.ZERO);
            BigDecimal left = free.getOrDefault(line.sku(), BigDecimal.ZERO);
            if (left.compareTo(wanted) < 0) {
                lacking.add(new Lacking(line.line(), line.sku(), from, wanted, left));
            }
            free.put(line.sku(), left.subtract(wanted).max(BigDecimal.ZERO));
        }
        if (!lacking.isEmpty()) {
            throw new Refusal(
                    "INSUFFICIENT_STOCK",
                    from + " has not enough that is not promised for " + lacking.size() + " of " + leaving.size()
                            + " lines; nothing left.",
                    null,
                    Map.of("lines", lacking));
        }
    }

    /**
     * Calls off what nothing has come of: a draft, or a purchase before its first receipt. Said again it changes nothing.
     *
     * @throws Refusal {@code WRONG_STEP} when something has left or come: let it come back, or close it
     */
    public Shipment cancel(UUID id, Kind kind) {
        return step(id, kind, shipment -> {
            if (shipment.state() == State.CANCELLED) {
                return shipment;
            }
            boolean untouched = shipment.state() == State.DRAFT || shipment.state() == State.EXPECTED;
            if (!untouched) {
                throw wrongStep(shipment);
            }
            rows.writeOff(id);
            rows.changeState(id, State.CANCELLED, now());
            goods.move(
                    shipment.lines().stream()
                            .map(line -> new Moved(
                                    line.sku(),
                                    shipment.to(),
                                    QuantityName.INCOMING,
                                    line.outstanding().negate(),
                                    MovementReason.NOT_DELIVERED))
                            .toList(),
                    shipment.document() + "/cancelled",
                    shipment.document(),
                    now());
            return load(id, kind);
        });
    }

    /**
     * What is outstanding is expected at another time.
     *
     * @param whole of all lines that are not named; null to leave them
     * @param lines by line
     * @throws Refusal {@code WRONG_STEP} when it has ended; {@code UNKNOWN_LINE}
     */
    public Shipment reschedule(UUID id, Kind kind, @Nullable Instant whole, Map<String, Instant> lines) {
        return step(id, kind, shipment -> {
            if (shipment.state() == State.RECEIVED || shipment.state() == State.CANCELLED) {
                throw wrongStep(shipment);
            }
            lines.keySet().stream()
                    .filter(name -> shipment.lines().stream()
                            .noneMatch(line -> line.line().equals(name)))
                    .findFirst()
                    .ifPresent(name -> {
                        throw unknownLine(name);
                    });
            List<Line> moving = shipment.lines().stream()
                    .filter(line -> whole != null || lines.containsKey(line.line()))
                    .filter(line -> !Objects.equals(line.expectedAt(), then(line, whole, lines)))
                    .toList();
            if (moving.isEmpty()) {
                return shipment;
            }
            rows.reschedule(
                    id,
                    whole,
                    moving.stream().map(Line::line).toList(),
                    moving.stream().map(line -> then(line, whole, lines)).toList());
            // Followers of the feed know by this that a date has moved; in total nothing does.
            unexpect(shipment, moving);
            expect(shipment, moving, "rescheduled");
            return load(id, kind);
        });
    }

    private static Instant then(Line line, @Nullable Instant whole, Map<String, Instant> lines) {
        Instant named = lines.getOrDefault(line.line(), whole);
        return Sql.micros(Objects.requireNonNull(named, "only lines that get another date are asked"));
    }

    private void expect(Shipment shipment, List<Line> lines, String step) {
        expected(
                shipment,
                lines,
                step,
                1,
                step.equals("announced") ? MovementReason.EXPECTED : MovementReason.RESCHEDULED);
    }

    private void unexpect(Shipment shipment, List<Line> lines) {
        expected(shipment, lines, "rescheduled", -1, MovementReason.RESCHEDULED);
    }

    private void expected(Shipment shipment, List<Line> lines, String step, int sign, MovementReason reason) {
        goods.move(
                lines.stream()
                        .map(line -> new Moved(
                                line.sku(),
                                shipment.to(),
                                QuantityName.INCOMING,
                                line.outstanding().multiply(BigDecimal.valueOf(sign)),
                                reason))
                        .toList(),
                shipment.document() + "/" + step,
                shipment.document(),
                now());
    }

    @Transactional(readOnly = true)
    public Optional<Shipment> find(UUID id, Kind kind) {
        return reader.find(id, kind);
    }

    /** Those with one of these references that begin or end at the place and were not called off; the oldest first. */
    @Transactional(readOnly = true)
    public List<Shipment> named(Collection<String> references, String place) {
        return reader.named(references, place);
    }

    /**
     * The oldest first.
     *
     * @param from only those from there, or null
     * @param to only those to there, or null
     * @param states none for all
     * @param after the last one seen, or null
     */
    @Transactional(readOnly = true)
    public List<Shipment> list(
            Kind kind,
            @Nullable String from,
            @Nullable String to,
            Collection<State> states,
            @Nullable UUID after,
            int limit) {
        return reader.list(kind, from, to, states, after, limit);
    }

    /**
     * Transfers and purchases that have ended, the one that ended last first.
     *
     * @param places they went to one of these or came from it
     * @param before the last one seen, or null
     */
    @Transactional(readOnly = true)
    public List<Shipment> ended(Collection<String> places, @Nullable UUID before, int limit) {
        return reader.ended(places, before, limit);
    }

    /** Works on a shipment that nobody else can change meanwhile. */
    Shipment step(UUID id, Kind kind, UnaryOperator<Shipment> work) {
        return transaction.run(() -> {
            if (!rows.lock(id, kind)) {
                throw unknown(id, kind);
            }
            return work.apply(load(id, kind));
        });
    }

    Shipment load(UUID id, Kind kind) {
        return reader.find(id, kind).orElseThrow(() -> unknown(id, kind));
    }

    /** @return {@code UNKNOWN_TRANSFER} or {@code UNKNOWN_PURCHASE_RECEIPT} */
    public static Refusal unknown(UUID id, Kind kind) {
        return kind == Kind.TRANSFER
                ? new Refusal("UNKNOWN_TRANSFER", "There is no transfer " + id + ".")
                : new Refusal("UNKNOWN_PURCHASE_RECEIPT", "There is no purchase receipt " + id + ".");
    }

    static Refusal unknownLine(String name) {
        return new Refusal("UNKNOWN_LINE", "There is no line " + name + " in it.", "lines", Map.of());
    }

    static Refusal wrongStep(Shipment shipment) {
        return new Refusal(
                "WRONG_STEP",
                "It is " + shipment.state() + "; this step is not for that.",
                null,
                Map.of("state", shipment.state()));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
