package io.noren.inventory.reservation;

import io.noren.inventory.Promise;
import io.noren.inventory.QuantityName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Goods kept for an owner, as seen at one moment: a hold that has ended reads as EXPIRED from that instant.
 *
 * @param expiresAt when a hold ends; null once it is committed
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
        List<Shortfall> missing) {

    public record Line(String line, String sku, String location, BigDecimal quantity) {}

    /** HELD → COMMITTED → FULFILLED, or RELEASED, or EXPIRED. */
    public enum State {
        HELD,
        COMMITTED,
        FULFILLED,
        RELEASED,
        EXPIRED;

        boolean isOpen() {
            return this == HELD || this == COMMITTED;
        }
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
                        missing.stream().map(line -> line.offering(location)).toList());
    }

    /** Where its promise stands in the books. */
    QuantityName keptAs() {
        return state == State.COMMITTED ? QuantityName.COMMITTED : QuantityName.RESERVED;
    }

    List<Promise> promises() {
        return lines.stream()
                .map(line -> new Promise(line.sku(), line.location(), line.quantity()))
                .toList();
    }

    boolean hasEnded(Instant now) {
        return state == State.HELD && expiresAt != null && !expiresAt.isAfter(now);
    }

    /** What a reader may believe at this instant. */
    Reservation asOf(Instant now) {
        return hasEnded(now)
                ? new Reservation(id, owner, channel, State.EXPIRED, lines, expiresAt, createdAt, missing)
                : this;
    }
}
