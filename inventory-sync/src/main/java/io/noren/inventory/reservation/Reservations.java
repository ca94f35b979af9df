package io.noren.inventory.reservation;

import io.noren.inventory.Availability;
import io.noren.inventory.AvailabilityAnswer.AtLocation;
import io.noren.inventory.AvailabilityAnswer.OfItem;
import io.noren.inventory.MovementReason;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Quantities;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.Sql;
import io.noren.inventory.reservation.Reservation.State;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps goods for someone. All lines or none, in one short transaction that never promises what is not there; whoever
 * loses against another transaction is tried again here, not by the caller.
 *
 * <p>Order of locks: a reservation first, then its cells by SKU and location.
 */
@Component
public class Reservations {

    public static final Duration LONGEST_HOLD = Duration.ofHours(4);
    public static final Duration USUAL_HOLD = Duration.ofMinutes(15);

    private static final int MOST_OTHER_LOCATIONS = 10;
    private static final int MOST_LISTED = 200;
    private static final int ROUNDS = 4;

    private final RetriedTransaction transaction;
    private final ReservationRows rows;
    private final Promises promises;
    private final Availability availability;
    private final Clock clock;

    Reservations(
            RetriedTransaction transaction,
            ReservationRows rows,
            Promises promises,
            Availability availability,
            Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.promises = promises;
        this.availability = availability;
        this.clock = clock;
    }

    /**
     * Keeps the goods until the hold ends. Asked again with the same lines for the same owner, it answers the
     * reservation there is.
     *
     * @throws Refusal {@code INSUFFICIENT_STOCK} with what is available per line and elsewhere;
     *     {@code OWNER_LINE_TAKEN} when the owner has an open line of that name with other content; and bad requests by name
     */
    public Reservation hold(HoldRequest request) {
        HoldRules.check(request, promises);
        for (int round = 1; ; round++) {
            boolean last = round == ROUNDS;
            try {
                return transaction.run(() -> holdOnce(request, last));
            } catch (EndedHoldsInTheWay ended) {
                if (last) {
                    throw ownerLineTaken(List.of());
                }
                transaction.run(() -> expire(ended.reservations()));
            }
        }
    }

    /** From a hold with an end to a promise that stands until it is resolved. Again: no change. */
    public Reservation commit(UUID id) {
        return step(id, reservation -> {
            if (reservation.state() == State.COMMITTED) {
                return reservation;
            }
            rows.changeState(List.of(id), State.COMMITTED, null, now());
            promises.commit(reservation.promises(), document(id), now());
            return load(id);
        });
    }

    /** Lets a hold end later (or sooner): so long from now. */
    public Reservation extend(UUID id, Duration expiresIn) {
        HoldRules.checkDuration(expiresIn);
        return step(id, reservation -> {
            if (reservation.state() == State.COMMITTED) {
                throw resolved(reservation);
            }
            rows.changeState(List.of(id), State.HELD, now().plus(expiresIn), now());
            return load(id);
        });
    }

    /** The goods are free again. */
    public Reservation release(UUID id) {
        return step(id, reservation -> {
            rows.changeState(List.of(id), State.RELEASED, null, now());
            promises.giveBack(
                    reservation.promises(),
                    reservation.keptAs(),
                    MovementReason.RESERVATION_RELEASED,
                    document(id),
                    now());
            return load(id);
        });
    }

    /** The goods have left with their owner. */
    public Reservation fulfil(UUID id) {
        return step(id, reservation -> {
            rows.changeState(List.of(id), State.FULFILLED, null, now());
            promises.fulfil(reservation.promises(), reservation.keptAs(), document(id), now());
            return load(id);
        });
    }

    @Transactional(readOnly = true)
    public Optional<Reservation> find(UUID id) {
        return rows.find(id).map(reservation -> reservation.asOf(now()));
    }

    /** The owner's reservations, the latest first, at most 200. */
    @Transactional(readOnly = true)
    public List<Reservation> ofOwner(String owner) {
        return rows.ofOwner(owner, MOST_LISTED).stream()
                .map(reservation -> reservation.asOf(now()))
                .toList();
    }

    /** Tidies holds that have ended; readers have not counted them since their end. */
    int expireEnded(int limit) {
        return transaction.run(() -> expire(rows.lockEnded(now(), limit)));
    }

    private int expire(Collection<UUID> candidates) {
        List<Reservation> ended = rows.lockEnded(candidates, now());
        if (!ended.isEmpty()) {
            rows.changeState(ended.stream().map(Reservation::id).toList(), State.EXPIRED, null, now());
            for (Reservation reservation : ended) {
                Instant end = reservation.expiresAt();
                promises.giveBack(
                        reservation.promises(),
                        reservation.keptAs(),
                        MovementReason.RESERVATION_EXPIRED,
                        document(reservation.id()),
                        end == null ? now() : end);
            }
        }
        return ended.size();
    }

