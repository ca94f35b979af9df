package io.noren.inventory.reservation;

import io.noren.inventory.InCallersTransaction;
import io.noren.inventory.MovementReason;
import io.noren.inventory.Promise;
import io.noren.inventory.Promises;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.ShippedGoods;
import io.noren.inventory.Sql;
import io.noren.inventory.Writer;
import io.noren.inventory.reservation.Reservation.State;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
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

    private static final int MOST_LISTED = 200;

    private final RetriedTransaction transaction;
    private final ReservationRows rows;
    private final Promises promises;
    private final Holds holds;
    private final HoldExpiry expiry;
    private final Transfers transfers;
    private final Clock clock;

    Reservations(
            RetriedTransaction transaction,
            ReservationRows rows,
            Promises promises,
            Holds holds,
            HoldExpiry expiry,
            Transfers transfers,
            Clock clock) {
        this.transaction = transaction;
        this.rows = rows;
        this.promises = promises;
        this.holds = holds;
        this.expiry = expiry;
        this.transfers = transfers;
        this.clock = clock;
    }

    /**
     * Keeps the goods until the hold ends. Asked again with the same lines for the same owner, it answers the
     * reservation there is.
     *
     * @throws Refusal {@code INSUFFICIENT_STOCK} with what is available per line and elsewhere;
     *     {@code OWNER_LINE_TAKEN} when the owner has an open line of that name with other content;
     *     {@code OWNER_LIMIT_REACHED} when the owner would have too many; {@code TOO_MANY_WAITING}; and bad requests by
     *     name
     */
    public Reservation hold(HoldRequest request) {
        return holds.hold(request, null);
    }

    /**
     * The same, for a caller whose answer is to be kept with the hold.
     *
     * @param answer what the caller will be told; called in the hold's transaction, in any thread
     */
    public Reservation hold(HoldRequest request, Function<Reservation, HoldAnswer> answer) {
        return holds.hold(request, answer);
    }

    /**
     * Promises the goods to an order at once: as {@link #hold} and {@link #commit}, in one step.
     *
     * @param wanted without an end
     * @throws Refusal as {@link #hold}
     */
    public Reservation promise(HoldRequest wanted) {
        Reservation promised = hold(wanted);
        return promised.state() == State.COMMITTED ? promised : commit(promised.id());
    }

    /**
     * The same for several, in their caller's transaction and with as many statements as for one.
     *
     * @param wanted without an end
     * @param writers on whose behalf, in the order of {@code wanted}
     * @return in the same order; empty if one of them cannot be done as simply: the caller rolls back then, and asks for
     *     each alone
     */
    @InCallersTransaction
    public Optional<List<Reservation>> promise(List<HoldRequest> wanted, List<Writer> writers) {
        return holds.allAtOnce(wanted, writers);
    }

    /** From a hold with an end to a promise that stands until it is resolved. Again: no change. */
    public Reservation commit(UUID id) {
        return step(id, reservation -> {
            if (reservation.state() == State.COMMITTED) {
                return reservation;
            }
            rows.changeState(List.of(id), State.COMMITTED, null, now());
            promises.commit(reservation.promises(), Reservation.document(id), now());
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
                    Reservation.document(id),
                    now());
            return load(id);
        });
    }

    /**
     * Keeps less of one line than before; the rest of the reservation stands. Without any line left it is released.
     *
     * @param kept how much stays kept, from 0 to less than now
     * @throws Refusal {@code UNKNOWN_LINE}, {@code ABSURD_QUANTITY}
     */
    public Reservation keepLess(UUID id, String line, BigDecimal kept) {
        return step(id, reservation -> {
            Reservation.Line before = reservation.linesHere().stream()
                    .filter(here -> here.line().equals(line))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(
                            "UNKNOWN_LINE", "The reservation has no line " + line + " here.", "line", Map.of()));
            BigDecimal less = before.quantity().subtract(kept);
            if (kept.signum() < 0 || less.signum() <= 0) {
                throw new Refusal("ABSURD_QUANTITY", "Keep 0 or more, and less than before.", "kept", Map.of());
            }
            Promise freed = new Promise(before.sku(), before.location(), less);
            promises.check(List.of(freed), "lines");
            if (kept.signum() == 0 && reservation.linesHere().size() == 1) {
                rows.changeState(List.of(id), State.RELEASED, null, now());
            } else {
                rows.keepLess(id, line, kept);
            }
            promises.giveBack(
                    List.of(freed),
                    reservation.keptAs(),
                    MovementReason.RESERVATION_RELEASED,
                    Reservation.document(id),
                    now());
            return load(id);
        });
    }

    /**
     * Goods that come for somebody in this transaction are kept for them from that moment on, without an end.
     *
     * @param earlier what keeps those that came for them before; null for the first
     * @return what keeps them all, to be written {@link io.noren.inventory.ShippedGoods#move with their coming}
     * @throws Refusal {@code UNKNOWN_RESERVATION}, {@code ALREADY_RESOLVED}, {@code OWNER_LINE_TAKEN}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ShippedGoods.Kept keepArrived(
            @Nullable UUID earlier, String owner, String channel, List<HoldRequest.Line> came) {
        List<Promise> goods = came.stream().map(HoldRequest.Line::promise).toList();
        promises.check(goods, "lines");
        UUID id = earlier == null ? begin(owner, channel, came) : earlier;
        if (earlier != null) {
            Reservation before = rows.findForUpdate(earlier).orElseThrow(() -> unknown(earlier));
            if (before.state() != State.COMMITTED) {
                throw resolved(before);
            }
            rows.keepMore(earlier, came);
        }
        return new ShippedGoods.Kept(id, Reservation.document(id), goods);
    }

    private UUID begin(String owner, String channel, List<HoldRequest.Line> came) {
        List<Reservation.Line> lines = came.stream()
                .map(line -> Reservation.Line.of(line, BigDecimal.ZERO))
                .toList();
        UUID id = UUID.randomUUID();
        Reservation kept = new Reservation(id, owner, channel, State.COMMITTED, lines, null, now(), null, List.of());
        if (!rows.insert(List.of(kept))) {
            throw new Refusal("OWNER_LINE_TAKEN", owner + " has an open line of that name.");
        }
        return id;
    }

    /** The goods have left with their owner. */
    public Reservation fulfil(UUID id) {
        return step(id, reservation -> {
            rows.changeState(List.of(id), State.FULFILLED, null, now());
            promises.fulfil(reservation.promises(), reservation.keptAs(), Reservation.document(id), now());
            return load(id);
        });
    }

    /**
     * The goods are kept at another location instead, in one step: at no moment are they promised twice or not at all.
     *
     * @param lines those that move; all of them when null
     * @return the reservation there, with the state and the end of this one; lines that do not move stay in this one
     * @throws Refusal {@code INSUFFICIENT_STOCK} with what the other location has; nothing has moved then
     */
    public Reservation transfer(UUID id, String location, @Nullable Collection<String> lines) {
        for (int round = 1; ; round++) {
            boolean last = round == HoldGroup.ROUNDS;
            try {
                return step(id, reservation -> load(transfers.move(reservation, location, lines, last)));
            } catch (EndedHoldsInTheWay ended) {
                expiry.tidy(ended.reservations());
            }
        }
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
        return expiry.tidy(limit);
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

    private static Refusal unknown(UUID id) {
        return new Refusal("UNKNOWN_RESERVATION", "There is no reservation " + id + ".");
    }

    private Reservation load(UUID id) {
        return rows.find(id).orElseThrow(() -> unknown(id));
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
