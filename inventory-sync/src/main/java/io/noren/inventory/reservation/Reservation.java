package io.noren.inventory.reservation;

import io.noren.inventory.Promise;
import io.noren.inventory.Quantities;
import io.noren.inventory.QuantityName;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goods kept for an owner, as seen at one moment: a hold that has ended reads as EXPIRED from that instant.
 *
 * @param expiresAt when a hold ends; null once it is committed
 * @param transferredFrom the reservation whose lines were moved here, if they were
 * @param missing what could not be kept, when a partial answer was allowed; only right after the hold
 */
public record Reservation(
        UUID id,
        String owner,
        String channel,
        State state,
        List<Line> lines,
        @Nullable Instant expiresAt,
        Instant createdAt,
        @Nullable UUID transferredFrom,
        List<Shortfall> missing) {

    /**
     * @param backordered how much of it was not on hand when it was promised; null when all of it was
     * @param transferredTo the reservation that this line was moved to; null while it is here
     */
    public record Line(
            String line,
            String sku,
            String location,
            BigDecimal quantity,
            @Nullable BigDecimal backordered,
            @Nullable UUID transferredTo) {

        /** @param beyond how much more is wanted than is on hand; below zero when there is enough */
        static Line of(HoldRequest.Line asked, BigDecimal beyond) {
            return new Line(
                    asked.line(),
                    asked.sku(),
                    asked.location(),
                    Quantities.plain(asked.quantity()),
                    beyond.signum() > 0 ? Quantities.plain(beyond) : null,
                    null);
        }

        boolean isHere() {
            return transferredTo == null;
        }

        Promise promise() {
            return new Promise(sku, location, quantity);
        }
    }

    /** HELD → COMMITTED → FULFILLED, or RELEASED, or EXPIRED; TRANSFERRED when all of it has moved to another one. */
    public enum State {
        HELD,
        COMMITTED,
        FULFILLED,
        RELEASED,
        EXPIRED,
        TRANSFERRED;

        public boolean isOpen() {
            return this == HELD || this == COMMITTED;
        }
    }

    static Reservation held(UUID id, HoldRequest request, List<Line> lines, Instant now, List<Shortfall> missing) {
        Duration lasts = request.expiresIn();
        return new Reservation(
                id,
                request.owner(),
                request.channel(),
                lasts == null ? State.COMMITTED : State.HELD,
                lines.stream().sorted(Comparator.comparing(Line::line)).toList(),
                lasts == null ? null : now.plus(lasts),
                now,
                null,
                missing);
    }

    /** What the ledger calls it. */
    static String document(UUID id) {
        return "reservation/" + id;
    }

    /** The same, with only those other locations beside what is missing that may be told of. */
    public Reservation offering(Predicate<String> location) {
        return missing.isEmpty()
                ? this
                : new Reservation(
                        id,
                        owner,
                        channel,
                        state,
                        lines,
                        expiresAt,
                        createdAt,
                        transferredFrom,
                        missing.stream().map(line -> line.offering(location)).toList());
    }

    /** Where its promise stands in the books. */
    QuantityName keptAs() {
        return state == State.COMMITTED ? QuantityName.COMMITTED : QuantityName.RESERVED;
    }

    /** The lines that are still here. */
    List<Line> linesHere() {
        return lines.stream().filter(Line::isHere).toList();
    }

    List<Promise> promises() {
        return linesHere().stream().map(Line::promise).toList();
    }

    /** Whether it keeps exactly what the request asks for. */
    boolean isFor(HoldRequest request) {
        List<Line> here = linesHere();
        return here.size() == request.lines().size()
                && request.lines().stream().allMatch(line -> here.stream().anyMatch(line::says));
    }

    boolean hasEnded(Instant now) {
        return state == State.HELD && expiresAt != null && !expiresAt.isAfter(now);
    }

    /** What a reader may believe at this instant. */
    Reservation asOf(Instant now) {
        return hasEnded(now)
                ? new Reservation(
                        id, owner, channel, State.EXPIRED, lines, expiresAt, createdAt, transferredFrom, missing)
                : this;
    }
}