    private Reservation holdOnce(HoldRequest request, boolean last) {
        Instant now = now();
        UUID id = UUID.randomUUID();
        if (!rows.insert(id, request, now.plus(request.expiresIn()), now)) {
            return earlier(request, now);
        }
        List<Promise> refused = promises.reserve(
                request.lines().stream().map(HoldRequest.Line::promise).toList(), document(id));
        if (refused.isEmpty()) {
            return load(id);
        }
        List<UUID> ended = rows.endedAt(refused, now);
        if (!ended.isEmpty() && !last) {
            throw new EndedHoldsInTheWay(ended);
        }
        return without(refused, request, id);
    }

    private Reservation earlier(HoldRequest request, Instant now) {
        Set<String> names = request.lines().stream().map(HoldRequest.Line::line).collect(Collectors.toSet());
        List<Reservation> open = rows.open(request.owner(), names);
        List<UUID> ended = open.stream()
                .filter(reservation -> reservation.hasEnded(now))
                .map(Reservation::id)
                .toList();
        // Empty: the one in the way was resolved between two statements.
        if (open.isEmpty() || !ended.isEmpty()) {
            throw new EndedHoldsInTheWay(ended);
        }
        Reservation only = open.get(0);
        if (open.size() == 1
                && only.lines().size() == request.lines().size()
                && request.lines().stream()
                        .allMatch(line -> only.lines().stream().anyMatch(line::says))) {
            return only;
        }
        throw ownerLineTaken(open);
    }

    private Reservation without(List<Promise> refused, HoldRequest request, UUID id) {
        List<Shortfall> missing = shortfalls(refused, request);
        if (!request.allowPartial() || missing.size() == request.lines().size()) {
            throw new Refusal(
                    "INSUFFICIENT_STOCK",
                    "There is not enough for " + missing.size() + " of "
                            + request.lines().size() + " lines; nothing was reserved.",
                    null,
                    Map.of("lines", missing));
        }
        rows.deleteLines(id, missing.stream().map(Shortfall::line).toList());
        Reservation held = load(id);
        return new Reservation(
                held.id(),
                held.owner(),
                held.channel(),
                held.state(),
                held.lines(),
                held.expiresAt(),
                held.createdAt(),
                missing);
    }

    private List<Shortfall> shortfalls(List<Promise> refused, HoldRequest request) {
        Set<String> skus = refused.stream().map(Promise::sku).collect(Collectors.toSet());
        Map<String, OfItem> stock = availability.forChannel(request.channel(), skus, null).items().stream()
                .collect(Collectors.toMap(OfItem::sku, Function.identity()));
        Set<List<String>> cells = new HashSet<>();
        refused.forEach(promise -> cells.add(List.of(promise.sku(), promise.location())));
        return request.lines().stream()
                .filter(line -> cells.contains(List.of(line.sku(), line.location())))
                .map(line -> shortfall(
                        line,
                        Optional.ofNullable(stock.get(line.sku()))
                                .map(OfItem::locations)
                                .orElse(List.of())))
                .toList();
    }

    private static Shortfall shortfall(HoldRequest.Line line, List<AtLocation> cells) {
        BigDecimal here = cells.stream()
                .filter(cell -> cell.location().equals(line.location()))
                .map(AtLocation::available)
                .findFirst()
                .orElse(BigDecimal.ZERO);
        List<Shortfall.OtherLocation> others = cells.stream()
                .filter(cell -> !cell.location().equals(line.location()))
                .filter(cell -> cell.available().compareTo(line.quantity()) >= 0)
                .sorted(Comparator.comparing(AtLocation::available).reversed())
                .limit(MOST_OTHER_LOCATIONS)
                .map(cell -> new Shortfall.OtherLocation(cell.location(), cell.available()))
                .toList();
        return new Shortfall(line.line(), line.sku(), line.location(), Quantities.plain(line.quantity()), here, others);
    }

    private Reservation step(UUID id, Function<Reservation, Reservation> work) {
        return transaction.run(() -> {
            Reservation reservation = rows.findForUpdate(id).orElseThrow(() -> unknown(id));
            if (reservation.asOf(now()).state() == State.EXPIRED) {
                throw new Refusal(
                        "RESERVATION_EXPIRED",
                        "The hold ended at " + reservation.expiresAt() + ": hold again.",
                        null,
                        Map.of("state", State.EXPIRED));
            }
            if (!reservation.state().isOpen()) {
                throw resolved(reservation);
            }
            return work.apply(reservation);
        });
    }

    private static Refusal resolved(Reservation reservation) {
        return new Refusal(
                "ALREADY_RESOLVED",
                "The reservation is " + reservation.state() + "; this step is no longer possible.",
                null,
                Map.of("state", reservation.state()));
    }

    private static Refusal ownerLineTaken(List<Reservation> open) {
        return new Refusal(
                "OWNER_LINE_TAKEN",
                "This owner already has an open reservation for one of these lines, with other content: release it first.",
                "lines",
                Map.of("reservations", open.stream().map(Reservation::id).toList()));
    }

    private static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_RESERVATION", "There is no reservation " + id + ".");
    }

    private Reservation load(UUID id) {
        return rows.find(id).orElseThrow(() -> unknown(id));
    }

    private static String document(UUID id) {
        return "reservation/" + id;
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
